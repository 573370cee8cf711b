import type { Member, PeerSettings } from '../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../src-shared/swarm/ids.ts'
import { CommandError } from './command-failure.ts'
import { ownAddress } from './net/own-address.ts'
import type { RateLimiter } from './peer/core/rate-limiter.ts'
import { Peer, type PeerSetup, type PeerWorld } from './peer/peer.ts'
import type { Swarm } from './peer/swarm.ts'
import type { TorrentContent } from './storage/torrent-content.ts'

interface LeftSwarm {
  readonly content: TorrentContent
  readonly uploadLimit: RateLimiter | undefined
  /** Whom it knew there. */
  readonly members: readonly Member[]
}

/** The peers that run in this process, and the swarms that each of them left and may come back to. */
export class LocalPeers {
  readonly #world: PeerWorld
  readonly #peers = new Map<PeerId, Peer>()
  readonly #left = new Map<PeerId, Map<InfoHash, LeftSwarm>>()

  constructor(world: PeerWorld) {
    this.#world = world
  }

  /** Makes a peer; it does not run yet. */
  add(setup: PeerSetup): Peer {
    const peer = new Peer(setup, this.#world)
    this.#peers.set(peer.id, peer)
    this.#left.set(peer.id, new Map())
    return peer
  }

  all(): Peer[] {
    return [...this.#peers.values()]
  }

  /** Throws a CommandError when no such peer runs here. */
  find(id: PeerId): Peer {
    const peer = this.#peers.get(id)
    if (!peer)
      throw new CommandError('unknown-peer', 'That peer is not one of this app. Only its own program can do that.')
    return peer
  }

  /** What a peer has of a torrent, whether it is in its swarm now or has left it. */
  contentOf(peer: Peer, infoHash: InfoHash): TorrentContent | undefined {
    return peer.swarms.get(infoHash)?.content ?? this.#left.get(peer.id)?.get(infoHash)?.content
  }

  /** Joins with content that was just opened; what was open of the same torrent before gives way to it, unless it is whole. */
  async enter(peer: Peer, content: TorrentContent): Promise<InfoHash> {
    const { infoHash } = content.metainfo
    const before = this.contentOf(peer, infoHash)
    if (peer.swarms.has(infoHash) && before?.whole) {
      await content.close()
      return infoHash
    }
    peer.leave(infoHash)
    this.#left.get(peer.id)?.delete(infoHash)
    await before?.close()
    return peer.join(content).infoHash
  }

  /** Leaves a swarm politely; what was known of it is kept for coming back. */
  leave(peer: Peer, infoHash: InfoHash): void {
    const uploadLimit = peer.swarms.get(infoHash)?.uploadLimit
    const left = peer.leave(infoHash)
    if (!left) throw new CommandError('unknown-swarm', 'That peer is not in this swarm.')
    this.#left.get(peer.id)?.set(infoHash, { ...left, uploadLimit })
  }

  /** Comes back to a swarm and dials whom it knew there. */
  rejoin(peer: Peer, infoHash: InfoHash): void {
    const left = this.#left.get(peer.id)?.get(infoHash)
    if (!left) throw new CommandError('unknown-swarm', 'That peer was never in this swarm.')
    if (!peer.running) throw new CommandError('not-running', 'That peer is stopped. Start it again first.')
    this.#left.get(peer.id)?.delete(infoHash)
    const swarm = peer.join(left.content, left.uploadLimit)
    void comeBack(peer, swarm, left.members)
  }

  /** Stops a peer, politely or as a crash would; its swarms can be come back to. */
  async stop(peer: Peer, abruptly: boolean): Promise<void> {
    for (const [infoHash, swarm] of peer.swarms) {
      const { content, uploadLimit, members } = swarm
      this.#left.get(peer.id)?.set(infoHash, { content, uploadLimit, members })
    }
    await peer.stop(abruptly)
  }

  /** Runs a stopped peer again, in the swarms it was in. */
  async restart(peer: Peer): Promise<void> {
    if (peer.running) return
    const listening = await peer.runServer()
    peer.runTracker()
    for (const infoHash of [...(this.#left.get(peer.id)?.keys() ?? [])]) this.rejoin(peer, infoHash)
    if (!listening.ok)
      throw new CommandError('server-failed', 'It runs, but its server could not listen: see the notice in its panel.')
  }

  /** Stops a peer for good and closes its files. */
  async remove(peer: Peer): Promise<void> {
    await this.stop(peer, false)
    for (const { content } of this.#left.get(peer.id)?.values() ?? []) await content.close()
    this.#peers.delete(peer.id)
    this.#left.delete(peer.id)
  }
}

// A leecher dials all it knew. A seeder asks one of them to let it in: its tracker tells the others.
async function comeBack(peer: Peer, swarm: Swarm, members: readonly Member[]): Promise<void> {
  const servers = members.flatMap((member) => member.server ?? [])
  if (swarm.role !== 'seeder') return void (await peer.connect(servers, swarm.infoHash))
  for (const server of servers) {
    if (!peer.swarms.has(swarm.infoHash)) return
    const [result] = await peer.connect([server], swarm.infoHash)
    if (result?.ok) return
  }
}

/** Where a server listens: on this computer alone, or on all addresses, shown as the one that others can type. */
export function listenAt(settings: PeerSettings, port: number): Pick<PeerSetup, 'listen' | 'shownHost'> {
  // '::' takes IPv4 too; where there is no IPv6, the transport falls back to '0.0.0.0'.
  if (settings.openToNetwork) return { listen: { host: '::', port }, shownHost: ownAddress() }
  return { listen: { host: '127.0.0.1', port } }
}
