/**
 * Does its work at once, and then at most once in `gapMs`: what is asked for in between is done together, with the state of
 * then, at a later tick. So a remote cannot make us work, or tell, more often than this.
 */
export class Paced {
  readonly #gapMs: number
  readonly #work: () => void
  #lastAtMs = Number.NEGATIVE_INFINITY
  #isDue = false

  constructor(gapMs: number, work: () => void) {
    this.#gapMs = gapMs
    this.#work = work
  }

  /** Something was asked for that is not done yet. */
  get isDue(): boolean {
    return this.#isDue
  }

  ask(nowMs: number): void {
    this.#isDue = true
    this.tick(nowMs)
  }

  tick(nowMs: number): void {
    if (!this.#isDue || nowMs - this.#lastAtMs < this.#gapMs) return
    this.#isDue = false
    this.#lastAtMs = nowMs
    this.#work()
  }
}
