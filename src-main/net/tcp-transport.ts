import { connect, createServer, type Socket } from 'node:net'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import { canonicalIp } from '../../src-shared/swarm/ip.ts'
import {
  type Connection,
  type ConnectionHandlers,
  DialError,
  type DialFailure,
  type Dialling,
  ListenError,
  type Listener,
  listenFailureOf,
  type Transport,
} from './transport.ts'
import { bindUdp } from './udp-socket.ts'

// How long a remote may keep its half of a connection open that we have ended.
const lingerMs = 3_000

// How many may wait to be accepted: a whole class that comes at once is not turned away by the system.
const backlog = 4_096

/** The real network: TCP over Node's `net`, UDP over its `dgram`. */
export const tcpTransport: Transport = { listen, dial, bind: bindUdp }

async function listen(at: Endpoint, onConnection: (connection: Connection) => void): Promise<Listener> {
  try {
    return await listenOn(at, onConnection)
  } catch (error) {
    // '::' means every address, of both kinds; a computer without IPv6 has the other kind only.
    if (at.host !== '::' || !(error instanceof ListenError) || error.detail !== 'EAFNOSUPPORT') throw error
    return listenOn({ host: '0.0.0.0', port: at.port }, onConnection)
  }
}

function listenOn(at: Endpoint, onConnection: (connection: Connection) => void): Promise<Listener> {
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    const connection = new TcpConnection(socket)
    // Listening for data makes a socket read: not before its owner is there.
    socket.on('data', (chunk: Uint8Array) => connection.receive(chunk)).pause()
    onConnection(connection)
  })
  return new Promise((resolve, reject) => {
    // For as long as it listens: one connection that cannot be accepted must not end the process.
    server.on('error', (error) => reject(new ListenError(listenFailureOf(codeOf(error)), codeOf(error))))
    server.listen({ host: at.host, port: at.port, backlog }, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has an address')
      resolve({
        local: { host: at.host, port: address.port },
        close: () => new Promise((closed) => server.close(() => closed())),
      })
    })
  })
}

function dial(to: Endpoint, localPort: number, localHost?: string): Dialling {
  let connection: TcpConnection | undefined
  const callback = (length: number, buffer: Uint8Array) => {
    connection?.receive(length === buffer.length ? buffer : buffer.subarray(0, length))
    return true
  }
  const port = localPort === 0 ? {} : { localPort }
  const host = localHost === undefined ? {} : { localAddress: localHost }
  const socket = connect({ host: to.host, port: to.port, ...port, ...host, onread: { buffer: arrivals(), callback } })
  let cancelled = false
  const done = new Promise<Connection>((resolve, reject) => {
    socket.once('error', (error) => {
      const code = cancelled ? 'cancelled' : codeOf(error)
      reject(new DialError(cancelled ? 'cancelled' : dialFailure(code), code))
    })
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      socket.setNoDelay(true)
      socket.pause()
      connection = new TcpConnection(socket)
      resolve(connection)
    })
  })
  return {
    done,
    cancel() {
      cancelled = true
      socket.destroy(new Error('cancelled'))
    },
  }
}

// What a dialled socket reads goes into one buffer for all of them, because it is handed on before the next is read: large,
// so that a fast peer costs few calls. Node has no such thing for sockets that a server accepted.
const arrivalsBytes = 1024 * 1024
let sharedArrivals: Uint8Array | undefined

function arrivals(): Uint8Array {
  sharedArrivals ??= new Uint8Array(arrivalsBytes)
  return sharedArrivals
}

/** A socket as a Connection. A class, so that whoever calls it meets one shape only: that is much faster, and smaller. */
class TcpConnection implements Connection {
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly #socket: Socket
  #handlers: ConnectionHandlers | undefined
  #ending: 'closed' | 'reset' = 'closed'
  #isOver = false

  /** `socket` is connected and paused, and hands what it reads to receive(). */
  constructor(socket: Socket) {
    this.local = { host: hostOf(socket.localAddress), port: socket.localPort ?? 0 }
    this.remote = { host: hostOf(socket.remoteAddress), port: socket.remotePort ?? 0 }
    this.#socket = socket
    // A socket without an error listener would end the process; how it ended is told once, on close.
    socket.on('error', () => {
      this.#ending = 'reset'
    })
    socket.on('drain', () => this.#handlers?.onDrain())
    socket.on('close', () => {
      this.#isOver = true
      this.#handlers?.onClose(this.#ending)
    })
  }

  get backlogBytes(): number {
    return this.#socket.writableLength
  }

  receive(chunk: Uint8Array): void {
    this.#handlers?.onData(chunk)
  }

  open(handlers: ConnectionHandlers): void {
    this.#handlers = handlers
    if (this.#isOver) queueMicrotask(() => handlers.onClose(this.#ending))
    else this.#socket.resume()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  write(bytes: Uint8Array, onSent?: () => void): boolean {
    const socket = this.#socket
    if (!socket.destroyed && socket.writable) return socket.write(bytes, onSent)
    if (onSent) queueMicrotask(onSent)
    return true
  }

  end(): void {
    const socket = this.#socket
    socket.end()
    setTimeout(() => socket.destroyed || resetNow(socket), lingerMs).unref()
  }

  reset(): void {
    resetNow(this.#socket)
  }
}

// While the FIN waits to go out the system refuses a reset, and Node would keep the socket for ever: the program could not end.
function resetNow(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy()
  else socket.resetAndDestroy()
}

function hostOf(address: string | undefined): string {
  return canonicalIp(address ?? '') ?? '0.0.0.0'
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message
}

function dialFailure(code: string): DialFailure {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused'
    case 'ETIMEDOUT':
      return 'timed-out'
    // bind() or connect() found the local port, or this very pair of addresses, taken or reserved.
    case 'EADDRINUSE':
    case 'EADDRNOTAVAIL':
    case 'EACCES':
      return 'local-port-busy'
    default:
      return 'unreachable'
  }
}
