import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { RoutingTable } from './core/routing-table.ts'

const maxEntriesTold = 100

/** Tells the screen of the routing table, when it has changed. */
export class RoutingReport {
  readonly #table: RoutingTable
  readonly #observe: (fact: SwarmFact) => void
  #toldVersion = 0

  constructor(table: RoutingTable, observe: (fact: SwarmFact) => void) {
    this.#table = table
    this.#observe = observe
  }

  tell(): void {
    if (this.#table.version === this.#toldVersion) return
    this.#toldVersion = this.#table.version
    this.#observe({ type: 'routing-table', count: this.#table.count, entries: this.#table.latest(maxEntriesTold) })
  }
}
