import type { PortRange } from '../../src-shared/swarm/port-range.ts'

/** The local ports of a peer's clients, lowest first: each serves one client at a time and comes back when it closes. */
export class PortPool {
  readonly #taken = new Set<number>()
  #range: PortRange

  constructor(range: PortRange) {
    this.#range = range
  }

  get range(): PortRange {
    return this.#range
  }

  /** A new range for the next clients; those that run keep their ports. */
  set range(range: PortRange) {
    this.#range = range
  }

  /** The lowest free port that is not in `avoid`; undefined when the range is used up. */
  take(avoid: ReadonlySet<number>): number | undefined {
    for (let port = this.#range.first; port <= this.#range.last; port++) {
      if (this.#taken.has(port) || avoid.has(port)) continue
      this.#taken.add(port)
      return port
    }
    return undefined
  }

  giveBack(port: number): void {
    this.#taken.delete(port)
  }
}
