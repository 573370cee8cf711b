import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import {
  decodeExtendedHandshake,
  type ExtendedHandshake,
  encodeExtendedHandshake,
  extendedHandshakeId,
} from '../../src-shared/wire/extended.ts'
import { FrameReader } from '../../src-shared/wire/frame-reader.ts'
import { encodeHandshake, handshakeLength, looksLikeHandshake } from '../../src-shared/wire/handshake.ts'
import {
  decodeMessage,
  encodeMessage,
  type KnownMessage,
  type Message,
  type MessageName,
  maxFrameLength,
} from '../../src-shared/wire/message-table.ts'
import {
  decodeMetadataMessage,
  encodeMetadataMessage,
  type MetadataMessage,
  metadataExtension,
} from '../../src-shared/wire/metadata-message.ts'
import { decodePexMessage, encodePexMessage, type PexMessage, pexExtension } from '../../src-shared/wire/pex-message.ts'
import {
  decodeTrackerMessage,
  encodeTrackerMessage,
  type TrackerMessage,
  trackerExtension,
} from '../../src-shared/wire/tracker-message.ts'
import type { Connection, Transport } from '../net/transport.ts'

/** The numbers under which a scripted peer wants the extensions, for `m` of its extension handshake. */
export const scriptedIds = { [metadataExtension]: 11, [pexExtension]: 12 } as const

/** The same of one that has a tracker, as only our own kind does. */
export const trackingIds = { ...scriptedIds, [trackerExtension]: 13 } as const

/** A foreign client played by a test, message by message: it dials a peer, or waits to be dialled, and may be as rude as the test wants. */
export class ScriptedPeer {
  readonly id: PeerId
  /** What the other side said since the handshake. */
  readonly heard: Message[] = []
  closedBy: 'closed' | 'reset' | undefined
  /** Hears each message as it comes; what it does for the test is the test's. */
  onMessage: (message: Message) => void = () => undefined
  readonly #connection: Connection
  readonly #frames = new FrameReader({ maxFrameLength })
  #handshakeLeft = handshakeLength
  // An encrypted handshake says nothing to it.
  #understands = true

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
    return new ScriptedPeer(await transport.dial(to, 0).done, idOf(number))
  }

  /** Listens, and says nothing yet; answers those that were dialled, the list grows. All of them have one peer id. */
  static async listen(transport: Transport, at: Endpoint, number = 1): Promise<readonly ScriptedPeer[]> {
    const dialled: ScriptedPeer[] = []
    await transport.listen(at, (connection) => void dialled.push(new ScriptedPeer(connection, idOf(number))))
    return dialled
  }

  /** The names of what it heard, in order. */
  get names(): Message['name'][] {
    return this.heard.map(({ name }) => name)
  }

  /** What the other side's extension handshakes said, oldest first (BEP 10). */
  get hellos(): ExtendedHandshake[] {
    return this.#payloads(extendedHandshakeId).map(decodeExtendedHandshake)
  }

  /** The messages about metadata that it heard (BEP 9). */
  get metadata(): (MetadataMessage | undefined)[] {
    return this.#payloads(scriptedIds[metadataExtension]).map(decodeMetadataMessage)
  }

  /** The peer exchange that it heard (BEP 11). */
  get exchanges(): PexMessage[] {
    return this.#payloads(scriptedIds[pexExtension]).map(decodePexMessage)
  }

  /** What the other side's tracker said. */
  get tracked(): TrackerMessage[] {
    return this.#payloads(trackingIds[trackerExtension]).map(decodeTrackerMessage)
  }

  /** The messages of one name that it heard. */
  all<Name extends MessageName>(name: Name): Extract<Message, { name: Name }>[] {
    return this.heard.filter((message): message is Extract<Message, { name: Name }> => message.name === name)
  }

  /** Says the handshake; with `fast` it speaks BEP 6, without `extended` not even BEP 10. */
  shakeHands(infoHash: InfoHash, { fast = false, extended = true } = {}): this {
    const handshake = encodeHandshake({ infoHash, peerId: this.id })
    // Of the eight reserved bytes after the 20 of the protocol's name, the last and the sixth.
    if (!fast) handshake[27] = 0
    if (!extended) handshake[25] = 0
    return this.bytes(handshake)
  }

  say(...messages: KnownMessage[]): this {
    for (const message of messages) this.bytes(encodeMessage(message))
    return this
  }

  /** Says the extension handshake: metadata and peer exchange, unless `m` says otherwise. */
  sayHello(hello: Partial<ExtendedHandshake> = {}): this {
    const payload = encodeExtendedHandshake({ m: scriptedIds, ...hello })
    return this.say({ name: 'extended', extendedId: extendedHandshakeId, payload })
  }

  sayMetadata(...messages: MetadataMessage[]): this {
    for (const message of messages) this.#sayExtended(metadataExtension, encodeMetadataMessage(message))
    return this
  }

  sayExchange(message: PexMessage): this {
    return this.#sayExtended(pexExtension, encodePexMessage(message))
  }

  sayTracker(...messages: TrackerMessage[]): this {
    for (const message of messages) this.#sayExtended(trackerExtension, encodeTrackerMessage(message))
    return this
  }

  bytes(bytes: Uint8Array): this {
    this.#connection.write(bytes)
    return this
  }

  /** Reads nothing more, so that what is sent to it piles up. */
  stopReading(): this {
    this.#connection.pause()
    return this
  }

  leave(): void {
    this.#connection.end()
  }

  // Under the number that the other side gave it; before its extension handshake, nobody knows that.
  #sayExtended(extension: string, payload: Uint8Array): this {
    const extendedId = this.hellos.at(-1)?.m[extension]
    if (extendedId === undefined) throw new Error(`the other side has not said that it speaks ${extension}`)
    return this.say({ name: 'extended', extendedId, payload })
  }

  #payloads(extendedId: number): Uint8Array[] {
    return this.all('extended')
      .filter((message) => message.extendedId === extendedId)
      .map(({ payload }) => payload)
  }

  #hear(chunk: Uint8Array): void {
    if (this.#handshakeLeft === handshakeLength) this.#understands = looksLikeHandshake(chunk)
    if (!this.#understands) return
    const skipped = Math.min(this.#handshakeLeft, chunk.length)
    this.#handshakeLeft -= skipped
    this.#frames.push(chunk.subarray(skipped), (bytes, start, end) => {
      const message = decodeMessage(bytes.slice(start, end))
      this.heard.push(message)
      this.onMessage(message)
    })
  }
}

function idOf(number: number): PeerId {
  return Buffer.from(`-XX0001-${String(number).padStart(12, '0')}`, 'latin1').toString('hex') as PeerId
}
