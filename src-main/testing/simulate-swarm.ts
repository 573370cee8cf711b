import { type Metainfo, readMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import { choosePieceLength } from '../../src-shared/metainfo/piece-geometry.ts'
import type { SwarmEvent } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { reduce } from '../../src-shared/swarm/reduce.ts'
import { emptyView, type View } from '../../src-shared/swarm/view.ts'
import { MemoryNetwork } from '../net/memory-transport.ts'
import { labConfig, labPorts } from '../peer/config.ts'
import { Peer, type PeerSetup } from '../peer/peer.ts'
import { seededRandom } from '../random.ts'
import { sha1 } from '../storage/hasher.ts'
import { makeTorrent } from '../storage/make-torrent.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { TorrentContent } from '../storage/torrent-content.ts'
import { ManualClock } from './manual-clock.ts'

/** A swarm in virtual time: real peers on a memory network, one clock, one seed. Each peer has a host of its own. */
export class SimulatedSwarm {
  readonly clock = new ManualClock()
  readonly network: MemoryNetwork
  readonly events: SwarmEvent[] = []
  readonly stores = new Map<Peer, MemoryStore>()
  view: View = emptyView
  metainfo: Metainfo | undefined
  readonly #seed: number
  #hosts = 0
  #count = 0

  constructor(seed: number, latencyMs = 5) {
    this.#seed = seed
    this.network = new MemoryNetwork(this.clock, latencyMs)
  }

  /** Makes the torrent that the swarm shares: `lengthBytes` of seeded noise. */
  async share(lengthBytes: number): Promise<Uint8Array> {
    const random = seededRandom(this.#seed)
    const bytes = Uint8Array.from({ length: lengthBytes }, () => random.below(256))
    const pieceLengthBytes = choosePieceLength(lengthBytes)
    const store = new MemoryStore(bytes)
    const torrent = await makeTorrent({
      name: 'noise.bin',
      lengthBytes,
      pieceLengthBytes,
      store,
      hash: async (piece) => sha1(piece),
      createdBy: 'test',
    })
    this.metainfo = readMetainfo(torrent, sha1)
    return bytes
  }

  /** A running peer at 10.0.0.N:5000 that has joined; given bytes, it seeds them. */
  async add(content: Uint8Array | null, setup: Partial<PeerSetup> = {}): Promise<Peer> {
    if (!this.metainfo) throw new Error('share() comes first')
    const host = `10.0.0.${++this.#hosts}`
    const peer = new Peer(
      {
        name: `P${this.#hosts}`,
        me: this.#hosts === 1,
        listen: { host, port: labPorts.server },
        clientPorts: labPorts.clients,
        maxRemoteClients: labPorts.maxRemoteClients,
        upBytesPerSec: null,
        downBytesPerSec: null,
        ...setup,
      },
      {
        transport: this.network.host(host),
        clock: this.clock,
        random: seededRandom(this.#seed + this.#hosts),
        config: labConfig,
        count: () => ++this.#count,
        observe: (observer, fact) => this.#observe(observer, fact),
      },
    )
    await peer.runServer()
    peer.runTracker()
    const store = new MemoryStore(content ?? this.metainfo.lengthBytes)
    this.stores.set(peer, store)
    peer.join(await TorrentContent.open(this.metainfo, store, async (piece) => sha1(piece)))
    return peer
  }

  /** The client ids of a peer's open links, with the server port's host that each leads to. */
  clientsOf(peer: Peer): Record<number, string> {
    const clients: Record<number, string> = {}
    for (const link of Object.values(this.view.links)) {
      if (link.dialler === peer.id) clients[link.clientId] = link.acceptorAddress
    }
    return clients
  }

  #observe(observer: PeerId, fact: object): void {
    const event = { ...fact, seq: this.events.length + 1, atMs: this.clock.nowMs(), observer } as SwarmEvent
    this.events.push(event)
    this.view = reduce(this.view, event)
  }
}
