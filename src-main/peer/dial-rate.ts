/** So many dials at once are in order, as when a class comes together; after that so many a second. */
export const dialRate = { atOnce: 300, perSec: 10 } as const

/**
 * How many dials a peer has begun lately without being told: whoever lists ever new peers, or announces itself under ever new
 * names, must not have it dial without end.
 */
export class DialRate {
  #recent = 0
  #countedAtMs = 0

  /** Whether there may be one more. */
  allows(nowMs: number): boolean {
    return this.#recentAt(nowMs) <= dialRate.atOnce - 1
  }

  /** One more has begun. */
  count(nowMs: number): void {
    this.#recent = this.#recentAt(nowMs) + 1
    this.#countedAtMs = nowMs
  }

  #recentAt(nowMs: number): number {
    return Math.max(0, this.#recent - (dialRate.perSec * (nowMs - this.#countedAtMs)) / 1_000)
  }
}
