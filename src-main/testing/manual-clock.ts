import type { Clock } from '../clock.ts'

interface Timer {
  readonly atMs: number
  readonly order: number
  /** Undefined once it was cancelled. */
  callback: (() => void) | undefined
}

/** A clock that moves only when a test moves it, with the promises that wait on it settled in between. */
export class ManualClock implements Clock {
  #nowMs = 0
  #order = 0
  #waiting = 0
  /** A binary heap: the earliest timer first, of equal ones the oldest. */
  readonly #timers: Timer[] = []

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, callback }
    this.#push(timer)
    this.#waiting++
    return () => {
      if (timer.callback) this.#waiting--
      timer.callback = undefined
    }
  }

  /** How many timers wait: 0 once everything was stopped cleanly. */
  get waiting(): number {
    return this.#waiting
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
      this.#nowMs = next.atMs
      await this.#runDue()
      await settle()
    }
    return true
  }

  /** Runs what was due at this instant when it began; what is added for the same instant comes next time. */
  async #runDue(): Promise<void> {
    const end = this.#order
    for (let next = this.#timers[0]; next && next.atMs <= this.#nowMs && next.order < end; next = this.#timers[0]) {
      this.#pop()
      const { callback } = next
      if (!callback) continue
      next.callback = undefined
      this.#waiting--
      callback()
      // As between two timers of Node: promises that can go on at once do so.
      await undefined
    }
  }

  #push(timer: Timer): void {
    const timers = this.#timers
    let at = timers.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = timers[parent]
      if (!above || isBefore(above, timer)) break
      timers[at] = above
      at = parent
    }
    timers[at] = timer
  }

  #pop(): void {
    const timers = this.#timers
    const last = timers.pop()
    if (!last || timers.length === 0) return
    let at = 0
    for (let child = 1; child < timers.length; child = 2 * at + 1) {
      const [left, right] = [timers[child], timers[child + 1]]
      if (left && right && isBefore(right, left)) child++
      const smaller = timers[child]
      if (!smaller || isBefore(last, smaller)) break
      timers[at] = smaller
      at = child
    }
    timers[at] = last
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}

// One turn of the event loop: every promise that could settle has.
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
