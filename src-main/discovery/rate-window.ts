/** At most so many a window: from each sender, and in all. */
export interface RateLimits {
  readonly perSender: number
  readonly inAll: number
  readonly windowMs: number
}

/** Counts what senders send, and says when it is too much. It remembers no more senders than it lets pass. */
export class RateWindow {
  readonly #limits: RateLimits
  readonly #counts = new Map<string, number>()
  #total = 0
  #endsAtMs = Number.NEGATIVE_INFINITY

  constructor(limits: RateLimits) {
    this.#limits = limits
  }

  /** Counts one more; false when it is one too many. */
  admits(sender: string, nowMs: number): boolean {
    if (nowMs >= this.#endsAtMs) {
      this.#endsAtMs = nowMs + this.#limits.windowMs
      this.#counts.clear()
      this.#total = 0
    }
    const count = (this.#counts.get(sender) ?? 0) + 1
    if (this.#total >= this.#limits.inAll || count > this.#limits.perSender) return false
    this.#total++
    this.#counts.set(sender, count)
    return true
  }
}
