import { ProtocolError } from './protocol-error.ts'

const prefixLength = 4

/**
 * Cuts the byte stream after the handshake into frames (BEP 3): a 4-byte big-endian length, then that many bytes.
 * It keeps at most one frame, and sets bytes aside for it only after its length was checked against the cap.
 */
export class FrameReader {
  readonly #maxFrameLength: number
  #prefixFilled = 0
  #length = 0
  /** Where a frame split over chunks is put together; used again for the next one. */
  #assembly = new Uint8Array(0)
  #assembled = 0
  #finished = false

  constructor(limits: { readonly maxFrameLength: number }) {
    this.#maxFrameLength = limits.maxFrameLength
  }

  /**
   * Takes the next chunk and hands each frame that is now whole to `onFrame`, without its length prefix (empty: keep-alive).
   * A frame is a view that holds good only until `onFrame` returns. When `onFrame` returns false or throws, or a length
   * is over the cap (ProtocolError `message-too-long`), the reader is finished: it ignores the rest and all later chunks.
   */
  push(chunk: Uint8Array, onFrame: (frame: Uint8Array) => unknown): void {
    if (this.#finished) return
    this.#finished = true
    let at = 0
    while (at < chunk.length) {
      at = this.#readPrefix(chunk, at)
      if (this.#prefixFilled < prefixLength) break
      const taken = Math.min(this.#length - this.#assembled, chunk.length - at)
      const part = chunk.subarray(at, at + taken)
      at += taken
      const frame = this.#add(part)
      if (frame && onFrame(frame) === false) return
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

  /** Adds the next bytes of the current frame; answers the frame when it is whole. */
  #add(part: Uint8Array): Uint8Array | undefined {
    const length = this.#length
    const whole = this.#assembled + part.length === length
    let frame = part
    if (part.length < length) {
      if (this.#assembly.length < length) this.#assembly = new Uint8Array(length)
      this.#assembly.set(part, this.#assembled)
      this.#assembled += part.length
      frame = this.#assembly.subarray(0, length)
    }
    if (!whole) return undefined
    this.#prefixFilled = 0
    this.#length = 0
    this.#assembled = 0
    return frame
  }
}
