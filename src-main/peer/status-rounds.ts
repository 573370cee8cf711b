import { isSameProgress } from '../../src-shared/swarm/same-member.ts'
import type { MemberStatus } from '../tracker/tracker.ts'
import type { Recipient, Recipients } from './recipients.ts'

// A message takes both ends a tenth of a ms: telling a hundred takes a four-hundredth of the time. Nobody waits for long.
const msPerTold = 40
const mostGapMs = 4_000
// Where nobody looks, others may still hear of it at second hand, by that peer's tracker.
const unwatchedGapMs = 4_000

/**
 * Tells the trackers of a swarm's remote peers how far we are, when there is news: often those where somebody looks, as they
 * want to hear of links too, and now and then all of them.
 */
export class StatusRounds {
  readonly #recipients: Recipients
  readonly #leastGapMs: number
  #toldWatched: MemberStatus | undefined
  #toldAll: MemberStatus | undefined
  #nextAtMs = Number.NEGATIVE_INFINITY
  #nextForAllAtMs = Number.NEGATIVE_INFINITY

  constructor(recipients: Recipients, leastGapMs: number) {
    this.#recipients = recipients
    this.#leastGapMs = leastGapMs
  }

  /** It is time for a round. */
  isDue(nowMs: number): boolean {
    return nowMs >= this.#nextAtMs
  }

  /** Tells those whose turn it is; the more are looked at, the longer until the next round. */
  goRound(status: MemberStatus, nowMs: number): void {
    const watched = [...this.#recipients].filter(({ link }) => link.speaks.wantsLinks)
    this.#nextAtMs = nowMs + Math.max(this.#leastGapMs, Math.min(mostGapMs, watched.length * msPerTold))
    if (nowMs >= this.#nextForAllAtMs) return this.tellAll(status, nowMs)
    if (isSame(status, this.#toldWatched)) return
    this.#toldWatched = status
    send(status, watched)
  }

  /** Tells everybody at once: it matters to all of them. */
  tellAll(status: MemberStatus, nowMs: number): void {
    this.#nextForAllAtMs = nowMs + unwatchedGapMs
    if (isSame(status, this.#toldWatched) && isSame(status, this.#toldAll)) return
    this.#toldWatched = status
    this.#toldAll = status
    send(status, this.#recipients)
  }
}

function isSame(status: MemberStatus, told: MemberStatus | undefined): boolean {
  return told !== undefined && isSameProgress(status, told)
}

function send(status: MemberStatus, recipients: Iterable<Recipient>): void {
  const message = { kind: 'status', ...status } as const
  for (const { link } of recipients) link.sendTracker(message)
}
