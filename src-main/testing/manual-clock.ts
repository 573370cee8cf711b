import type { Clock } from '../clock.ts'

/** A clock that moves only when a test moves it, with the promises that wait on it settled in between. */
export class ManualClock implements Clock {
  #nowMs = 0
  #order = 0
  readonly #timers: { atMs: number; order: number; callback: () => void }[] = []

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, callback }
    const later = this.#timers.findIndex((other) => other.atMs > timer.atMs)
    if (later < 0) this.#timers.push(timer)
    else this.#timers.splice(later, 0, timer)
    return () => {
      const index = this.#timers.indexOf(timer)
      if (index >= 0) this.#timers.splice(index, 1)
    }
  }

  /** How many timers wait: 0 once everything was stopped cleanly. */
  get waiting(): number {
    return this.#timers.length
  }

  /** Runs everything that is due within the next `durationMs`, in order. */
  async advance(durationMs: number): Promise<void> {
    await this.runUntil(() => false, durationMs)
  }

  /** Lets time pass until the condition holds; false when `limitMs` of virtual time went by first. */
  async runUntil(holds: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.#nowMs + limitMs
    await settle()
    while (!holds()) {
      const next = this.#timers[0]
      if (!next || next.atMs > endMs) {
        this.#nowMs = endMs
        return false
      }
      this.#timers.shift()
      this.#nowMs = next.atMs
      next.callback()
      await settle()
    }
    return true
  }
}

// One turn of the event loop: every promise that could settle has.
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
