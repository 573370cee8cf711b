import type { LinkReport, LinkReports, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { maxReportedLinks } from '../../src-shared/wire/link-lines.ts'
import type { LinksMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Link } from './link.ts'
import { isNothing, type Reports, takeChanges } from './report-changes.ts'

/** What is needed of the swarm to hear reports there. */
export interface HeardReportsParts {
  readonly infoHash: InfoHash
  /** Runs in this program, which knows its links better. */
  readonly isHere: (peer: PeerId) => boolean
  /** Known to be in the swarm: a report makes nobody known. */
  readonly isMember: (peer: PeerId) => boolean
  readonly observe: (fact: SwarmFact) => void
}

interface Reporter {
  /** By which its reports come, its own link or that of who passes them on: what another still brings is out of date. */
  readonly link: Link
  readonly reports: Map<number, LinkReport>
  /** As the screen was told of them. */
  readonly shown: Map<number, LinkReport>
}

// Of a swarm: so many reporters, and so many links of all of them together.
const maxReporters = 200
const maxHeardLinks = 5_000

/**
 * The links that remote peers of a swarm report of themselves. They are there to be looked at: nobody is dialled or believed for
 * them. However much a reporter says, no more than 200 links of it are held, and the screen is told when it is time.
 */
export class HeardReports {
  readonly #parts: HeardReportsParts
  readonly #reporters = new Map<PeerId, Reporter>()

  constructor(parts: HeardReportsParts) {
    this.#parts = parts
  }

  get isEmpty(): boolean {
    return this.#reporters.size === 0
  }

  /** Takes in what came by a link of the links of `from`. */
  receive(link: Link, from: PeerId, news: LinksMessage): void {
    if (news.whole) this.#begin(link, from)
    const reporter = this.#reporters.get(from)
    if (reporter?.link !== link) return
    const { reports } = reporter
    for (const number of news.gone) reports.delete(number)
    let room = Math.min(maxReportedLinks - reports.size, maxHeardLinks - this.#held)
    for (const report of news.opened) {
      if (!reports.has(report.number) && room-- <= 0) continue
      reports.set(report.number, report)
    }
    for (const figures of news.told) {
      const known = reports.get(figures.number)
      if (known) reports.set(figures.number, { ...known, ...figures })
    }
  }

  /** What a peer reports by its own link; undefined when it does not. */
  direct(peer: PeerId): Reports | undefined {
    const reporter = this.#reporters.get(peer)
    return reporter?.link.remoteId === peer ? reporter.reports : undefined
  }

  /** Those who report by their own links. */
  *allDirect(): Iterable<{ readonly link: Link; readonly reports: Reports }> {
    for (const [peer, reporter] of this.#reporters) if (reporter.link.remoteId === peer) yield reporter
  }

  /** Those whose reports are passed on by others. */
  passedOn(): PeerId[] {
    return [...this.#reporters].flatMap(([peer, { link }]) => (link.remoteId === peer ? [] : peer))
  }

  /** What a peer reports is not heard any more. */
  drop(peer: PeerId): void {
    const reporter = this.#reporters.get(peer)
    if (!reporter) return
    this.#reporters.delete(peer)
    this.#tell(peer, { gone: [...reporter.shown.keys()], opened: [], told: [] })
  }

  /** Nothing is heard any more. */
  dropAll(): void {
    for (const peer of this.#reporters.keys()) this.drop(peer)
  }

  /** A link is over, and with it all reports that came by it. */
  gone(link: Link): void {
    for (const [peer, reporter] of this.#reporters) if (reporter.link === link) this.drop(peer)
  }

  /** Tells the screen what is new; `looks` false: that there is nothing any more. */
  tell(looks: boolean): void {
    const { isHere, isMember } = this.#parts
    const isShown = ({ remote }: LinkReport) => looks && !isHere(remote) && isMember(remote)
    for (const [peer, { reports, shown }] of this.#reporters) this.#tell(peer, takeChanges(reports, shown, isShown))
  }

  // What the screen was told stays until it is told otherwise: as a rule the new reports are the old ones.
  #begin(link: Link, from: PeerId): void {
    const known = this.#reporters.get(from)
    if (!known && this.#reporters.size >= maxReporters) return
    const shown = known?.shown ?? new Map()
    this.#reporters.set(from, { link, reports: new Map(), shown })
  }

  get #held(): number {
    let held = 0
    for (const { reports } of this.#reporters.values()) held += reports.size
    return held
  }

  #tell(from: PeerId, news: LinkReports): void {
    if (isNothing(news)) return
    this.#parts.observe({ type: 'links-reported', infoHash: this.#parts.infoHash, from, ...news })
  }
}
