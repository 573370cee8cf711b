interface Waiting {
  readonly weight: number
  readonly start: () => void
}

/** Runs what it is given in that order: as much at a time as weighs no more than a maximum, and what weighs more alone. */
export class LittleAtATime {
  readonly #maximum: number
  readonly #waiting: Waiting[] = []
  #running = 0
  #weight = 0

  constructor(maximum: number) {
    this.#maximum = maximum
  }

  run<T>(work: () => Promise<T>, weight: number): Promise<T> {
    return new Promise((resolve) => {
      this.#waiting.push({ weight, start: () => resolve(this.#carryOut(work, weight)) })
      this.#next()
    })
  }

  async #carryOut<T>(work: () => Promise<T>, weight: number): Promise<T> {
    this.#running++
    this.#weight += weight
    try {
      return await work()
    } finally {
      this.#running--
      this.#weight -= weight
      this.#next()
    }
  }

  #next(): void {
    const next = this.#waiting[0]
    if (!next || (this.#running > 0 && this.#weight + next.weight > this.#maximum)) return
    this.#waiting.shift()
    next.start()
    this.#next()
  }
}
