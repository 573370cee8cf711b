import { type Metainfo, readMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import { choosePieceLength } from '../../src-shared/metainfo/piece-geometry.ts'
import type { SwarmEvent } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { reduce } from '../../src-shared/swarm/reduce.ts'
import { emptyView, type View } from '../../src-shared/swarm/view.ts'
import { MemoryNetwork } from '../net/memory-transport.ts'
import type { EventLog } from '../observe/event-log.ts'
import { labConfig, labPorts, type PeerConfig } from '../peer/config.ts'
import { Peer } from '../peer/peer.ts'
import type { PeerSetup } from '../peer/peer-setup.ts'
import type { Swarm } from '../peer/swarm.ts'
import type { JoinOptions } from '../peer/swarm-parts.ts'
import { seededRandom } from '../random.ts'
import { directHasher, sha1 } from '../storage/hasher.ts'
import { makeTorrent } from '../storage/make-torrent.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { TorrentContent } from '../storage/torrent-content.ts'
import type { AskTracker } from '../tracker/tracker-question.ts'
import { ManualClock } from './manual-clock.ts'
import { noTrackers } from './no-trackers.ts'
import { SharedStore } from './shared-store.ts'

/** A torrent of a simulation, with its bytes. */
export interface Shared {
  readonly bytes: Uint8Array
  readonly metainfo: Metainfo
}

/** What a simulated peer may have otherwise than the others. */
export interface SimulatedSetup extends Partial<PeerSetup> {
  readonly config?: Partial<PeerConfig>
  /** Answers in place of trackers; without it nobody does. */
  readonly ask?: AskTracker
  readonly join?: JoinOptions
  /** What the program sees in which it runs; all without one run in one program. */
  readonly program?: EventLog
  /** Whether somebody looks at that; left out, somebody does. */
  readonly isWatched?: () => boolean
}

/** How a simulation is run; what is left out suits a few peers with every event looked at. */
export interface SimulationOptions {
  readonly latencyMs?: number
  /** Which events are kept; all of them, when it is left out. */
  readonly keep?: (event: SwarmEvent) => boolean
  /** False: no view is folded. For dozens of peers. */
  readonly folds?: boolean
  /** True: all peers share one copy of the bytes. For large files; a peer then has all pieces at first, or none. */
  readonly sharesBytes?: boolean
}

/**
 * A setup for dozens of peers: client ports for more remote servers than the course's ten, and lists and totals that travel
 * seldom, because every peer tells every other of them.
 */
export const manyPeers: SimulatedSetup = {
  clientPorts: { first: 5001, last: 5200 },
  maxRemoteClients: 200,
  config: { broadcastGapMs: 600_000, statusMs: 600_000, tickMs: 1_000 },
}

/** Swarms in virtual time: real peers on a memory network, one clock, one seed. Each peer has a host of its own. */
export class SimulatedSwarm {
  readonly clock = new ManualClock()
  readonly network: MemoryNetwork
  readonly events: SwarmEvent[] = []
  readonly stores = new Map<Peer, MemoryStore>()
  view: View = emptyView
  /** The torrent that was shared last. */
  shared: Shared | undefined
  readonly #seed: number
  readonly #options: Required<SimulationOptions>
  readonly #programs = new Map<PeerId, EventLog | undefined>()
  #hosts = 0
  #count = 0
  #seq = 0

  constructor(seed: number, options: SimulationOptions = {}) {
    this.#seed = seed
    this.#options = { latencyMs: 5, keep: () => true, folds: true, sharesBytes: false, ...options }
    this.network = new MemoryNetwork(this.clock, this.#options.latencyMs)
  }

  get metainfo(): Metainfo | undefined {
    return this.shared?.metainfo
  }

  /** Makes a torrent to share: `lengthBytes` of seeded noise. */
  async share(lengthBytes: number, name = 'noise.bin', pieceLengthBytes?: number): Promise<Shared> {
    const bytes = noise(this.#seed + this.#count++, lengthBytes)
    const torrent = await makeTorrent({
      name,
      lengthBytes,
      pieceLengthBytes: pieceLengthBytes ?? choosePieceLength(lengthBytes),
      store: new MemoryStore(bytes),
      hash: directHasher,
      createdBy: 'test',
    })
    this.shared = { bytes, metainfo: readMetainfo(torrent, sha1) }
    return this.shared
  }

  /** A running peer at 10.0.0.N:5000 that has joined the torrent shared last; given bytes, it seeds them. */
  async add(content: Uint8Array | null, setup: SimulatedSetup = {}): Promise<Peer> {
    const peer = await this.start(setup)
    await this.join(peer, content, setup.join)
    return peer
  }

  /** Several peers alike. */
  async addMany(count: number, content: Uint8Array | null, setup: SimulatedSetup = {}): Promise<Peer[]> {
    const peers: Peer[] = []
    while (peers.length < count) peers.push(await this.add(content, setup))
    return peers
  }

  /** Everybody dials everybody, without waiting for the lists. */
  meet(peers: readonly Peer[]): void {
    const addresses = peers.map((peer) => peer.loopbackAddress)
    for (const peer of peers) void peer.connect(addresses.filter((address) => address !== peer.loopbackAddress))
  }

  /** Runs until each has all of the torrent that was shared last, or the limit; answers when they had it, in ms. */
  async runUntilSeeding(
    peers: readonly Peer[],
    limitMs: number,
    onSeeding: (peer: Peer) => void = () => undefined,
  ): Promise<Map<Peer, number>> {
    const times = new Map<Peer, number>()
    await this.clock.runUntil(() => {
      for (const peer of peers) {
        if (times.has(peer) || !this.isSeeding(peer)) continue
        times.set(peer, this.clock.nowMs())
        onSeeding(peer)
      }
      return times.size === peers.length
    }, limitMs)
    return times
  }

  /** A running peer at 10.0.0.N:5000 in no swarm. */
  async start({
    config,
    ask = noTrackers,
    join: _join,
    program,
    isWatched = () => true,
    ...setup
  }: SimulatedSetup = {}): Promise<Peer> {
    const host = `10.0.0.${++this.#hosts}`
    const isFirst = [...this.#programs.values()].every((other) => other !== program)
    const peer: Peer = new Peer(
      {
        name: `P${this.#hosts}`,
        me: isFirst,
        listen: { host, port: labPorts.server },
        clientPorts: labPorts.clients,
        maxRemoteClients: labPorts.maxRemoteClients,
        reportsLinks: true,
        upBytesPerSec: null,
        downBytesPerSec: null,
        ...setup,
      },
      {
        transport: this.network.host(host),
        clock: this.clock,
        random: seededRandom(this.#seed * 1_000 + this.#hosts),
        config: { ...labConfig, ...config },
        ask,
        count: () => ++this.#count,
        isHere: (other) => this.#programs.has(other) && this.#programs.get(other) === program,
        observe: (observer, fact) => {
          program?.observe(observer, fact)
          this.#observe(observer, fact)
        },
        isWatched,
      },
    )
    this.#programs.set(peer.id, program)
    await peer.runServer()
    peer.runTracker()
    return peer
  }

  /** Joins a torrent, the one shared last unless another is named; given bytes, as a seeder. */
  async join(
    peer: Peer,
    content: Uint8Array | null,
    options: JoinOptions = {},
    shared: Shared | undefined = this.shared,
  ): Promise<Swarm> {
    if (!shared) throw new Error('share() comes first')
    const { metainfo } = shared
    const hash = directHasher
    if (this.#options.sharesBytes) {
      const store = new SharedStore(shared.bytes, content !== null)
      if (content) return peer.join(TorrentContent.justMade(metainfo, store, hash), options)
      return peer.join(await TorrentContent.open(metainfo, store, hash), options)
    }
    const store = new MemoryStore(content ?? metainfo.lengthBytes, metainfo.name)
    this.stores.set(peer, store)
    return peer.join(await TorrentContent.open(metainfo, store, hash), options)
  }

  /** Does a peer have all of a torrent, the one shared last unless another is named? */
  isSeeding(peer: Peer, infoHash: InfoHash | undefined = this.metainfo?.infoHash): boolean {
    return infoHash !== undefined && peer.swarms.get(infoHash)?.role === 'seeder'
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
    const event = { ...fact, seq: ++this.#seq, atMs: this.clock.nowMs(), observer } as SwarmEvent
    if (this.#options.keep(event)) this.events.push(event)
    if (this.#options.folds) this.view = reduce(this.view, event)
  }
}

/** Bytes that look random and are the same for the same seed. */
function noise(seed: number, lengthBytes: number): Uint8Array {
  const random = seededRandom(seed)
  const words = new Uint32Array(Math.ceil(lengthBytes / 4))
  for (let i = 0; i < words.length; i++) words[i] = random.below(2 ** 32)
  return new Uint8Array(words.buffer, 0, lengthBytes)
}
