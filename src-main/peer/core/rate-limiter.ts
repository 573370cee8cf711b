// Small enough to look even, large enough not to wake up for every block at high rates.
const burstMs = 50

/** A budget of bytes per second: what goes is spent afterwards, so the next bytes wait until it is paid for. */
export class RateLimiter {
  #bytesPerSec: number | null
  #freeAtMs = Number.NEGATIVE_INFINITY

  /** `bytesPerSec` null: no limit. */
  constructor(bytesPerSec: number | null) {
    this.#bytesPerSec = bytesPerSec
  }

  get bytesPerSec(): number | null {
    return this.#bytesPerSec
  }

  /** Changes the limit. What is not paid for yet is owed at the faster of both rates; there is no new burst. */
  change(nowMs: number, bytesPerSec: number | null): void {
    const before = this.#bytesPerSec
    this.#bytesPerSec = bytesPerSec
    const owedMs = this.waitMs(nowMs)
    if (before === null) this.#freeAtMs = nowMs
    else if (bytesPerSec !== null) this.#freeAtMs = nowMs + owedMs * Math.min(1, before / bytesPerSec)
  }

  /** The ms until the next bytes may go; 0: now. */
  waitMs(nowMs: number): number {
    return this.#bytesPerSec === null ? 0 : Math.max(0, this.#freeAtMs - nowMs)
  }

  /** These bytes go now. */
  spend(nowMs: number, bytes: number): void {
    if (this.#bytesPerSec === null) return
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs - burstMs) + (bytes * 1000) / this.#bytesPerSec
  }
}
