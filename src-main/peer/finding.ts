import { announceUrlOf } from '../../src-shared/metainfo/tracker-url.ts'
import { type Endpoint, endpointOf, parseAddress } from '../../src-shared/swarm/address.ts'
import type { FindingWay, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { Announcer } from '../tracker/announcer.ts'
import { mayTellPeers } from '../tracker/announcer-place.ts'
import { mayBeServerFor } from './listed-addresses.ts'
import type { PeerWorld } from './peer-setup.ts'
import type { Rooms } from './rooms.ts'

/** What finding others needs of its peer. */
export interface FindingParts extends Pick<PeerWorld, 'clock' | 'random' | 'ask'> {
  readonly self: PeerId
  readonly rooms: Rooms
  /** Where the server listens; 0 while it does not. */
  readonly port: () => number
  /** Where others reach it; null while it does not listen. */
  readonly address: () => Address | null
  readonly isSelf: (at: Endpoint) => boolean
  readonly observe: (fact: SwarmFact) => void
}

// A peer may be in a thousand swarms, and no tracker is in such a hurry that each need be looked at in every tick.
const lookMs = 1_000

/** How a peer finds others: it asks the trackers of its torrents, and takes in whom local discovery and the DHT turn up. */
export class Finding {
  readonly #parts: FindingParts
  readonly #announcer: Announcer
  #nextLookAtMs = 0

  constructor(parts: FindingParts) {
    this.#parts = parts
    this.#announcer = new Announcer({
      ...parts,
      ownUrl: () => this.#ownUrl,
      onPeers: (infoHash, addresses, url) => this.found(infoHash, addresses, 'tracker', url),
    })
  }

  tick(): void {
    const nowMs = this.#parts.clock.nowMs()
    if (nowMs < this.#nextLookAtMs) return
    this.#nextLookAtMs = nowMs + lookMs
    this.#announcer.tick(this.#parts.rooms.open().map(({ announced }) => announced))
  }

  /** Asks the trackers of a swarm, or of a magnet link, at once. */
  askNow(infoHash: InfoHash): void {
    this.#announcer.now(infoHash)
  }

  /** Whether our own tracker may tell the peers of a swarm of one another. */
  mayTell(infoHash: InfoHash): boolean {
    const swarm = this.#parts.rooms.swarms.get(infoHash)
    // Asked for every announce, and most torrents are public.
    return !swarm?.isPrivate || mayTellPeers(swarm.content.metainfo, this.#ownUrl)
  }

  /** Takes in addresses; `from` is the tracker's URL, or the address of who told. What leads nowhere or to us is left out. */
  found(infoHash: InfoHash, addresses: readonly Address[], way: Exclude<FindingWay, 'exchange'>, from: string): void {
    const room = this.#parts.rooms.of(infoHash)
    if (!room || (room.isPrivate && way !== 'tracker')) return
    const usable = addresses.filter((address) => this.#isUsable(endpointOf(address), way, from))
    const fresh = room.found(usable)
    if (fresh > 0) this.#parts.observe({ type: 'peers-found', infoHash, way, from, addresses: fresh })
  }

  /** Tells the trackers that we leave, for a moment at most; abruptly, it tells nobody. */
  async leave(abruptly: boolean): Promise<void> {
    if (abruptly) this.#announcer.abandon()
    else await this.#announcer.close()
  }

  get #ownUrl(): string | null {
    const address = this.#parts.address()
    return address && announceUrlOf(address)
  }

  // What a tracker tells has been looked at already.
  #isUsable(at: Endpoint, way: FindingWay, from: string): boolean {
    if (this.#parts.isSelf(at)) return false
    const teller = parseAddress(from)
    return way === 'tracker' || mayBeServerFor(teller.ok ? teller.host : '', at)
  }
}
