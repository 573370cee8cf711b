import { encodedLength, type KnownMessage, writeMessage } from '../../src-shared/wire/message-table.ts'

// One run is on its way while the next is read.
const maxSending = 2

const leastBytes = 64

const noBytes = new Uint8Array(0)

// What small messages are written to is cut off a larger piece: each with memory of its own would keep the collector busy. One that
// nobody reads keeps all of that piece, so it is not much larger.
const slabBytes = 4 * 1024
const mostOfSlab = slabBytes / 4
let slab = noBytes
let slabUsed = slabBytes

function roomFor(bytes: number): Uint8Array {
  if (bytes > mostOfSlab) return new Uint8Array(bytes)
  if (slabUsed + bytes > slabBytes) {
    slab = new Uint8Array(slabBytes)
    slabUsed = 0
  }
  slabUsed += bytes
  return slab.subarray(slabUsed - bytes, slabUsed)
}

/**
 * The way out of a link. The messages of one turn go in one write, and none goes between the slices of a block that goes
 * slowly.
 */
export class Outlet {
  readonly #write: (bytes: Uint8Array, onSent?: () => void) => void
  /** What is left of the block that is going. */
  #rest: Uint8Array | undefined
  #onRestSent: () => void = () => undefined
  /** Messages that wait for the end of that block, or of this turn. */
  #waiting: Uint8Array = noBytes
  #waitingBytes = 0
  #isFlushDue = false
  /** Writes of blocks that are not sent yet. */
  #sending = 0
  #sendingBytes = 0
  #onRoom: (() => void) | undefined

  /** `write` sends bytes in order; `onSent` hears, always later, that they need not be kept any more. */
  constructor(write: (bytes: Uint8Array, onSent?: () => void) => void) {
    this.#write = write
  }

  /** Bytes of messages that wait for the end of a block, or of this turn. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** Bytes of blocks that were written and that the system has not taken yet. */
  get sendingBytes(): number {
    return this.#sendingBytes
  }

  /** Bytes that are left of the block that is going in slices; 0 when none is. */
  get restBytes(): number {
    return this.#rest?.length ?? 0
  }

  /** Sends a message: at the end of this turn, or right after the block that is going. */
  send(message: KnownMessage): void {
    const length = encodedLength(message)
    writeMessage(message, this.#placeFor(length), this.#waitingBytes)
    this.#waitingBytes += length
    this.#flushLater()
  }

  /** The same for messages that are written already, because many links are sent alike: they must not change any more. */
  sendWritten(messages: Uint8Array): void {
    if (!this.#rest && this.#waitingBytes === 0) return this.#write(messages)
    this.#placeFor(messages.length).set(messages, this.#waitingBytes)
    this.#waitingBytes += messages.length
    this.#flushLater()
  }

  /** Sends whole block messages. */
  sendBlocks(messages: Uint8Array, onSent: () => void): void {
    this.#flush()
    this.#writeCounted(messages, onSent)
  }

  /** From now on a block message goes in slices; `onSent` hears when the last of them is sent. */
  beginBlock(message: Uint8Array, onSent: () => void): void {
    this.#flush()
    this.#rest = message
    this.#onRestSent = onSent
  }

  /** Sends so many bytes of it. */
  sendSlice(bytes: number): void {
    const rest = this.#rest
    if (!rest) return
    const isLast = bytes >= rest.length
    this.#rest = isLast ? undefined : rest.subarray(bytes)
    this.#writeCounted(rest.subarray(0, bytes), isLast ? this.#onRestSent : undefined)
    if (isLast) this.#flush()
  }

  /** Waits until little enough is on its way, or stop(). */
  async room(): Promise<void> {
    if (this.#sending < maxSending) return
    await new Promise<void>((resolve) => {
      this.#onRoom = resolve
    })
  }

  /** Before a polite close: the block that is going and the messages that wait go now. */
  finish(): void {
    this.sendSlice(this.restBytes)
    this.#flush()
  }

  /** Whoever waits for room goes on; what is left of a block does not go any more. */
  stop(): void {
    if (this.#rest) this.#onRestSent()
    this.#rest = undefined
    this.#onRoom?.()
  }

  #writeCounted(bytes: Uint8Array, onSent: (() => void) | undefined): void {
    this.#sending++
    this.#sendingBytes += bytes.length
    this.#write(bytes, () => {
      this.#sending--
      this.#sendingBytes -= bytes.length
      onSent?.()
      this.#onRoom?.()
    })
  }

  /** Where messages wait, with room for so many bytes more. */
  #placeFor(length: number): Uint8Array {
    const end = this.#waitingBytes + length
    if (end > this.#waiting.length) {
      const larger = roomFor(Math.max(end, 4 * this.#waiting.length, leastBytes))
      larger.set(this.#waiting.subarray(0, this.#waitingBytes))
      this.#waiting = larger
    }
    return this.#waiting
  }

  #flushLater(): void {
    if (this.#isFlushDue) return
    this.#isFlushDue = true
    queueMicrotask(() => {
      this.#isFlushDue = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#rest || this.#waitingBytes === 0) return
    const bytes = this.#waiting.subarray(0, this.#waitingBytes)
    // The bytes are the system's now.
    this.#waiting = noBytes
    this.#waitingBytes = 0
    this.#write(bytes)
  }
}
