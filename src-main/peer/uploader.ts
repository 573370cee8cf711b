import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { encodePieceHeader } from '../../src-shared/wire/message-table.ts'
import type { BlockRequest } from './core/piece-download.ts'
import { type Throttle, takeAll } from './throttle.ts'

/** What serving needs of its link. */
export interface UploaderParts {
  readonly queue: BlockRequest[]
  /** The caps that hold for this link: its own, its swarm's, its peer's. */
  readonly limits: readonly Throttle[]
  readonly read: (request: BlockRequest) => Promise<Uint8Array>
  /** Sends bytes in order; false when the socket is full until drained(). */
  readonly write: (bytes: Uint8Array) => boolean
  /** So many bytes of a block went out. */
  readonly metered: (payloadBytes: number) => void
  /** Answers a changed copy of a block when it is to go out wrong on purpose. */
  readonly spoil?: (request: BlockRequest, block: Uint8Array) => Uint8Array
  readonly failed: (error: unknown) => void
}

// A slow block goes out in slices of this long, so that a limit is kept evenly.
const sliceMs = 50
const minSliceBytes = 1024

/**
 * Serves one link's queue of requests: one block at a time, no faster than the limits and than the socket takes them. It is
 * also the way out for all other messages, because none may come between the slices of a block.
 */
export class Uploader {
  readonly #parts: UploaderParts
  #isServing = false
  #isFull = false
  #stopped = false
  /** What is left of the block that is going. */
  #rest: Uint8Array | undefined
  /** Messages that wait for the end of that block. */
  #behind: Uint8Array[] = []
  #behindBytes = 0
  #stopWaiting: () => void = () => undefined
  #onRoom: () => void = () => undefined

  constructor(parts: UploaderParts) {
    this.#parts = parts
  }

  /** Bytes of messages that wait for the end of a block. */
  get behindBytes(): number {
    return this.#behindBytes
  }

  /** There may be something to send. */
  pump(): void {
    if (this.#isServing || this.#stopped || this.#parts.queue.length === 0) return
    this.#isServing = true
    this.#serve().catch((error) => {
      this.#isServing = false
      if (!this.#stopped) this.#parts.failed(error)
    })
  }

  /** Sends a message: at once, or right after the block that is going. */
  send(message: Uint8Array): void {
    if (!this.#rest) this.#write(message)
    else {
      this.#behind.push(message)
      this.#behindBytes += message.length
    }
  }

  /** The socket has room again. */
  drained(): void {
    this.#isFull = false
    this.#onRoom()
  }

  /** Before a polite close: the block that is going and the messages behind it go now, and nothing after them. */
  finish(): void {
    if (this.#rest) this.#sendSlice(this.#rest.length)
    this.stop()
  }

  stop(): void {
    this.#stopped = true
    this.#stopWaiting()
  }

  async #serve(): Promise<void> {
    const { queue, read, spoil } = this.#parts
    for (let next = queue[0]; next; next = queue[0]) {
      const sliceBytes = await this.#mayGo(next.length)
      // Looked at again after every wait: until its first byte goes, the remote may still cancel it.
      const request = queue[0]
      if (!request) break
      const block = await read(request)
      if (this.#stopped) return
      if (queue[0] !== request) continue
      queue.shift()
      await this.#sendBlock(request, spoil ? spoil(request, block) : block, sliceBytes)
    }
    this.#isServing = false
  }

  async #sendBlock(request: BlockRequest, block: Uint8Array, firstBytes: number): Promise<void> {
    this.#write(encodePieceHeader(request.piece, request.begin, block.length))
    this.#rest = block
    this.#sendSlice(firstBytes)
    while (this.#rest) this.#sendSlice(await this.#mayGo(this.#rest.length))
  }

  #sendSlice(bytes: number): void {
    if (!this.#rest) return
    const slice = this.#rest.subarray(0, bytes)
    this.#rest = bytes < this.#rest.length ? this.#rest.subarray(bytes) : undefined
    this.#write(slice)
    this.#parts.metered(slice.length)
    if (!this.#rest) this.#sendBehind()
  }

  #sendBehind(): void {
    const behind = this.#behind
    this.#behind = []
    this.#behindBytes = 0
    for (const message of behind) this.#write(message)
  }

  #write(bytes: Uint8Array): void {
    if (!this.#parts.write(bytes)) this.#isFull = true
  }

  /** Waits for room in the socket and then for the limits; answers how many of the bytes may go. */
  async #mayGo(bytes: number): Promise<number> {
    while (this.#isFull) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve
      })
    }
    const sliceBytes = Math.min(bytes, this.#sliceBytes())
    await new Promise<void>((resolve) => {
      this.#stopWaiting = takeAll(this.#parts.limits, sliceBytes, resolve)
    })
    return sliceBytes
  }

  #sliceBytes(): number {
    let bytes = blockLength
    for (const { bytesPerSec } of this.#parts.limits) {
      if (bytesPerSec !== null) bytes = Math.min(bytes, (bytesPerSec * sliceMs) / 1000)
    }
    return Math.max(minSliceBytes, Math.floor(bytes))
  }
}
