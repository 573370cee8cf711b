import type { Magnet } from '../../src-shared/metainfo/magnet.ts'
import { oneATier, type TrackerTiers } from '../../src-shared/metainfo/tracker-url.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import { toHex } from '../../src-shared/swarm/hex.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { MetadataMessage } from '../../src-shared/wire/metadata-message.ts'
import type { Clock } from '../clock.ts'
import { sha1 } from '../storage/hasher.ts'
import type { AnnouncedSwarm } from '../tracker/announcer-torrent.ts'
import type { Suspect } from './bans.ts'
import type { DialOutcome } from './client.ts'
import type { PeerConfig } from './config.ts'
import { MetadataFetch } from './core/metadata-fetch.ts'
import { DialBook } from './dial-book.ts'
import { Link } from './link.ts'
import type { LinkOwner, NewLink } from './link-parts.ts'
import { LinkSet } from './link-set.ts'
import type { ListNews } from './remote-list.ts'
import type { Room } from './room.ts'
import type { SpoilWish } from './spoiler.ts'

/** What a magnet link's room needs of its peer. */
export interface MagnetParts {
  readonly magnet: Magnet
  readonly self: PeerId
  readonly config: PeerConfig
  readonly clock: Clock
  readonly spoilWish: SpoilWish
  readonly dial: (to: Address) => Promise<DialOutcome>
  readonly isBanned: (peer: Suspect) => boolean
  readonly ban: (peer: Suspect) => void
  /** The torrent's `info` dictionary is here and its hash is right; these servers are known. */
  readonly onInfo: (info: Uint8Array, servers: readonly Address[]) => void
  readonly observe: (fact: SwarmFact) => void
}

const numbers = { maxAddresses: 50, maxDials: 8, pauseMs: 5_000, maxPauseMs: 60_000 } as const
// A source that does not answer in this time is given up for another; it is asked again after the pause.
const patienceMs = 10_000
const pauseMs = 30_000
// How much there is to download is not known yet; 0 would make us a seeder.
const unknownLeftBytes = 16_384

/**
 * A magnet link whose torrent is not here yet: connects to whoever the link names or turns up, and fetches the torrent's
 * `info` dictionary (BEP 9) from one of them at a time, so that a wrong one has one culprit. Then the swarm is joined anew.
 */
export class MagnetSwarm implements LinkOwner, Room {
  readonly infoHash: InfoHash
  readonly isPrivate = false
  readonly metadataSize = undefined
  readonly shape = null
  readonly links = new LinkSet()
  readonly #parts: MagnetParts
  readonly #servers: DialBook
  readonly #trackers: TrackerTiers
  /** Who refused, was silent or sent nonsense, and until when it is not asked again. */
  readonly #pauses = new Map<PeerId, number>()
  #source: { link: Link; fetch: MetadataFetch; heardAtMs: number } | undefined
  #over = false

  constructor(parts: MagnetParts) {
    this.#parts = parts
    this.infoHash = parts.magnet.infoHash
    this.#trackers = oneATier(parts.magnet.trackers)
    this.#servers = new DialBook({ dial: parts.dial, ...numbers, maxDialsOfOne: Number.POSITIVE_INFINITY })
    for (const server of parts.magnet.peers) this.#servers.add(server)
  }

