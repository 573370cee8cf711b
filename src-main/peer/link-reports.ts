import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { ReportMessage } from '../../src-shared/wire/tracker-message.ts'
import { HeardReports, type HeardReportsParts } from './heard-reports.ts'
import type { Link } from './link.ts'
import type { LinkSet } from './link-set.ts'
import { isOurKind } from './peer-id.ts'
import { ReportRelay } from './report-relay.ts'
import { ReportSender, type ReportSenderParts } from './report-sender.ts'
import { ReportWishes } from './report-wishes.ts'

// A page that is loaded anew finds what it had.
const looksOnMs = 10_000
// Whoever asks, and does not, and asks again must not have us tell everybody so each time.
const passesOnMs = 60_000

/** Whether a peer tells its links to others, and hears of theirs. */
export interface ReportRules {
  readonly tells: () => boolean
  /** Whether it hears any at all: for its own screen, while that is looked at, and for those that ask for them. */
  readonly hears: boolean
  readonly isWatched: () => boolean
  /** A peer of this program. */
  readonly isHere: (peer: PeerId) => boolean
}

/** What link reports need of their swarm. */
export interface LinkReportsParts extends Omit<ReportSenderParts & HeardReportsParts, 'mayTell' | 'isHere'> {
  readonly links: LinkSet
  /** Who is known to be in the swarm. */
  readonly members: () => readonly { readonly id: PeerId }[]
}

/**
 * Who is connected with whom in one swarm, beyond our own links: ours are told to others, and theirs are heard. What is heard is
 * passed on to those who ask for it, as two that are not linked with each other cannot hear it themselves.
 */
export class LinkReports {
  readonly #parts: LinkReportsParts
  readonly #rules: ReportRules
  readonly #sender: ReportSender
  readonly #heard: HeardReports
  readonly #relay = new ReportRelay()
  readonly #wishes = new ReportWishes()
  #nextAtMs = 0
  #looksUntilMs = 0
  #passesOnUntilMs = 0
  #hears: boolean

  constructor(parts: LinkReportsParts, rules: ReportRules) {
    const { tells, hears, isWatched, isHere } = rules
    this.#parts = parts
    this.#rules = rules
    this.#hears = hears && isWatched()
    this.#sender = new ReportSender({ ...parts, isHere, mayTell: tells })
    this.#heard = new HeardReports({ ...parts, isHere })
  }

  /** Reports are wanted now. */
  get hears(): boolean {
    return this.#hears
  }

  /** A link has come to be known, or its peer has news. */
  met(link: Link): void {
    this.#sender.recipients.met(link)
  }

  receive(link: Link, message: ReportMessage): void {
    if (!this.#rules.hears) return
    if (message.kind === 'pass-on') return this.#relay.asked(link, message.of)
    if (!this.#hears) return
    const from = message.of ?? link.remoteId
    const isOwn = from === link.remoteId
    if (isOwn || (this.#wishes.has(link, from) && !this.#heard.direct(from))) this.#heard.receive(link, from, message)
  }

  /** A link is over; another to the same peer may take its place. */
  gone(link: Link, others: readonly Link[]): void {
    this.#sender.recipients.gone(link, others)
    this.#heard.gone(link)
    this.#relay.gone(link)
    this.#wishes.gone(link)
  }

  tick(nowMs: number): void {
    this.#sender.tick(nowMs)
    if (!this.#rules.hears || nowMs < this.#nextAtMs) return
    this.#nextAtMs = nowMs + this.#parts.gapMs
    const looks = this.#listen(nowMs)
    this.#askOthers(looks)
    this.#heard.tell(looks)
    this.#relay.tell((peer) => this.#heard.direct(peer))
  }

  /** Tells others whether we want their reports; answers whether they are looked at here. */
  #listen(nowMs: number): boolean {
    if (this.#rules.isWatched()) this.#looksUntilMs = nowMs + looksOnMs
    const looks = nowMs < this.#looksUntilMs
    if (this.#relay.isAsked) this.#passesOnUntilMs = nowMs + passesOnMs
    this.#hears = looks || nowMs < this.#passesOnUntilMs
    if (!this.#hears) this.#heard.dropAll()
    for (const link of this.#parts.links) link.setWantsLinks(this.#hears)
    return looks
  }

  // Who reports here by itself need not be asked for; until then, what is passed on goes on, as long as anybody can pass it on.
  // Where nobody looks any more, whoever was asked hears so.
  #askOthers(looks: boolean): void {
    if (looks && this.#heard.isEmpty) return
    const passedOn = new Set(this.#heard.passedOn())
    const { links, members } = this.#parts
    const wanted = new Set<PeerId>()
    for (const { id } of looks ? members() : []) {
      const isSilent = links.to(id).length === 0 || passedOn.has(id)
      if (isSilent && isOurKind(id) && !this.#rules.isHere(id) && !this.#heard.direct(id)) wanted.add(id)
    }
    this.#wishes.ask(wanted, this.#heard)
    for (const peer of passedOn) if (!this.#wishes.isAsked(peer)) this.#heard.drop(peer)
  }
}
