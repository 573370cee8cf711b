import type { Clock } from '../clock.ts'
import { RateLimiter } from './core/rate-limiter.ts'

const nothing = (): void => undefined

interface Waiting {
  readonly bytes: number
  readonly go: () => void
}

/** A cap that waits: whoever wants to move bytes goes when there is budget, first come, first served. */
export class Throttle {
  readonly #clock: Clock
  readonly #limiter: RateLimiter
  /** Made when somebody has to wait: most throttles limit nothing. */
  #waiting: Set<Waiting> | undefined
  #stopTimer = nothing

  /** `bytesPerSec` null: no limit. */
  constructor(clock: Clock, bytesPerSec: number | null) {
    this.#clock = clock
    this.#limiter = new RateLimiter(bytesPerSec)
  }

  get bytesPerSec(): number | null {
    return this.#limiter.bytesPerSec
  }

  /** Changes the cap, for those who wait already too. */
  set bytesPerSec(bytesPerSec: number | null) {
    if (bytesPerSec === this.bytesPerSec) return
    this.#limiter.change(this.#clock.nowMs(), bytesPerSec)
    this.#serve()
  }

  /** Would this cap let less through than now? */
  isAbove(bytesPerSec: number | null): boolean {
    return bytesPerSec !== null && (this.bytesPerSec === null || bytesPerSec < this.bytesPerSec)
  }

  /** Calls `go` when these bytes may move: within this call when nobody waits and there is budget. The answer gives the place up. */
  take(bytes: number, go: () => void): () => void {
    if (this.bytesPerSec === null) {
      go()
      return nothing
    }
    const waiting = { bytes, go }
    this.#waiting ??= new Set()
    const all = this.#waiting.add(waiting)
    if (all.size === 1) this.#serve()
    return () => {
      all.delete(waiting)
      if (all.size === 0) this.#stopTimer()
    }
  }

  #serve(): void {
    this.#stopTimer()
    for (const next of this.#waiting ?? []) {
      const nowMs = this.#clock.nowMs()
      const waitMs = this.#limiter.waitMs(nowMs)
      if (waitMs > 0) return this.#serveIn(Math.ceil(waitMs))
      this.#waiting?.delete(next)
      this.#limiter.spend(nowMs, next.bytes)
      next.go()
    }
  }

  #serveIn(waitMs: number): void {
    this.#stopTimer()
    this.#stopTimer = this.#clock.after(waitMs, () => this.#serve())
  }
}

/** Takes from several caps one after the other, within this call when all of them allow it. The answer gives the place up. */
export function takeAll(throttles: readonly Throttle[], bytes: number, go: () => void): () => void {
  let giveUp = nothing
  let at = -1
  const takeNext = (): void => {
    const index = ++at
    const throttle = throttles[index]
    if (!throttle) return go()
    const leave = throttle.take(bytes, takeNext)
    // Not when it went within the call: then the place is at a later one.
    if (at === index) giveUp = leave
  }
  takeNext()
  return () => giveUp()
}
