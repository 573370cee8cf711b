import type { LinkFigures, LinkReport, LinkReports, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { maxReportedLinks } from '../../src-shared/wire/link-lines.ts'
import type { LinksMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Link } from './link.ts'

/** What is needed of the swarm to hear reports there. */
export interface HeardReportsParts {
  readonly infoHash: InfoHash
  /** Runs in this program, which knows its links better. */
  readonly isHere: (peer: PeerId) => boolean
  /** Known to be in the swarm: a report makes nobody known. */
  readonly isMember: (peer: PeerId) => boolean
  /** How often the screen is told, at most. */
  readonly gapMs: number
  readonly observe: (fact: SwarmFact) => void
}

interface Reporter {
  /** By which it reports: what another still brings is out of date. */
  readonly link: Link
  readonly reports: Map<number, LinkReport>
  /** As the screen was told of them. */
  readonly shown: Map<number, LinkReport>
}

// Of all reporters of a swarm together.
const maxHeardLinks = 5_000

/**
 * The links that remote peers of a swarm report of themselves. They are there to be looked at: nobody is dialled or believed for
 * them. However much a reporter says, no more than 200 links of it are held, and the screen is told once in a while.
 */
export class HeardReports {
  readonly #parts: HeardReportsParts
  readonly #reporters = new Map<PeerId, Reporter>()
  #nextAtMs = 0

  constructor(parts: HeardReportsParts) {
    this.#parts = parts
  }

  receive(link: Link, news: LinksMessage): void {
    if (news.whole) this.#begin(link)
    const reporter = this.#reporters.get(link.remoteId)
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

  /** A link is over, and with it what its peer reported by it. */
  gone(link: Link): void {
    const reporter = this.#reporters.get(link.remoteId)
    if (reporter?.link !== link) return
    this.#reporters.delete(link.remoteId)
    this.#tell(link.remoteId, { gone: [...reporter.shown.keys()], opened: [], told: [] })
  }

  tick(nowMs: number): void {
    if (this.#reporters.size === 0 || nowMs < this.#nextAtMs) return
    this.#nextAtMs = nowMs + this.#parts.gapMs
    for (const [peer, reporter] of this.#reporters) this.#tell(peer, this.#news(reporter))
  }

  // What the screen was told stays until it is told otherwise: as a rule the new reports are the old ones.
  #begin(link: Link): void {
    const shown = this.#reporters.get(link.remoteId)?.shown ?? new Map()
    this.#reporters.set(link.remoteId, { link, reports: new Map(), shown })
  }

  get #held(): number {
    let held = 0
    for (const { reports } of this.#reporters.values()) held += reports.size
    return held
  }

  #news({ reports, shown }: Reporter): LinkReports {
    const [gone, opened, told]: [number[], LinkReport[], LinkFigures[]] = [[], [], []]
    for (const [number, before] of shown) {
      const now = reports.get(number)
      if (now && isSameLink(now, before) && this.#isShown(now)) continue
      shown.delete(number)
      gone.push(number)
    }
    for (const [number, report] of reports) {
      const before = shown.get(number)
      if (before === report || !this.#isShown(report)) continue
      shown.set(number, report)
      if (before) told.push(figuresOf(report))
      else opened.push(report)
    }
    return { gone, opened, told }
  }

  #isShown({ remote }: LinkReport): boolean {
    return !this.#parts.isHere(remote) && this.#parts.isMember(remote)
  }

  #tell(from: PeerId, news: LinkReports): void {
    if (news.gone.length + news.opened.length + news.told.length === 0) return
    this.#parts.observe({ type: 'links-reported', infoHash: this.#parts.infoHash, from, ...news })
  }
}

function isSameLink(one: LinkReport, other: LinkReport): boolean {
  return one.dialler === other.dialler && one.acceptor === other.acceptor && one.remote === other.remote
}

function figuresOf(report: LinkReport): LinkFigures {
  const { number, amChoking, amInterested, peerChoking, peerInterested, downBytesPerSec, upBytesPerSec } = report
  return { number, amChoking, amInterested, peerChoking, peerInterested, downBytesPerSec, upBytesPerSec }
}
