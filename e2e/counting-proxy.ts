import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands between a peer and those who dial it, and counts what goes to them. */
export interface CountingProxy {
  readonly port: number
  /** All bytes that went to the diallers so far: payload, and the few of the protocol. */
  readonly bytes: number
  /** Resolves as soon as so many bytes went since now; with 0, as soon as somebody dials. */
  next(bytes: number): Promise<void>
  close(): void
}

/** Starts a proxy in front of a peer on this computer. */
export async function startProxy(peerPort: number): Promise<CountingProxy> {
  const sockets = new Set<Socket>()
  let total = 0
  let look: () => void = () => undefined
  const server = createServer((dialler) => {
    const peer = connect(peerPort, '127.0.0.1')
    for (const [socket, other] of [
      [dialler, peer],
      [peer, dialler],
    ] as const) {
      sockets.add(socket.setNoDelay())
      socket.on('error', () => undefined).on('close', () => other.destroy())
    }
    dialler.pipe(peer)
    peer.on('data', (bytes) => {
      total += bytes.length
      look()
    })
    peer.pipe(dialler)
    look()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get bytes() {
      return total
    },
    next: (bytes) => {
      const enough = total + bytes
      return new Promise((resolve) => {
        look = () => total >= enough && resolve()
      })
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
