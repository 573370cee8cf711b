import type { PieceStore } from './piece-store.ts'

/** Keeps the content in memory: nothing is written anywhere. Given bytes, it holds them from the start. */
export class MemoryStore implements PieceStore {
  readonly savedAs = null
  readonly mayHoldPieces: boolean
  readonly whole: boolean
  readonly bytes: Uint8Array

  constructor(content: number | Uint8Array) {
    this.mayHoldPieces = typeof content !== 'number'
    this.whole = this.mayHoldPieces
    this.bytes = typeof content === 'number' ? new Uint8Array(content) : content
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    return this.bytes.subarray(offset, offset + length)
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, offset)
  }

  async finish(): Promise<void> {}
  async close(): Promise<void> {}
}
