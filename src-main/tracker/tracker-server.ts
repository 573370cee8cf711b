import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { ListenFailure } from '../../src-shared/swarm/events.ts'
import type { Clock } from '../clock.ts'
import type { Connection, Transport } from '../net/transport.ts'
import type { Random } from '../random.ts'
import { Askers } from './askers.ts'
import { HttpTracker } from './http-tracker.ts'
import { Served, type ServedCounts } from './served.ts'
import type { Tracker } from './tracker.ts'
import { UdpTracker } from './udp-tracker.ts'

/** The tracker as other clients reach it: by HTTP over connections that the peer's own server accepted, and by UDP. */
export class TrackerServer {
  readonly #http: HttpTracker
  readonly #udp: UdpTracker
  readonly #served = new Served()

  constructor(parts: {
    readonly clock: Clock
    readonly random: Random
    readonly tracker: Tracker
    /** The IP at which other computers reach this one; undefined while the server listens on loopback only. */
    readonly shownHost: () => string | undefined
    /** A client tried to connect by uTP at the tracker's UDP port, and was told that it cannot. */
    readonly onUtp: (from: Endpoint) => void
  }) {
    const askers = new Askers(parts.shownHost)
    const doorParts = { ...parts, askers, served: this.#served }
    this.#http = new HttpTracker(doorParts)
    this.#udp = new UdpTracker(doorParts)
  }

  /** Connections by HTTP that are open. */
  get connections(): number {
    return this.#http.connections
  }

  /** Takes over a connection that turned out to be HTTP, with the bytes that were read of it. */
  accept(connection: Connection, first: Uint8Array): void {
    this.#http.accept(connection, first)
  }

  /** Answers by UDP at this address, and no longer at another; null, or why the system refuses it. */
  openUdp(transport: Transport, at: Endpoint): Promise<ListenFailure | null> {
    return this.#udp.open(transport, at)
  }

  /** What was answered since the last call. */
  takeServed(): ServedCounts {
    return this.#served.take()
  }

  /** Ends all connections and closes the UDP socket; it can be used again. */
  close(): void {
    this.#http.close()
    this.#udp.close()
  }
}
