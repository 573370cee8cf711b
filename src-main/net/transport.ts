import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { ListenFailure } from '../../src-shared/swarm/events.ts'

/** What a connection tells its owner. After onClose nothing more comes. */
export interface ConnectionHandlers {
  /** Bytes as they came; valid only until the handler returns. */
  onData(chunk: Uint8Array): void
  /** After write() said false: there is room again. */
  onDrain(): void
  onClose(ending: 'closed' | 'reset'): void
}

/** One TCP connection, from either end. */
export interface Connection {
  readonly local: Endpoint
  readonly remote: Endpoint
  /** Starts reading; bytes that came before are kept until then. Called again, the handlers change hands. */
  open(handlers: ConnectionHandlers): void
  /** Stops reading: what arrives waits, and in time the other side cannot send any more. */
  pause(): void
  /** Goes on reading. */
  resume(): void
  /**
   * Sends bytes in order; false means: wait for onDrain before sending more. `onSent` hears, always later, that the bytes are
   * the caller's again, whether they went out or the connection is over.
   */
  write(bytes: Uint8Array, onSent?: () => void): boolean
  /** Bytes written that the system has not taken yet. */
  readonly backlogBytes: number
  /** Sends what is written, then closes politely (FIN); a remote that does not close in turn is reset after a while. */
  end(): void
  /** Closes at once and tells the other side so (RST). */
  reset(): void
}

export interface Listener {
  readonly local: Endpoint
  /** Stops listening; connections that it accepted live on. */
  close(): Promise<void>
}

export type DialFailure = 'refused' | 'unreachable' | 'timed-out' | 'local-port-busy' | 'cancelled'

/** Why a dial did not connect; `detail` is the system's code, such as EHOSTUNREACH. */
export class DialError extends Error {
  readonly failure: DialFailure
  readonly detail: string
  constructor(failure: DialFailure, detail: string) {
    super(`${failure} (${detail})`)
    this.failure = failure
    this.detail = detail
  }
}

/** Why a server could not listen; `detail` is the system's code, such as EADDRINUSE. */
export class ListenError extends Error {
  readonly failure: ListenFailure
  readonly detail: string
  constructor(failure: ListenFailure, detail: string) {
    super(`${failure} (${detail})`)
    this.failure = failure
    this.detail = detail
  }
}

/** What a system's error code means for who wants to listen. */
export function listenFailureOf(code: string): ListenFailure {
  if (code === 'EADDRINUSE') return 'port-in-use'
  if (code === 'EACCES' || code === 'EPERM') return 'port-forbidden'
  return code === 'EADDRNOTAVAIL' ? 'no-such-address' : 'other'
}

/** A dial under way: `done` gives the connection or rejects with a DialError. */
export interface Dialling {
  readonly done: Promise<Connection>
  cancel(): void
}

/** A UDP socket. What cannot be sent is lost without a word, as on any network. */
export interface DatagramSocket {
  readonly local: Endpoint
  send(bytes: Uint8Array, to: Endpoint): void
  close(): void
}

/** The network, handed in: TCP and UDP in the app, memory in simulations. */
export interface Transport {
  /** Rejects with a ListenError. Port 0 asks for any free port. */
  listen(at: Endpoint, onConnection: (connection: Connection) => void): Promise<Listener>
  /**
   * Dials from the given local port, as the course's clients do; 0 leaves the choice to the system. So does a local host that
   * is left out.
   */
  dial(to: Endpoint, localPort: number, localHost?: string): Dialling
  /** Opens a UDP socket; the bytes are valid only until the handler returns. Rejects with a ListenError. */
  bind(at: Endpoint, onDatagram: (bytes: Uint8Array, from: Endpoint) => void): Promise<DatagramSocket>
}
