import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { FrameReader } from '../../src-shared/wire/frame-reader.ts'
import { encodeHandshake, handshakeLength } from '../../src-shared/wire/handshake.ts'
import {
  decodeMessage,
  encodeMessage,
  type KnownMessage,
  type Message,
  maxFrameLength,
} from '../../src-shared/wire/message-table.ts'
import type { Connection, Transport } from '../net/transport.ts'

/** A foreign client played by a test, message by message: it dials a peer and may be as rude as the test wants. */
export class ScriptedPeer {
  readonly id: PeerId
  /** What the other side said since the handshake. */
  readonly heard: Message[] = []
  closedBy: 'closed' | 'reset' | undefined
  readonly #connection: Connection
  readonly #frames = new FrameReader({ maxFrameLength })
  #handshakeLeft = handshakeLength

  private constructor(connection: Connection, id: PeerId) {
    this.#connection = connection
    this.id = id
    connection.open({
      onData: (chunk) => this.#hear(chunk),
      onDrain: () => undefined,
      onClose: (ending) => {
        this.closedBy = ending
      },
    })
  }

  /** Connects and says nothing yet. Its peer id is `-XX0001-` and the given number. */
  static async dial(transport: Transport, to: Endpoint, number = 1): Promise<ScriptedPeer> {
    const id = Buffer.from(`-XX0001-${String(number).padStart(12, '0')}`, 'latin1').toString('hex') as PeerId
    return new ScriptedPeer(await transport.dial(to, 0).done, id)
  }

  /** Says the handshake; with `fast` it speaks BEP 6 too. */
  shakeHands(infoHash: InfoHash, { fast = false } = {}): this {
    const handshake = encodeHandshake({ infoHash, peerId: this.id })
    // The lowest bits of the last of the eight reserved bytes after the 20 of the protocol's name.
    if (!fast) handshake[27] = 0
    return this.bytes(handshake)
  }

  say(...messages: KnownMessage[]): this {
    for (const message of messages) this.bytes(encodeMessage(message))
    return this
  }

  bytes(bytes: Uint8Array): this {
    this.#connection.write(bytes)
    return this
  }

  leave(): void {
    this.#connection.end()
  }

  #hear(chunk: Uint8Array): void {
    const skipped = Math.min(this.#handshakeLeft, chunk.length)
    this.#handshakeLeft -= skipped
    this.#frames.push(chunk.subarray(skipped), (frame) => void this.heard.push(decodeMessage(frame.slice())))
  }
}
