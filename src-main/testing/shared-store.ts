import type { PieceStore } from '../storage/piece-store.ts'

/**
 * A store for large simulations: all peers read the same bytes, and only what somebody wrote wrongly is kept apart. So 31
 * copies of a file need the memory of one.
 */
export class SharedStore implements PieceStore {
  readonly savedAs = null
  readonly mayHoldPieces: boolean
  readonly #original: Uint8Array
  readonly #wrong = new Map<number, Uint8Array>()

  constructor(original: Uint8Array, holdsIt: boolean) {
    this.#original = original
    this.mayHoldPieces = holdsIt
  }

  placeOf(offset: number): { file: string; offset: number } {
    return { file: 'memory', offset }
  }

  async readInto(offset: number, targets: readonly Uint8Array[]): Promise<void> {
    let at = offset
    for (const target of targets) {
      target.set(this.#original.subarray(at, at + target.length))
      this.#layOver(at, target)
      at += target.length
    }
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    const isRight = Buffer.compare(bytes, this.#original.subarray(offset, offset + bytes.length)) === 0
    if (isRight) this.#wrong.delete(offset)
    else this.#wrong.set(offset, bytes.slice())
  }

  refusal(): null {
    return null
  }

  conflict(): null {
    return null
  }

  async finish(): Promise<void> {}
  async close(): Promise<void> {}

  #layOver(offset: number, target: Uint8Array): void {
    for (const [at, wrong] of this.#wrong) {
      const from = Math.max(offset, at)
      const to = Math.min(offset + target.length, at + wrong.length)
      if (from < to) target.set(wrong.subarray(from - at, to - at), from - offset)
    }
  }
}
