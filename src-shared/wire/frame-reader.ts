import { ProtocolError } from './protocol-error.ts'

const prefixLength = 4

// One for all: there are thousands of links at which nothing comes.
const noBytes = new Uint8Array(0)

/** Hears of a whole frame: it lies in `bytes` from `start` to before `end`, and only until this returns. */
export type OnFrame = (bytes: Uint8Array, start: number, end: number) => unknown

/**
 * Cuts the byte stream after the handshake into frames (BEP 3): a 4-byte big-endian length, then that many bytes.
 * It keeps at most one frame, and sets bytes aside for it only after its length was checked against the cap. A frame that lies
 * whole in its chunk is neither copied nor wrapped: tens of thousands of blocks a second come this way.
 */
export class FrameReader {
  readonly #maxFrameLength: number
  #prefixFilled = 0
  #length = 0
  /** Where a frame split over chunks is put together; used again for the next one. */
  #assembly = noBytes
  #assembled = 0
  #finished = false

  constructor(limits: { readonly maxFrameLength: number }) {
    this.#maxFrameLength = limits.maxFrameLength
  }

  /**
   * Takes the next chunk and hands each frame that is now whole to `onFrame`, without its length prefix (empty: keep-alive).
   * When `onFrame` returns false or throws, or a length is over the cap (ProtocolError `message-too-long`), the reader is
   * finished: it ignores the rest and all later chunks.
   */
  push(chunk: Uint8Array, onFrame: OnFrame): void {
    if (this.#finished) return
    this.#finished = true
    let at = 0
    while (at < chunk.length) {
      at = this.#readPrefix(chunk, at)
      if (this.#prefixFilled < prefixLength) break
      const start = at
      at += Math.min(this.#length - this.#assembled, chunk.length - at)
      if (this.#hand(chunk, start, at, onFrame) === false) return
    }
    this.#finished = false
  }

  /** Reads what the chunk holds of the length prefix, and answers where in the chunk to go on. */
  #readPrefix(chunk: Uint8Array, start: number): number {
    let at = start
    if (this.#prefixFilled === prefixLength) return at
    for (; this.#prefixFilled < prefixLength && at < chunk.length; at++, this.#prefixFilled++) {
      // Not a shift: `<<` would make lengths from 2³¹ negative.
      this.#length = this.#length * 256 + (chunk[at] ?? 0)
    }
    if (this.#prefixFilled === prefixLength && this.#length > this.#maxFrameLength) {
      throw new ProtocolError(
        'message-too-long',
        `its length prefix says ${this.#length} bytes, at most ${this.#maxFrameLength} are allowed here`,
      )
    }
    return at
  }

  /** Hands the current frame on if it is whole with these bytes; else keeps them. */
  #hand(chunk: Uint8Array, start: number, end: number, onFrame: OnFrame): unknown {
    const length = this.#length
    if (end - start === length) {
      this.#startOver()
      return onFrame(chunk, start, end)
    }
    if (this.#assembly.length < length) this.#assembly = new Uint8Array(length)
    this.#assembly.set(chunk.subarray(start, end), this.#assembled)
    this.#assembled += end - start
    if (this.#assembled < length) return undefined
    this.#startOver()
    return onFrame(this.#assembly, 0, length)
  }

  #startOver(): void {
    this.#prefixFilled = 0
    this.#length = 0
    this.#assembled = 0
  }
}
