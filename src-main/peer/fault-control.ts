import type { Faults } from '../../src-shared/swarm/events.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import type { Clock } from '../clock.ts'
import { combineFaults, FaultyConnection } from '../net/faulty-connection.ts'
import type { Connection } from '../net/transport.ts'

/** Trouble made on purpose: on all connections of a peer, those to come too, or on one. */
export class FaultControl {
  readonly #clock: Clock
  readonly #connections = new Map<FaultyConnection, Faults>()
  #ofAll = noFaults

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A new connection, which shares the trouble of all. */
  wrap(connection: Connection): FaultyConnection {
    const wrapped: FaultyConnection = new FaultyConnection(connection, this.#clock, () =>
      this.#connections.delete(wrapped),
    )
    this.#set(wrapped, noFaults)
    return wrapped
  }

  setAll(faults: Faults): void {
    this.#ofAll = faults
    for (const [connection, own] of this.#connections) this.#set(connection, own)
  }

  setOne(connection: FaultyConnection, faults: Faults): void {
    if (this.#connections.has(connection)) this.#set(connection, faults)
  }

  #set(connection: FaultyConnection, own: Faults): void {
    this.#connections.set(connection, own)
    connection.faults = combineFaults(this.#ofAll, own)
  }
}
