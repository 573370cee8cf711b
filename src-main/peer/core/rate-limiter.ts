// Small enough to look even, large enough not to wake up for every block at high rates.
const burstMs = 50

/**
 * Spreads bytes over time: each reservation says how long to wait before its bytes may go. First come, first served, so
 * links that reserve one block at a time share the limit evenly.
 */
export class RateLimiter {
  #bytesPerSec: number | null
  #freeAtMs = 0

  /** `bytesPerSec` null: no limit. */
  constructor(bytesPerSec: number | null) {
    this.#bytesPerSec = bytesPerSec
  }

  get bytesPerSec(): number | null {
    return this.#bytesPerSec
  }

  set bytesPerSec(limit: number | null) {
    this.#bytesPerSec = limit
    this.#freeAtMs = 0
  }

  /** Takes the next `bytes` of the budget and answers the ms to wait for them; 0 when they may go at once. */
  reserve(nowMs: number, bytes: number): number {
    if (this.#bytesPerSec === null) return 0
    const fromMs = Math.max(this.#freeAtMs, nowMs - burstMs)
    this.#freeAtMs = fromMs + (bytes * 1000) / this.#bytesPerSec
    return Math.max(0, fromMs - nowMs)
  }
}
