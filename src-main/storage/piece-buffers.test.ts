import { expect, test } from 'vitest'
import { PieceBuffers } from './piece-buffers.ts'

test('what comes back is used again', () => {
  const buffers = new PieceBuffers(100)
  const first = buffers.take(40)!
  buffers.giveBack(first)
  expect(buffers.take(40)).toBe(first)
  expect(buffers.take(40)).not.toBe(first)
})

test('there is never more than the cap', () => {
  const buffers = new PieceBuffers(100)
  const [first, second] = [buffers.take(50)!, buffers.take(50)!]
  expect(buffers.take(1)).toBeUndefined()
  buffers.giveBack(second)
  expect(buffers.take(51)).toBeUndefined()
  expect(first.length + (buffers.take(50)?.length ?? 0)).toBe(100)
})

test('what rests in one length makes room for another, and no more of it than is needed', () => {
  const buffers = new PieceBuffers(100)
  const taken = Array.from({ length: 5 }, () => buffers.take(20)!)
  for (const buffer of taken) buffers.giveBack(buffer)
  expect(buffers.take(30)).toHaveLength(30)
  expect([1, 2, 3, 4].map(() => buffers.take(20)?.length)).toEqual([20, 20, 20, undefined])
})
