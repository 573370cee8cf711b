import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinksMessage } from '../../src-shared/wire/tracker-message.ts'
import { HeardReports, type HeardReportsParts } from './heard-reports.ts'
import type { Link } from './link.ts'
import { ReportSender, type ReportSenderParts } from './report-sender.ts'

/** Whether a peer tells its links to others, and hears of theirs. */
export interface ReportWishes {
  readonly tells: () => boolean
  readonly hears: boolean
  /** A peer of this program. */
  readonly isHere: (peer: PeerId) => boolean
}

type LinkReportsParts = Omit<ReportSenderParts & HeardReportsParts, 'mayTell' | 'isHere'>

/** Who is connected with whom in one swarm, beyond our own links: ours are told to others, and theirs are heard. */
export class LinkReports {
  readonly #hears: boolean
  readonly #sender: ReportSender
  readonly #heard: HeardReports

  constructor(parts: LinkReportsParts, { tells, hears, isHere }: ReportWishes) {
    this.#hears = hears
    this.#sender = new ReportSender({ ...parts, isHere, mayTell: tells })
    this.#heard = new HeardReports({ ...parts, isHere })
  }

  /** A link has come to be known, or its peer has news. */
  met(link: Link): void {
    this.#sender.recipients.met(link)
  }

  receive(link: Link, message: LinksMessage): void {
    if (this.#hears) this.#heard.receive(link, message)
  }

  /** A link is over; another to the same peer may take its place. */
  gone(link: Link, others: readonly Link[]): void {
    this.#sender.recipients.gone(link, others)
    this.#heard.gone(link)
  }

  tick(nowMs: number): void {
    this.#sender.tick(nowMs)
    this.#heard.tick(nowMs)
  }
}
