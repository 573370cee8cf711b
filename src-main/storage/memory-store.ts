import type { BlockPlace, PieceStore } from './piece-store.ts'

/** Keeps the content in memory: nothing is written anywhere. Given bytes, it holds them from the start. */
export class MemoryStore implements PieceStore {
  readonly savedAs = null
  readonly mayHoldPieces: boolean
  readonly bytes: Uint8Array
  readonly #name: string

  /** `name` is how a block's place names it. */
  constructor(content: number | Uint8Array, name = 'memory') {
    this.#name = name
    this.mayHoldPieces = typeof content !== 'number'
    this.bytes = typeof content === 'number' ? new Uint8Array(content) : content
  }

  async readInto(offset: number, targets: readonly Uint8Array[]): Promise<void> {
    let at = offset
    for (const target of targets) {
      target.set(this.bytes.subarray(at, at + target.length))
      at += target.length
    }
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, offset)
  }

  placeOf(offset: number): BlockPlace {
    return { file: this.#name, offset }
  }

  refusal(): null {
    return null
  }

  conflict(): null {
    return null
  }

  async finish(): Promise<void> {}
  async close(): Promise<void> {}
}
