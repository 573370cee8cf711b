import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import { pieceHeaderLength, writePieceHeader } from '../../src-shared/wire/message-table.ts'
import type { BlockRequest } from './core/piece-download.ts'
import { runBlocks } from './core/run.ts'

// Rooms for so many blocks: at most four times what is asked for, and one that rests soon fits again.
const sizes = [runBlocks, 16, 4, 1] as const

// What all links together may hold of those for several blocks; who gets none sends block by block.
const mostBlocks = 16 * runBlocks

// Of those for one block so many rest until they are used again.
const mostSmall = 256

const messageLength = pieceHeaderLength + blockLength

/**
 * Room for blocks as they are sent: each with its header before it, so that they are read from the disk to where they are
 * sent from, and sent in one write.
 */
export class RunBuffer {
  readonly #bytes: Uint8Array
  readonly #blocks: Uint8Array[] = []
  #users = 1

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
    return run.map(({ length }, i) => this.block(i, length))
  }

  /** Where one of them is. */
  block(index: number, length: number): Uint8Array {
    const block = this.#blocks[index] ?? noBytes
    return length === block.length ? block : block.subarray(0, length)
  }

  /** The bytes to send for those from `at` to before `end`, once they are in their places. */
  messagesOf(run: readonly BlockRequest[], at: number, end: number): Uint8Array {
    let endByte = 0
    for (let i = at; i < end; i++) {
      const { piece = 0, begin = 0, length = 0 } = run[i] ?? {}
      const start = i * messageLength
      writePieceHeader(this.#bytes, start, piece, begin, length)
      endByte = start + pieceHeaderLength + length
    }
    return this.#bytes.subarray(at * messageLength, endByte)
  }

  /** One more needs its bytes, besides whoever took it. */
  keep(): void {
    this.#users++
  }

  /** One fewer does; after the last it is used again. */
  letGo(): void {
    if (--this.#users > 0) return
    this.#users = 1
    const free = freeOf(this.size)
    if (this.size > 1 || free.length < mostSmall) free.push(this)
  }
}

const noBytes = new Uint8Array(0)

/** Those at rest, by their size. */
const atRest = new Map<number, RunBuffer[]>(sizes.map((size) => [size, []]))
let heldBlocks = 0

function freeOf(size: number): RunBuffer[] {
  return atRest.get(size) ?? []
}

/** A buffer for at most `blocks` blocks, until whoever takes it lets it go; it may have room for fewer. */
export function takeRunBuffer(blocks: number): RunBuffer {
  for (const [i, size] of sizes.entries()) {
    const fitsInSmaller = (sizes[i + 1] ?? 0) >= blocks
    const buffer = fitsInSmaller ? undefined : (freeOf(size).pop() ?? newBuffer(size))
    if (buffer) return buffer
  }
  throw new Error('there is always room for one block')
}

function newBuffer(size: number): RunBuffer | undefined {
  if (size === 1) return new RunBuffer(1)
  if (heldBlocks + size > mostBlocks) makeRoom(heldBlocks + size - mostBlocks)
  if (heldBlocks + size > mostBlocks) return undefined
  heldBlocks += size
  return new RunBuffer(size)
}

// What rests in other sizes goes for this one, where it is enough.
function makeRoom(blocks: number): void {
  const several = sizes.filter((size) => size > 1)
  if (several.reduce((sum, size) => sum + size * freeOf(size).length, 0) < blocks) return
  let left = blocks
  for (const size of several) {
    const gone = freeOf(size).splice(0, Math.max(0, Math.ceil(left / size)))
    left -= size * gone.length
    heldBlocks -= size * gone.length
  }
}
