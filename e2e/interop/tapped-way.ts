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
  /** Resolves once a link on which nothing was in the clear has closed; answers how much came back on it. */
  hiddenLinkClosed(): Promise<number>
  stop(): Promise<void>
}

/**
 * Listens at `place`, and passes everything on to `to` and back; with `refusesClear` it closes where the dialler begins in the
 * clear, as some networks do.
 */
export async function startTappedWay(place: Place, to: Place, refusesClear = false): Promise<TappedWay> {
  const sockets = new Set<Socket>()
  const answers: { first: Buffer; bytes: number }[] = []
  let tellClosed: (bytes: number) => void = () => undefined
  const closed = new Promise<number>((resolve) => {
    tellClosed = resolve
  })
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
    }
    acceptor.on('close', () => answer.bytes > 0 && !isClear(answer.first) && tellClosed(answer.bytes))
    acceptor.pipe(dialler)
    dialler.once('data', (first) => {
      if (refusesClear && isClear(first)) return void dialler.destroy()
      acceptor.write(first)
      dialler.pipe(acceptor)
    })
  }).listen(place.port, place.host)
  await once(server, 'listening')
  return {
    ...place,
    address: `${place.host}/${place.port}`,
    bytes() {
      const count = (wantsClear: boolean) =>
        answers.filter(({ first }) => isClear(first) === wantsClear).reduce((sum, { bytes }) => sum + bytes, 0)
      return { clear: count(true), hidden: count(false) }
    },
    hiddenLinkClosed: () => closed,
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function isClear(first: Buffer): boolean {
  return first.subarray(0, clearHandshake.length).equals(clearHandshake)
}
