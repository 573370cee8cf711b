import type { DialResult } from '../../src-shared/bridge.ts'
import { type Endpoint, isLoopback } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { DialId } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import { type Connection, DialError, type Dialling, type Transport } from '../net/transport.ts'
import type { PortPool } from './port-pool.ts'

/** One dialled address: which dial it was, and what became of it. */
export interface DialOutcome {
  readonly dial: DialId
  readonly result: DialResult
}

/**
 * One of the course's clients: a dialled socket that is bound to its own local port, which is its id. It takes the lowest
 * free port of the range, goes on to the next when the system says that one is busy, and gives it back when it closes.
 */
export class Client {
  readonly to: Endpoint
  readonly #transport: Transport
  readonly #ports: PortPool
  readonly #clock: Clock
  readonly #localHost: string | undefined
  #id = 0
  #dialling: Dialling | undefined
  #closed = false

  constructor(parts: {
    to: Endpoint
    transport: Transport
    ports: PortPool
    clock: Clock
    /** Which of this computer's addresses it dials from; the system chooses where it is left out. */
    localHost?: string | undefined
  }) {
    this.to = parts.to
    this.#transport = parts.transport
    this.#ports = parts.ports
    this.#clock = parts.clock
    this.#localHost = parts.localHost
  }

  /** Its local port; 0 before the first try. */
  get id(): number {
    return this.#id
  }

  /** Connects, or answers why not; again, if that connection came to nothing. `onTry` hears each local port before it is tried. */
  async dial(timeoutMs: number, onTry: (clientId: number) => void): Promise<Connection | DisconnectReason> {
    // From the port it dials, a socket on this computer would connect to itself.
    const avoid = new Set<number>(isLoopback(this.to.host) ? [this.to.port] : [])
    let timedOut = false
    const stopTimer = this.#clock.after(timeoutMs, () => {
      timedOut = true
      this.#dialling?.cancel()
    })
    try {
      while (!this.#closed) {
        // It may have dialled before: then from the same port, if that can be.
        const port = this.#id !== 0 ? this.#id : this.#ports.take(avoid)
        if (port === undefined) return { code: 'no-client-port', range: this.#ports.range }
        this.#id = port
        onTry(port)
        const outcome = await this.#attempt(port)
        if (outcome !== 'local-port-busy') {
          return timedOut ? { code: 'dial-timed-out', seconds: timeoutMs / 1000 } : outcome
        }
        avoid.add(port)
      }
      return { code: 'stopped' }
    } finally {
      stopTimer()
    }
  }

  /** Gives the port back; a dial under way is broken off. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#dialling?.cancel()
    if (this.#id !== 0) this.#ports.giveBack(this.#id)
  }

  async #attempt(port: number): Promise<Connection | DisconnectReason | 'local-port-busy'> {
    this.#dialling = this.#transport.dial(this.to, port, this.#localHost)
    try {
      const connection = await this.#dialling.done
      // Connected: from now on the link ends it, politely where it can.
      this.#dialling = undefined
      if (!this.#closed) return connection
      connection.reset()
      return { code: 'stopped' }
    } catch (error) {
      if (!(error instanceof DialError)) throw error
      if (error.failure === 'local-port-busy') {
        this.#ports.giveBack(port)
        this.#id = 0
        return 'local-port-busy'
      }
      return reasonOf(error)
    }
  }
}

function reasonOf(error: DialError): DisconnectReason {
  switch (error.failure) {
    case 'refused':
      return { code: 'refused' }
    case 'unreachable':
      return { code: 'unreachable', detail: error.detail }
    case 'timed-out':
      return { code: 'unreachable', detail: 'the system gave up waiting' }
    default:
      return { code: 'stopped' }
  }
}
