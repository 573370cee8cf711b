import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { Random } from '../random.ts'

/** When announces of one info hash are due, in ms (BEP 14: every 5 minutes, at most one a minute). */
export interface AnnounceTimes {
  /**
   * From joining. A datagram gets lost easily, on Wi-Fi above all, and who joins a class should be seen at once: so the
   * first is said three times. Only after that BEP 14's minute counts.
   */
  readonly burstMs: readonly number[]
  readonly everyMs: number
  /** Chance adds up to so much, so that a class that began together does not go on in step. */
  readonly spreadMs: number
  readonly leastGapMs: number
  /** How long the answer to a newcomer waits, at least and at most: all that are there would answer at once. */
  readonly answerMs: { readonly from: number; readonly to: number }
}

/** The times of BEP 14, and a burst for whoever has just joined. */
export const localTimes: AnnounceTimes = {
  burstMs: [0, 2_000, 10_000],
  everyMs: 300_000,
  spreadMs: 30_000,
  leastGapMs: 60_000,
  answerMs: { from: 200, to: 2_000 },
}

interface Entry {
  /** How many announces of its burst are out. */
  burst: number
  readonly joinedAtMs: number
  sentAtMs: number
  dueAtMs: number
}

/** Decides when which info hash is announced on one interface. */
export class AnnounceSchedule {
  readonly #random: Random
  readonly #times: AnnounceTimes
  readonly #entries = new Map<InfoHash, Entry>()

  constructor(random: Random, times: AnnounceTimes = localTimes) {
    this.#random = random
    this.#times = times
  }

  /** What is announced from now on: a new one begins with its burst, one that is missing ends. */
  keep(infoHashes: readonly InfoHash[], nowMs: number): void {
    const kept = new Set(infoHashes)
    for (const infoHash of this.#entries.keys()) if (!kept.has(infoHash)) this.#entries.delete(infoHash)
    for (const infoHash of kept) {
      if (this.#entries.has(infoHash)) continue
      const dueAtMs = nowMs + (this.#times.burstMs[0] ?? 0)
      this.#entries.set(infoHash, { burst: 0, joinedAtMs: nowMs, sentAtMs: Number.NEGATIVE_INFINITY, dueAtMs })
    }
  }

  /** A newcomer was heard: it shall hear of us soon, but not twice in a minute. */
  answer(infoHash: InfoHash, nowMs: number): void {
    const entry = this.#entries.get(infoHash)
    if (!entry) return
    const { from, to } = this.#times.answerMs
    const soonMs = nowMs + from + this.#random.below(to - from)
    entry.dueAtMs = Math.min(entry.dueAtMs, Math.max(soonMs, entry.sentAtMs + this.#times.leastGapMs))
  }

  /** The info hashes whose turn it is, the longest overdue first, at most `max`; they count as announced. */
  take(nowMs: number, max: number): InfoHash[] {
    const due = [...this.#entries].filter(([, entry]) => entry.dueAtMs <= nowMs)
    due.sort(([, a], [, b]) => a.dueAtMs - b.dueAtMs)
    return due.slice(0, max).map(([infoHash, entry]) => {
      entry.sentAtMs = nowMs
      entry.dueAtMs = this.#nextAtMs(entry, nowMs)
      return infoHash
    })
  }

  #nextAtMs(entry: Entry, nowMs: number): number {
    const { burstMs, everyMs, spreadMs } = this.#times
    entry.burst++
    const next = burstMs[entry.burst]
    return next === undefined ? nowMs + everyMs + this.#random.below(spreadMs) : entry.joinedAtMs + next
  }
}