  start(): void {
    this.#parts.observe({ type: 'magnet-opened', infoHash: this.infoHash, name: this.#parts.magnet.name })
    this.tick(this.#parts.clock.nowMs())
  }

  addLink(parts: NewLink, rest: Uint8Array): Link | DisconnectReason {
    if (this.#parts.isBanned(parts.remote)) return { code: 'banned' }
    if (this.links.to(parts.remote.id).length > 0) return { code: 'duplicate' }
    const { config, clock, spoilWish, observe } = this.#parts
    const { infoHash, isPrivate } = this
    const ofMagnet = { infoHash, isPrivate, infoBytes: null, config, clock, spoilWish, uploadCaps: [], observe }
    const link = new Link({ ...parts, ...ofMagnet }, this)
    this.links.add(link)
    link.start(rest, false, false)
    return link
  }

  /** Ends it: `reason` for its links, and for the screen what went wrong, if anything did. */
  close(reason: DisconnectReason, detail: string | null): void {
    if (this.#over) return
    this.#over = true
    for (const link of [...this.links]) link.close(reason)
    this.#parts.observe({ type: 'magnet-ended', infoHash: this.infoHash, detail })
  }

  /** As the link's trackers are told of it. */
  get announced(): AnnouncedSwarm {
    const { infoHash, isPrivate } = this
    const trackers = this.#trackers
    const nothing = { uploadedBytes: 0, downloadedBytes: 0, leftBytes: unknownLeftBytes, complete: false }
    return { infoHash, trackers, isPrivate, ...nothing, wantsPeers: true }
  }

  /** Addresses to dial that were found somewhere; answers how many are new. */
  found(addresses: readonly Address[]): number {
    return addresses.filter((address) => this.#servers.add(address)).length
  }

  /** Keeps links alive, gives up a silent source, and dials who is known and not linked. */
  tick(nowMs: number): void {
    for (const link of this.links) if (link.isDue(nowMs)) link.tick(nowMs)
    if (this.#source && nowMs - this.#source.heardAtMs >= patienceMs) this.#giveUpSource()
    this.#chooseSource()
    this.#servers.tick(new Set([...this.links].map((link) => link.remote.server)), nowMs)
  }

  onIdentified(link: Link): void {
    if (this.#parts.isBanned(link.remote)) return link.close({ code: 'banned' })
    if (link.remote.server !== null) this.#servers.add(link.remote.server)
    this.#chooseSource()
  }

  onList(_link: Link, { changed }: ListNews): void {
    for (const { id, server } of changed) {
      if (server !== null && id !== this.#parts.self) this.#servers.add(server)
    }
  }

  onMetadata(link: Link, message: MetadataMessage): void {
    const source = this.#source
    if (source?.link !== link || message.kind === 'request') return
    if (message.kind === 'reject' || !source.fetch.arrived(message)) return this.#giveUpSource()
    source.heardAtMs = this.#parts.clock.nowMs()
    this.#tellProgress(source.fetch, link.remoteId)
    if (source.fetch.complete) this.#check(link, source.fetch.bytes)
    else this.#ask()
  }

  onClosed(link: Link): void {
    this.links.delete(link)
    if (this.#over || this.#source?.link !== link) return
    this.#source = undefined
    this.#chooseSource()
  }

  // Of a torrent that is not known nothing is downloaded, served, listed or exchanged yet.
  onMessage(): void {}
  onStatus(): void {}
  onExchange(): void {}
  onReports(): void {}
  onReadFailed(): void {}

  onBlock(): void {}

  read(): Promise<void> {
    return Promise.reject(new Error('nothing is served before the torrent is here'))
  }

  #chooseSource(): void {
    if (this.#source || this.#over) return
    const nowMs = this.#parts.clock.nowMs()
    for (const link of this.links) {
      const { hasMetadata, metadataSize } = link.speaks
      const isPaused = (this.#pauses.get(link.remoteId) ?? 0) > nowMs
      if (!hasMetadata || metadataSize === undefined || isPaused) continue
      this.#source = { link, fetch: new MetadataFetch(metadataSize), heardAtMs: nowMs }
      this.#tellProgress(this.#source.fetch, link.remoteId)
      return this.#ask()
    }
  }

  #ask(): void {
    if (!this.#source) return
    const { link, fetch } = this.#source
    for (let piece = fetch.next(); piece !== undefined; piece = fetch.next()) {
      link.sendMetadata({ kind: 'request', piece })
    }
  }

  #giveUpSource(): void {
    if (this.#source) this.#pauses.set(this.#source.link.remoteId, this.#parts.clock.nowMs() + pauseMs)
    this.#source = undefined
    this.#chooseSource()
  }

  #check(link: Link, info: Uint8Array): void {
    if (toHex(sha1(info)) !== this.infoHash) {
      // All of it came from this one, so nobody else can be to blame.
      this.#parts.ban(link.remote)
      if (link.remote.server !== null) this.#servers.remove(link.remote.server)
      return link.close({ code: 'sent-bad-data' })
    }
    this.#parts.onInfo(info, this.#servers.addresses)
  }

  #tellProgress({ receivedBytes, bytes }: MetadataFetch, from: PeerId): void {
    const { infoHash } = this
    this.#parts.observe({ type: 'magnet-progressed', infoHash, receivedBytes, totalBytes: bytes.length, from })
  }
}
