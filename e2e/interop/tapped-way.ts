import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

const clearHandshake = Buffer.from('\x13BitTorrent protocol', 'latin1')

interface Place {
  readonly host: string
  readonly port: number
}

/** An address that leads to another one, and shows whether what comes back is encrypted. */
export interface TappedWay extends Place {
  /** As our terminal peer is told of it. */
  readonly address: string
  /** What those who were dialled sent back: on links on which they began with a handshake in the clear, and on the others. */
  bytes(): { readonly clear: number; readonly hidden: number }
  stop(): Promise<void>
}

/** Listens at `place`, and passes everything on to `to` and back. */
export async function startTappedWay(place: Place, to: Place): Promise<TappedWay> {
  const sockets = new Set<Socket>()
  const answers: { first: Buffer; bytes: number }[] = []
  const server = createServer((dialler) => {
    const acceptor = connect(to.port, to.host)
    const answer = { first: Buffer.alloc(0), bytes: 0 }
    answers.push(answer)
    acceptor.on('data', (bytes) => {
      answer.bytes += bytes.length
      if (answer.first.length < clearHandshake.length) answer.first = Buffer.concat([answer.first, bytes])
    })
    for (const [socket, other] of [
      [dialler, acceptor],
      [acceptor, dialler],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => other.destroy())
      socket.pipe(other)
    }
  }).listen(place.port, place.host)
  await once(server, 'listening')
  return {
    ...place,
    address: `${place.host}/${place.port}`,
    bytes() {
      const count = (isClear: boolean) =>
        answers
          .filter(({ first }) => first.subarray(0, clearHandshake.length).equals(clearHandshake) === isClear)
          .reduce((sum, { bytes }) => sum + bytes, 0)
      return { clear: count(true), hidden: count(false) }
    },
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
