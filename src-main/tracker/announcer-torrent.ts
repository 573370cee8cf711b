import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { TrackerTiers } from '../../src-shared/metainfo/tracker-url.ts'
import type { AnnounceEvent, AnnounceOutcome, ListedTracker, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { TrackerContact } from './announcer-contact.ts'
import { isSamePlace, mayTellPeers, usablePeers } from './announcer-place.ts'
import { ContactTiers } from './announcer-tiers.ts'
import { AskError } from './ask-error.ts'
import type { AskTracker } from './tracker-question.ts'

/** What a peer takes part in, as its trackers are told of it. */
export interface AnnouncedSwarm {
  readonly infoHash: InfoHash
  /** Those that the torrent, or the magnet link, names: another object only when they are others. */
  readonly trackers: TrackerTiers
  /** Its peers may come from its own trackers only (BEP 27). */
  readonly isPrivate: boolean
  readonly uploadedBytes: number
  readonly downloadedBytes: number
  /** Not 0 while its torrent is not here yet. */
  readonly leftBytes: number
  /** It lacks nothing that it wants. */
  readonly complete: boolean
  readonly wantsPeers: boolean
}

/** What announcing needs of its peer. */
export interface AnnouncerParts {
  readonly clock: Clock
  readonly random: Random
  readonly self: PeerId
  /** Where the peer's server listens; 0 while it does not. */
  readonly port: () => number
  readonly ask: AskTracker
  /** The announce URL of the peer's own tracker; null while it cannot be reached. */
  readonly ownUrl: () => string | null
  /** Addresses that a tracker told of; they lead somewhere, and not to ourselves. */
  readonly onPeers: (infoHash: InfoHash, addresses: readonly Address[], url: string) => void
  readonly observe: (fact: SwarmFact) => void
}

const wantedPeers = 50
// A server that listens does so by then.
const listenWaitMs = 5_000
const notListening =
  'No tracker is told of this peer, because its server does not listen: choose another port in Settings.'

/** The trackers of one torrent that a peer takes part in, asked in their order (BEP 12). */
export class AnnouncedTorrent {
  readonly infoHash: InfoHash
  readonly #parts: AnnouncerParts
  readonly #key: () => number
  readonly #asking = new Map<TrackerContact, AbortController>()
  #swarm: AnnouncedSwarm
  #tiers: ContactTiers
  /** What was listed last: our own URL, and the torrent's. */
  #listedFor: { readonly ownUrl: string | null; readonly trackers: TrackerTiers } | undefined
  #hasCompleted: boolean
  #isListTold = false
  /** Since when the server does not listen, though it is to be told where; Infinity once that is said. */
  #waitingSinceMs: number | null = null

  /** `key`: 32 bits, the same for all torrents of the peer. */
  constructor(swarm: AnnouncedSwarm, parts: AnnouncerParts, key: () => number) {
    this.infoHash = swarm.infoHash
    this.#swarm = swarm
    this.#parts = parts
    this.#key = key
    this.#hasCompleted = swarm.complete
    this.#tiers = new ContactTiers([], parts.random)
  }

  /** Takes in how the swarm is now, and asks the tracker whose turn it is, if it is time. */
  update(swarm: AnnouncedSwarm): void {
    this.#swarm = swarm
    this.#list()
    const { contacts } = this.#tiers
    const port = this.#parts.port()
    const completes = swarm.complete && !this.#hasCompleted
    if (completes) this.#hasCompleted = true
    for (const contact of contacts) {
      if (completes) contact.completed()
      if (swarm.wantsPeers) contact.wantMore()
      if (port !== 0) contact.portIs(port)
    }
    if (port === 0) return this.#wait()
    this.#waitingSinceMs = null
    this.#askNext(port)
  }

  /** Asks at once, as a person wishes. */
  hurry(): void {
    for (const contact of this.#tiers.contacts) contact.hurry()
    this.update(this.#swarm)
  }

  /** Tells the trackers that know us that we leave, and nothing after that. Ends when the signal is aborted at the latest. */
  async leave(signal: AbortSignal): Promise<void> {
    const farewells = this.#tiers.contacts.map((contact) => this.#leave(contact, signal))
    this.#tellList([])
    await Promise.all(farewells)
  }

  /** Ends without a word to anybody, as a crash would. */
  abandon(): void {
    for (const stop of this.#asking.values()) stop.abort()
    this.#asking.clear()
  }

  #askNext(port: number): void {
    const nowMs = this.#parts.clock.nowMs()
    for (const contact of this.#tiers.contacts) {
      if (contact.isDue(nowMs)) return void this.#ask(contact, contact.begin(nowMs, port))
      if (contact.isAsking || contact.works) return
    }
  }

  async #ask(contact: TrackerContact, event: AnnounceEvent | null): Promise<void> {
    const { clock, random } = this.#parts
    const stop = new AbortController()
    this.#asking.set(contact, stop)
    const answer = await this.#answerOf(contact, event, stop.signal)
    if (stop.signal.aborted) return
    this.#asking.delete(contact)
    if (answer instanceof AskError) {
      const nextInMs = contact.failed(clock.nowMs(), random, answer.isFinal)
      const isNextTried = this.#tiers.after(contact).some((other) => other.isDue(clock.nowMs()))
      return this.#end(contact, event, { ok: false, detail: answer.message }, isNextTried ? null : nextInMs)
    }
    const nextInMs = contact.succeeded(event, answer, clock.nowMs(), this.#swarm.wantsPeers)
    this.#tiers.promote(contact)
    const { seeders, leechers, warning } = answer
    const peers = usablePeers(answer.peers, contact.url, this.#parts.ownUrl())
    this.#end(contact, event, { ok: true, peers: peers.length, seeders, leechers, warning }, nextInMs)
    // The others are for when this one fails.
    for (const other of this.#tiers.contacts)
      if (other !== contact) void this.#leave(other, new AbortController().signal)
    if (peers.length > 0) this.#parts.onPeers(this.infoHash, peers, contact.url)
  }

  /** Tells a tracker that we left, if it knows us or is just being told. */
  async #leave(contact: TrackerContact, signal: AbortSignal): Promise<void> {
    const asking = this.#asking.get(contact)
    asking?.abort()
    this.#asking.delete(contact)
    if (!asking && !contact.knowsUs) return
    contact.left()
    contact.isAsking = true
    const answer = await this.#answerOf(contact, 'stopped', signal)
    contact.left()
    if (answer instanceof AskError) return this.#end(contact, 'stopped', { ok: false, detail: answer.message }, null)
    const { seeders, leechers, warning } = answer
    this.#end(contact, 'stopped', { ok: true, peers: 0, seeders, leechers, warning }, null)
  }

  /** The tracker's answer, or why there is none. */
  async #answerOf(
    contact: TrackerContact,
    event: AnnounceEvent | null,
    signal: AbortSignal,
  ): Promise<TrackerAnswer | AskError> {
    const { infoHash } = this
    const { url, port, trackerId } = contact
    const { self, ask, observe } = this.#parts
    const { uploadedBytes, downloadedBytes, leftBytes, wantsPeers } = this.#swarm
    const wanted = wantsPeers && event !== 'stopped' ? wantedPeers : 0
    const numbers = { uploadedBytes, downloadedBytes, leftBytes, wanted, key: this.#key() }
    const question = { infoHash, peerId: self, port, event, trackerId, ...numbers }
    observe({ type: 'announce-started', infoHash, url, event })
    try {
      return await ask(url, question, signal)
    } catch (error) {
      if (error instanceof AskError) return error
      throw error
    }
  }

  #end({ url }: TrackerContact, event: AnnounceEvent | null, outcome: AnnounceOutcome, nextInMs: number | null): void {
    this.#parts.observe({ type: 'announce-ended', infoHash: this.infoHash, url, event, outcome, nextInMs })
  }

  /** Says once, after a while, why nobody is asked. */
  #wait(): void {
    const nowMs = this.#parts.clock.nowMs()
    this.#waitingSinceMs ??= nowMs
    const [first] = this.#tiers.contacts
    if (!first || nowMs < this.#waitingSinceMs + listenWaitMs) return
    this.#waitingSinceMs = Number.POSITIVE_INFINITY
    this.#end(first, null, { ok: false, detail: notListening }, null)
  }

  /** Lists the trackers anew when they, or our own URL, have changed. */
  #list(): void {
    const ownUrl = this.#parts.ownUrl()
    const { trackers } = this.#swarm
    if (this.#listedFor?.ownUrl === ownUrl && this.#listedFor.trackers === trackers) return
    this.#listedFor = { ownUrl, trackers }
    const before = this.#tiers.contacts
    const isOwn = (url: string) => ownUrl !== null && isSamePlace(url, ownUrl)
    this.#tiers = new ContactTiers(
      trackers.map((tier) => tier.filter((url) => !isOwn(url))),
      this.#parts.random,
      before,
    )
    const { contacts } = this.#tiers
    for (const gone of before) if (!contacts.includes(gone)) void this.#leave(gone, new AbortController().signal)
    const others = contacts.map((contact) => ({ url: contact.url, tier: this.#tiers.tierOf(contact), own: false }))
    const own = ownUrl !== null && mayTellPeers(this.#swarm, ownUrl) ? [{ url: ownUrl, tier: 0, own: true }] : []
    this.#tellList([...own, ...others])
  }

  #tellList(trackers: readonly ListedTracker[]): void {
    if (trackers.length === 0 && !this.#isListTold) return
    this.#isListTold = trackers.length > 0
    this.#parts.observe({ type: 'trackers-listed', infoHash: this.infoHash, trackers })
  }
}
