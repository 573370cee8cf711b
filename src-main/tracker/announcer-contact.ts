import type { TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import type { AnnounceEvent } from '../../src-shared/swarm/events.ts'
import type { Random } from '../random.ts'

// Whatever a tracker wishes: asked more often it would be a nuisance, and less often of no use to a class.
const shortestIntervalMs = 10_000
const longestIntervalMs = 3_600_000
const usualIntervalMs = 1_800_000
const firstPauseMs = 15_000
const longestPauseMs = 1_800_000
/** Also when a person presses the button again and again. */
const shortestGapMs = 5_000

/** One tracker of one torrent: what it knows of us, and when it is to be asked. */
export class TrackerContact {
  readonly url: string
  /** It was told that we take part, and not yet that we left. */
  knowsUs = false
  /** It answered the last time. */
  works = false
  isAsking = false
  /** What it wants to get back with the next announce. */
  trackerId: Uint8Array | null = null
  /** Where we listen, as it was told. */
  port = 0
  #owesCompleted = false
  #failures = 0
  #askedAtMs = Number.NEGATIVE_INFINITY
  #dueAtMs = Number.NEGATIVE_INFINITY
  /** It does not want to be asked sooner. */
  #earliestAtMs = Number.NEGATIVE_INFINITY

  constructor(url: string) {
    this.url = url
  }

  isDue(nowMs: number): boolean {
    if (this.isAsking || nowMs < this.#askedAtMs + shortestGapMs) return false
    return nowMs >= this.#dueAtMs || (this.works && this.#owesCompleted)
  }

  /** It is asked now; answers with which event, when we listen at this port. */
  begin(nowMs: number, port: number): AnnounceEvent | null {
    this.isAsking = true
    this.#askedAtMs = nowMs
    this.port = port
    if (!this.knowsUs) return 'started'
    return this.#owesCompleted ? 'completed' : null
  }

  /** It answered; answers in how many ms it is asked again. */
  succeeded(event: AnnounceEvent | null, answer: TrackerAnswer, nowMs: number, isWanting: boolean): number {
    this.isAsking = false
    this.works = true
    this.knowsUs = true
    this.#failures = 0
    if (event === 'completed') this.#owesCompleted = false
    this.trackerId = answer.trackerId ?? this.trackerId
    const shortestMs = inBounds(answer.minIntervalSec ?? answer.intervalSec)
    const intervalMs = Math.max(shortestMs, inBounds(answer.intervalSec))
    this.#earliestAtMs = nowMs + shortestMs
    this.#dueAtMs = isWanting ? this.#earliestAtMs : nowMs + intervalMs
    return this.#dueAtMs - nowMs
  }

  /**
   * It did not answer, or refused; answers in how many ms it is asked again: ever longer, and not with all others at once.
   * `isFinal`: null, only a person's wish has it asked again.
   */
  failed(nowMs: number, random: Random, isFinal: boolean): number | null {
    this.isAsking = false
    this.works = false
    if (isFinal) {
      this.#dueAtMs = Number.POSITIVE_INFINITY
      return null
    }
    const pauseMs = Math.min(firstPauseMs * 2 ** this.#failures, longestPauseMs)
    this.#failures++
    this.#dueAtMs = nowMs + pauseMs + random.below(pauseMs / 4)
    return this.#dueAtMs - nowMs
  }

  /** It was told that we left: it begins anew. */
  left(): void {
    this.isAsking = false
    this.works = false
    this.knowsUs = false
    this.#owesCompleted = false
    this.#dueAtMs = Number.NEGATIVE_INFINITY
  }

  /** The download is complete, which it is told if it knows us as somebody who lacked something. */
  completed(): void {
    this.#owesCompleted = this.knowsUs || this.isAsking
  }

  /** More peers are wanted: it is asked as soon as it allows. */
  wantMore(): void {
    if (this.works) this.#dueAtMs = Math.min(this.#dueAtMs, this.#earliestAtMs)
  }

  /** Others are to find us at another port than it was told. */
  portIs(port: number): void {
    if (this.knowsUs && !this.isAsking && this.port !== port) this.#dueAtMs = Number.NEGATIVE_INFINITY
  }

  /** It is asked at once. */
  hurry(): void {
    this.#dueAtMs = Number.NEGATIVE_INFINITY
  }
}

function inBounds(intervalSec: number | null): number {
  const wishedMs = intervalSec === null ? usualIntervalMs : intervalSec * 1000
  return Math.min(Math.max(wishedMs, shortestIntervalMs), longestIntervalMs)
}
