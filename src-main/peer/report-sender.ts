import type { LinkFigures, LinkReport, LinkReports } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { maxReportedLinks } from '../../src-shared/wire/link-lines.ts'
import type { TrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Link } from './link.ts'
import { Recipients } from './recipients.ts'
import { isNothing } from './report-changes.ts'

/** What a report sender needs of its swarm. */
export interface ReportSenderParts {
  readonly links: ReadonlySet<Link>
  /** Runs in this program, whose screen shows our links anyway. */
  readonly isHere: (peer: PeerId) => boolean
  /** Our links may be told. */
  readonly mayTell: () => boolean
  /** At most one message in this time, and fewer where there is much to tell. */
  readonly gapMs: number
}

const maxRecipients = 200
// With more links than this the messages come more seldom, so that no more of them are told in a second.
const linksPerGap = 50
// A rate is told again when it has changed by more than an eighth: which is less than the width of its line shows.
const hardly = 1 / 8

/** Reports our links in a swarm to the remote peers that want to hear of them: all of them once, then what changes. */
export class ReportSender {
  readonly recipients: Recipients
  readonly #parts: ReportSenderParts
  /** As each link was reported last, to all who were told. */
  readonly #told = new Map<Link, LinkReport>()
  #count = 0
  #nextAtMs = 0

  constructor(parts: ReportSenderParts) {
    this.#parts = parts
    this.recipients = new Recipients(
      ({ speaks, remoteId }) => speaks.wantsLinks && !parts.isHere(remoteId),
      maxRecipients,
    )
  }

  tick(nowMs: number): void {
    if (this.recipients.size === 0) return this.#told.clear()
    if (nowMs < this.#nextAtMs) return
    const news = this.#news(nowMs)
    this.#nextAtMs = nowMs + this.#parts.gapMs * Math.max(1, this.#told.size / linksPerGap)
    const changes: TrackerMessage = { kind: 'links', ...news }
    const whole: TrackerMessage = { kind: 'links', whole: true, gone: [], opened: [...this.#told.values()], told: [] }
    for (const recipient of this.recipients) {
      if (!recipient.isTold) recipient.link.sendTracker(whole)
      else if (!isNothing(news)) recipient.link.sendTracker(changes)
      recipient.isTold = true
    }
  }

  #news(nowMs: number): LinkReports {
    const { links, mayTell } = this.#parts
    const tells = mayTell()
    const [gone, opened, told]: [number[], LinkReport[], LinkFigures[]] = [[], [], []]
    for (const [link, { number }] of this.#told) {
      if (tells && links.has(link)) continue
      this.#told.delete(link)
      gone.push(number)
    }
    for (const link of tells ? links : []) {
      const before = this.#told.get(link)
      if (!before && this.#told.size >= maxReportedLinks) continue
      const figures = figuresOf(link, nowMs, before)
      if (before && isSame(figures, before)) continue
      const report = before ? { ...before, ...figures } : { ...identityOf(link), ...figures, number: this.#count++ }
      this.#told.set(link, report)
      if (before) told.push(report)
      else opened.push(report)
    }
    return { gone, opened, told }
  }
}

type Figures = Omit<LinkFigures, 'number'>

function identityOf({ dialler, acceptor, dialled, remoteId, encryption }: Link): Omit<LinkReport, keyof LinkFigures> {
  return { dialler, acceptor, dialled, remote: remoteId, encryption }
}

function figuresOf({ state, down, up }: Link, nowMs: number, before: Figures | undefined): Figures {
  const { amChoking, amInterested, peerChoking, peerInterested } = state
  return {
    amChoking,
    amInterested,
    peerChoking,
    peerInterested,
    downBytesPerSec: steady(down.bytesPerSec(nowMs), before?.downBytesPerSec),
    upBytesPerSec: steady(up.bytesPerSec(nowMs), before?.upBytesPerSec),
  }
}

function steady(rate: number, told = 0): number {
  return Math.abs(rate - told) > told * hardly ? rate : told
}

function isSame(one: Figures, other: Figures): boolean {
  return (
    one.amChoking === other.amChoking &&
    one.amInterested === other.amInterested &&
    one.peerChoking === other.peerChoking &&
    one.peerInterested === other.peerInterested &&
    one.downBytesPerSec === other.downBytesPerSec &&
    one.upBytesPerSec === other.upBytesPerSec
  )
}
