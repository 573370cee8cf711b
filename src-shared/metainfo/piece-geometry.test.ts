import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  blockCountOf,
  blockLength,
  blockLengthAt,
  choosePieceLength,
  isPieceLength,
  pieceCountOf,
  pieceLengthAt,
} from './piece-geometry.ts'

const kib = 1024
const mib = 1024 * kib

test.each([
  [1, 16 * kib],
  [mib - 1, 16 * kib],
  [mib, 64 * kib],
  [6 * mib, 64 * kib],
  [64 * mib, 64 * kib],
  [700 * mib, 512 * kib],
  [1024 * 1024 * mib, 16 * mib],
])('a file of %i bytes gets pieces of %i', (lengthBytes, pieceLengthBytes) => {
  expect(choosePieceLength(lengthBytes)).toBe(pieceLengthBytes)
})

test('the pieces together are the file, and the blocks together the piece', () => {
  const geometry = fc.record({
    lengthBytes: fc.integer({ min: 1, max: 3_000_000 }),
    pieceLengthBytes: fc.integer({ min: 1000, max: 100_000 }),
  })
  fc.assert(
    fc.property(geometry, (cut) => {
      const pieces = Array.from({ length: pieceCountOf(cut) }, (_, i) => pieceLengthAt(cut, i))
      expect(pieces.reduce((sum, length) => sum + length, 0)).toBe(cut.lengthBytes)
      expect(pieces.every((length) => length > 0)).toBe(true)
      const last = pieces.at(-1) ?? 0
      const blocks = Array.from({ length: blockCountOf(last) }, (_, i) => blockLengthAt(last, i))
      expect(blocks.reduce((sum, length) => sum + length, 0)).toBe(last)
      expect(blocks.every((length) => length > 0 && length <= blockLength)).toBe(true)
    }),
  )
})

test('outside the file there is nothing', () => {
  expect(pieceLengthAt({ lengthBytes: 10, pieceLengthBytes: 4 }, 2)).toBe(2)
  expect(pieceLengthAt({ lengthBytes: 10, pieceLengthBytes: 4 }, 3)).toBe(0)
  expect(blockLengthAt(blockLength, 1)).toBe(0)
})

test('pieces of a new torrent have a power of two from 16 KiB to 16 MiB', () => {
  expect([16 * kib, 64 * kib, 16 * mib].every(isPieceLength)).toBe(true)
  expect([0, -1, 8 * kib, 20_000, 48 * kib, 32 * mib, Number.NaN].some(isPieceLength)).toBe(false)
})
