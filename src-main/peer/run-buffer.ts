import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { pieceHeaderLength, writePieceHeader } from '../../src-shared/wire/message-table.ts'
import type { BlockRequest } from './core/piece-download.ts'

/** The most blocks that go out in one write: 1 MiB. */
export const maxRunBlocks = 64

// What all links together may hold of the large ones; who gets none sends block by block.
const maxLarge = 16

// Of the small ones so many rest until they are used again: as much as one large one.
const maxSmall = 64

const messageLength = pieceHeaderLength + blockLength

/**
 * Room for blocks as they are sent: each with its header before it, so that they are read from the disk to where they are
 * sent from, and sent in one write.
 */
export class RunBuffer {
  readonly #bytes: Uint8Array
  readonly #blocks: Uint8Array[] = []

  constructor(blocks: number) {
    this.#bytes = new Uint8Array(blocks * messageLength)
    for (let i = 0; i < blocks; i++) {
      const start = i * messageLength + pieceHeaderLength
      this.#blocks.push(this.#bytes.subarray(start, start + blockLength))
    }
  }

  /** How many blocks there is room for. */
  get size(): number {
    return this.#blocks.length
  }

  /** Where these blocks go. Only the last may be shorter than a whole one. */
  blocksOf(run: readonly BlockRequest[]): Uint8Array[] {
    const blocks = this.#blocks.slice(0, run.length)
    const last = run.length - 1
    const lastLength = run[last]?.length ?? 0
    if (lastLength < blockLength) blocks[last] = this.#blockAt(last).subarray(0, lastLength)
    return blocks
  }

  /** The bytes to send for them, once they are in their places. */
  messagesOf(run: readonly BlockRequest[]): Uint8Array {
    let end = 0
    for (const [i, { piece, begin, length }] of run.entries()) {
      const start = i * messageLength
      writePieceHeader(this.#bytes, start, piece, begin, length)
      end = start + pieceHeaderLength + length
    }
    return this.#bytes.subarray(0, end)
  }

  #blockAt(index: number): Uint8Array {
    return this.#blocks[index] ?? new Uint8Array(0)
  }
}

const freeLarge: RunBuffer[] = []
const freeSmall: RunBuffer[] = []
let largeCount = 0

/** A buffer for at most `blocks` blocks; it may have room for fewer. */
export function takeRunBuffer(blocks: number): RunBuffer {
  if (blocks > 1 && freeLarge.length === 0 && largeCount < maxLarge) {
    largeCount++
    return new RunBuffer(maxRunBlocks)
  }
  return (blocks > 1 ? freeLarge.pop() : undefined) ?? freeSmall.pop() ?? new RunBuffer(1)
}

/** Its bytes are sent. */
export function giveBackRunBuffer(buffer: RunBuffer): void {
  if (buffer.size > 1) freeLarge.push(buffer)
  else if (freeSmall.length < maxSmall) freeSmall.push(buffer)
}
