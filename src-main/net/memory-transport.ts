import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Clock } from '../clock.ts'
import {
  type Connection,
  type ConnectionHandlers,
  type DatagramSocket,
  DialError,
  type Dialling,
  ListenError,
  type Listener,
  type Transport,
} from './transport.ts'

/** A network in memory, on a handed-in clock: hosts by IP, one latency for all, no loss. For simulations and tests. */
export class MemoryNetwork {
  readonly #clock: Clock
  readonly #latencyMs: number
  readonly #servers = new Map<string, (connection: Connection) => void>()
  readonly #sockets = new Map<string, (bytes: Uint8Array, from: Endpoint) => void>()
  readonly #localPorts = new Set<string>()
  #nextPort = 40_000
  /** Connections that neither end has closed: a test can see that nothing was left behind. */
  readonly open = new Set<Connection>()

  constructor(clock: Clock, latencyMs = 1) {
    this.#clock = clock
    this.#latencyMs = latencyMs
  }

  /** The transport as seen from the host with this IP. */
  host(ip: string): Transport {
    return {
      listen: (at, onConnection) => this.#listen({ host: ip, port: at.port }, onConnection),
      dial: (to, localPort) => this.#dial(ip, to, localPort),
      bind: (at, onDatagram) => this.#bind({ host: ip, port: at.port }, onDatagram),
    }
  }

