import { expect, test } from 'vitest'
import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import { BadPieces } from './bad-pieces.ts'

const right = new Uint8Array(2 * blockLength + 100).fill(7)
const [a, b] = ['a' as PeerId, 'b' as PeerId]

function withWrong(...offsets: number[]): Uint8Array {
  const bytes = right.slice()
  for (const offset of offsets) bytes[offset] = 8
  return bytes
}

test('whoever sent a block that differs is guilty, of those blocks; the others are not', () => {
  const bad = new BadPieces()
  bad.keep(3, withWrong(blockLength, right.length - 1), [a, b, b])
  expect(bad.compare(4, right)).toEqual([])
  expect(bad.compare(3, right)).toEqual([{ peer: b, blocks: [1, 2] }])
  expect(bad.compare(3, right)).toEqual([])
})

const edges = [0, blockLength - 1, blockLength, 2 * blockLength - 1, 2 * blockLength, right.length - 1]

test.each(edges)('one wrong byte at %i is found, and held against its block alone', (offset) => {
  const bad = new BadPieces()
  const from = ['a', 'b', 'c'].map((name) => name as PeerId)
  bad.keep(0, withWrong(offset), from)
  const block = Math.floor(offset / blockLength)
  expect(bad.compare(0, right)).toEqual([{ peer: from[block], blocks: [block] }])
})

test('the copy is its own: the caller may use the bytes again', () => {
  const bad = new BadPieces()
  const bytes = withWrong(0)
  bad.keep(0, bytes, [a, b, b])
  bytes.set(right)
  expect(bad.compare(0, right)).toEqual([{ peer: a, blocks: [0] }])
})

test('no more is held than the cap: the oldest copy goes first, one too large is not kept', () => {
  const bad = new BadPieces(2 * right.length)
  for (const piece of [0, 1, 2]) bad.keep(piece, withWrong(0), [a, b, b])
  bad.keep(9, new Uint8Array(2 * right.length + 1), [a, b, b, b])
  expect([0, 1, 2, 9].map((piece) => bad.compare(piece, right).length)).toEqual([0, 1, 1, 0])
  // What was dropped or compared makes room again.
  for (const piece of [3, 4]) bad.keep(piece, withWrong(0), [a, b, b])
  expect([3, 4].map((piece) => bad.compare(piece, right).length)).toEqual([1, 1])
})
