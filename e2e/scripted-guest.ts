// A client of another make, as far as the screen tells of one: it dials a peer, shakes hands, says what it is, wants nothing.

import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { toHex } from '../src-shared/swarm/hex.ts'
import type { InfoHash, PeerId } from '../src-shared/swarm/ids.ts'
import { encodeExtendedHandshake, extendedHandshakeId } from '../src-shared/wire/extended.ts'
import { encodeHandshake } from '../src-shared/wire/handshake.ts'
import { encodeMessage } from '../src-shared/wire/message-table.ts'
import { methodBits } from '../src-shared/wire/mse.ts'
import { MseDialogue } from '../src-shared/wire/mse-dialogue.ts'
import { initiate } from '../src-shared/wire/mse-initiator.ts'

/** Who it is, and which peer it dials. */
export interface GuestOptions {
  /** Where the peer listens, on this computer. */
  readonly port: number
  readonly infoHash: InfoHash
  /** How its peer id begins (BEP 20). */
  readonly idStart: string
  /** What it calls itself (BEP 10). */
  readonly agent: string
  /** All bytes go under RC4 (MSE). */
  readonly hidden?: boolean
}

/** Dials, and has said all that it says once this resolves. */
export async function dialAsGuest(options: GuestOptions): Promise<Socket> {
  const socket = connect(options.port, '127.0.0.1')
  // Being closed is the peer's right.
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (options.hidden) speakHidden(socket, options)
  else socket.write(wordsOf(options))
  socket.resume()
  return socket
}

function wordsOf({ infoHash, idStart, agent }: GuestOptions): Uint8Array {
  const id = Buffer.concat([Buffer.from(idStart, 'latin1'), randomBytes(20)]).subarray(0, 20)
  const payload = encodeExtendedHandshake({ m: {}, v: agent })
  return Buffer.concat([
    encodeHandshake({ infoHash, peerId: toHex(id) as PeerId }),
    encodeMessage({ name: 'have-none' }),
    encodeMessage({ name: 'extended', extendedId: extendedHandshakeId, payload }),
  ])
}

function speakHidden(socket: Socket, options: GuestOptions): void {
  const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest()
  const initial = wordsOf(options)
  const { infoHash } = options
  const dialogue = new MseDialogue(initiate({ sha1, randomBytes, infoHash, initial, allowed: methodBits.rc4 }))
  let isOver = false
  const step = (chunk: Uint8Array) => {
    if (isOver) return
    const { send, result } = dialogue.push(chunk)
    for (const bytes of send) socket.write(bytes)
    isOver = result !== undefined
  }
  socket.on('data', step)
  step(new Uint8Array(0))
}