  async #bind(at: Endpoint, onDatagram: (bytes: Uint8Array, from: Endpoint) => void): Promise<DatagramSocket> {
    const local = { host: at.host, port: at.port || this.#nextPort++ }
    const key = keyOf(local)
    if (this.#sockets.has(key)) throw new ListenError('port-in-use', 'EADDRINUSE')
    this.#sockets.set(key, onDatagram)
    return {
      local,
      send: (bytes, to) => {
        const copy = bytes.slice()
        this.#clock.after(this.#latencyMs, () => this.#sockets.get(keyOf(to))?.(copy, local))
      },
      close: () => void this.#sockets.delete(key),
    }
  }

  async #listen(at: Endpoint, onConnection: (connection: Connection) => void): Promise<Listener> {
    const local = { host: at.host, port: at.port || this.#nextPort++ }
    const key = keyOf(local)
    if (this.#servers.has(key)) throw new ListenError('port-in-use', 'EADDRINUSE')
    this.#servers.set(key, onConnection)
    return {
      local,
      close: async () => {
        this.#servers.delete(key)
      },
    }
  }

  #dial(ip: string, to: Endpoint, localPort: number): Dialling {
    const local = { host: ip, port: localPort || this.#nextPort++ }
    let cancelled = false
    const done = new Promise<Connection>((resolve, reject) => {
      this.#clock.after(2 * this.#latencyMs, () => {
        const accept = this.#servers.get(keyOf(to))
        const pair = `${keyOf(local)}>${keyOf(to)}`
        if (cancelled) reject(new DialError('cancelled', 'cancelled'))
        else if (this.#localPorts.has(pair)) reject(new DialError('local-port-busy', 'EADDRINUSE'))
        else if (!accept) reject(new DialError('refused', 'ECONNREFUSED'))
        else resolve(this.#connect(pair, local, to, accept))
      })
    })
    return {
      done,
      cancel: () => {
        cancelled = true
      },
    }
  }

  #connect(pair: string, local: Endpoint, remote: Endpoint, accept: (connection: Connection) => void): Connection {
    this.#localPorts.add(pair)
    const release = (end: MemoryConnection) => {
      this.open.delete(end)
      this.#localPorts.delete(pair)
    }
    const near = new MemoryConnection(this.#clock, this.#latencyMs, local, remote, release)
    const far = new MemoryConnection(this.#clock, this.#latencyMs, remote, local, release)
    near.other = far
    far.other = near
    this.open.add(near).add(far)
    accept(far)
    return near
  }
}

// What the two systems take in for a side that does not read, before the writer's bytes pile up.
const windowBytes = 64 * 1024

interface Arrival {
  readonly dueAtMs: number
  readonly what: Uint8Array | 'closed' | 'reset'
  readonly onSent?: (() => void) | undefined
}

class MemoryConnection implements Connection {
  readonly local: Endpoint
  readonly remote: Endpoint
  other: MemoryConnection | undefined
  /** Grows while the other side does not read. */
  backlogBytes = 0
  readonly #clock: Clock
  readonly #latencyMs: number
  readonly #release: (end: MemoryConnection) => void
  // On their way to here, or here and not read yet: oldest first, with one timer for the first.
  readonly #arrivals: Arrival[] = []
  #arrivingBytes = 0
  #handlers: ConnectionHandlers | undefined
  #isReading = false
  #isTimed = false
  #isFull = false
  #closed = false

  constructor(
    clock: Clock,
    latencyMs: number,
    local: Endpoint,
    remote: Endpoint,
    release: (end: MemoryConnection) => void,
  ) {
    this.#clock = clock
    this.#latencyMs = latencyMs
    this.local = local
    this.remote = remote
    this.#release = release
  }

  open(handlers: ConnectionHandlers): void {
    this.#handlers = handlers
    this.resume()
  }

  pause(): void {
    this.#isReading = false
  }

  resume(): void {
    this.#isReading = this.#handlers !== undefined
    this.#wait()
    if (this.other) this.other.#drain()
  }

  // The bytes themselves travel, not a copy: nobody changes what was written before it was sent, and readers keep nothing.
  write(bytes: Uint8Array, onSent?: () => void): boolean {
    const { other } = this
    if (!other || !this.#send(bytes, onSent)) return true
    other.#arrivingBytes += bytes.length
    if (other.#isReading || other.#closed) return true
    this.backlogBytes = Math.max(0, other.#arrivingBytes - windowBytes)
    this.#isFull = this.backlogBytes > 0
    return !this.#isFull
  }

  end(): void {
    this.#finish('closed')
  }

  reset(): void {
    this.#finish('reset')
  }

  #finish(ending: 'closed' | 'reset'): void {
    if (!this.#send(ending)) return
    this.#clock.after(0, () => this.#close('closed'))
  }

  #close(ending: 'closed' | 'reset'): void {
    if (this.#closed) return
    this.#closed = true
    for (const { onSent } of this.#arrivals.splice(0)) onSent?.()
    this.#release(this)
    this.#handlers?.onClose(ending)
  }

  #send(what: Arrival['what'], onSent?: () => void): boolean {
    if (this.#closed || !this.other) {
      if (onSent) queueMicrotask(onSent)
      return false
    }
    this.other.#arrive({ dueAtMs: this.#clock.nowMs() + this.#latencyMs, what, onSent })
    return true
  }

  #arrive(arrival: Arrival): void {
    if (this.#closed) {
      if (arrival.onSent) queueMicrotask(arrival.onSent)
      return
    }
    this.#arrivals.push(arrival)
    this.#wait()
  }

  // Always later, never within a call from the owner: as sockets do.
  #wait(): void {
    const next = this.#arrivals[0]
    if (!next || this.#isTimed || !this.#isReading) return
    this.#isTimed = true
    this.#clock.after(next.dueAtMs - this.#clock.nowMs(), () => {
      this.#isTimed = false
      this.#read()
    })
  }

  #read(): void {
    const nowMs = this.#clock.nowMs()
    let next = this.#arrivals[0]
    while (next && next.dueAtMs <= nowMs && this.#isReading) {
      this.#arrivals.shift()
      this.#hand(next.what)
      next.onSent?.()
      next = this.#arrivals[0]
    }
    this.#wait()
  }

  #hand(what: Arrival['what']): void {
    if (typeof what === 'string') return this.#close(what)
    this.#arrivingBytes -= what.length
    this.#handlers?.onData(what)
  }

  #drain(): void {
    if (!this.#isFull) return
    this.#isFull = false
    this.backlogBytes = 0
    if (!this.#closed) this.#handlers?.onDrain()
  }
}

function keyOf(endpoint: Endpoint): string {
  return `${endpoint.host}:${endpoint.port}`
}
