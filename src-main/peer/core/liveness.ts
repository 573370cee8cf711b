/** When the two sides of a link last said something: who says nothing for long keeps it alive, or is gone. */
export class Liveness {
  #heardAtMs: number
  #sentAtMs: number

  constructor(nowMs: number) {
    this.#heardAtMs = nowMs
    this.#sentAtMs = nowMs
  }

  /** When the remote was last heard. */
  get heardAtMs(): number {
    return this.#heardAtMs
  }

  heard(nowMs: number): void {
    this.#heardAtMs = nowMs
  }

  sent(nowMs: number): void {
    this.#sentAtMs = nowMs
  }

  /** When it will be silent or quiet for so long, whichever is sooner, if nothing is said until then. */
  nextAtMs(quietMs: number, silenceMs: number): number {
    return Math.min(this.#sentAtMs + quietMs, this.#heardAtMs + silenceMs)
  }

  /** The remote has said nothing for this long. */
  isSilent(nowMs: number, silenceMs: number): boolean {
    return nowMs - this.#heardAtMs >= silenceMs
  }

  /** We have said nothing for this long: a keep-alive is due (BEP 3). */
  isQuiet(nowMs: number, quietMs: number): boolean {
    return nowMs - this.#sentAtMs >= quietMs
  }
}
