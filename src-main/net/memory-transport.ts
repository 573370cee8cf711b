import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Clock } from '../clock.ts'
import {
  type Connection,
  type ConnectionHandlers,
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

class MemoryConnection implements Connection {
  readonly local: Endpoint
  readonly remote: Endpoint
  other: MemoryConnection | undefined
  readonly #clock: Clock
  readonly #latencyMs: number
  readonly #release: (end: MemoryConnection) => void
  #handlers: ConnectionHandlers | undefined
  #waiting: (() => void)[] = []
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
    const waiting = this.#waiting
    this.#waiting = []
    for (const deliver of waiting) deliver()
  }

  /** Grows while a test keeps the other side from reading. */
  backlogBytes = 0

  write(bytes: Uint8Array): boolean {
    const copy = bytes.slice()
    this.#send((other) => other.#handlers?.onData(copy))
    return true
  }

  end(): void {
    this.#finish('closed')
  }

  reset(): void {
    this.#finish('reset')
  }

  #finish(ending: 'closed' | 'reset'): void {
    if (this.#closed) return
    this.#send((other) => other.#close(ending))
    this.#clock.after(0, () => this.#close('closed'))
  }

  #close(ending: 'closed' | 'reset'): void {
    if (this.#closed) return
    this.#closed = true
    this.#release(this)
    this.#handlers?.onClose(ending)
  }

  #send(deliver: (other: MemoryConnection) => void): void {
    if (this.#closed) return
    this.#clock.after(this.#latencyMs, () => {
      const other = this.other
      if (!other || other.#closed) return
      if (other.#handlers) deliver(other)
      else other.#waiting.push(() => other.#closed || deliver(other))
    })
  }
}

function keyOf(endpoint: Endpoint): string {
  return `${endpoint.host}:${endpoint.port}`
}
