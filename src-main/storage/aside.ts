/** Blocks that arrived for places that may not be written; each shows in what is read there until the right one comes. */
export class Aside {
  readonly #blocks = new Map<number, Uint8Array>()

  /** Keeps a block, in place of what was kept at the same offset. */
  keep(offset: number, bytes: Uint8Array): void {
    this.#blocks.set(offset, bytes)
  }

  drop(offset: number): void {
    this.#blocks.delete(offset)
  }

  /** Puts what is kept over `bytes`, which were read from `offset` on. */
  layOver(offset: number, bytes: Uint8Array): void {
    for (const [start, block] of this.#blocks) {
      const from = Math.max(offset, start)
      const to = Math.min(offset + bytes.length, start + block.length)
      if (from < to) bytes.set(block.subarray(from - start, to - start), from - offset)
    }
  }

  /** Whether something is kept between two offsets, the second left out. */
  touches(start: number, end: number): boolean {
    return [...this.#blocks.keys()].some((offset) => offset >= start && offset < end)
  }
}
