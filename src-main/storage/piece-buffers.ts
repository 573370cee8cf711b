/** Memory in which pieces are put together, used again and again, and never more than the cap: who gets none must do without. */
export class PieceBuffers {
  readonly #capBytes: number
  /** Buffers at rest, by their length. */
  readonly #free = new Map<number, Uint8Array[]>()
  #heldBytes = 0

  constructor(capBytes: number) {
    this.#capBytes = capBytes
  }

  /** A buffer of exactly this length, with anything in it; undefined when that would be over the cap. */
  take(lengthBytes: number): Uint8Array | undefined {
    const used = this.#free.get(lengthBytes)?.pop()
    if (used) return used
    this.#makeRoom(lengthBytes)
    if (this.#heldBytes + lengthBytes > this.#capBytes) return undefined
    this.#heldBytes += lengthBytes
    return new Uint8Array(lengthBytes)
  }

  /** Nobody reads or writes it any more. */
  giveBack(buffer: Uint8Array): void {
    const free = this.#free.get(buffer.length)
    if (free) free.push(buffer)
    else this.#free.set(buffer.length, [buffer])
  }

  /** A buffer of this length does not come back. */
  lost(lengthBytes: number): void {
    this.#heldBytes -= lengthBytes
  }

  // Torrents have pieces of different lengths: what rests in one length may go for another.
  #makeRoom(lengthBytes: number): void {
    for (const [length, free] of this.#free) {
      while (free.length > 0 && this.#heldBytes + lengthBytes > this.#capBytes) {
        free.pop()
        this.#heldBytes -= length
      }
      if (free.length === 0) this.#free.delete(length)
    }
  }
}

/** For all torrents of this process: 48 pieces of 1 MiB, or 3 of 16 MiB. */
export const pieceBuffers = new PieceBuffers(48 * 2 ** 20)
