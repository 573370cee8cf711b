import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../random.ts'
import { PieceQueue } from './piece-queue.ts'

test('among equals each has its chance', () => {
  const firsts = Array.from({ length: 100 }, (_, seed) => {
    const queue = new PieceQueue()
    for (const piece of [3, 5, 7]) queue.add(piece, 1)
    queue.add(9, 2)
    return queue.first((piece) => (piece === 9 ? 2 : 1), seededRandom(seed))
  })
  expect(new Set(firsts)).toEqual(new Set([3, 5, 7]))
})

test('when all ranks have risen at once, a choice looks at few pieces, and the lowest is found soon', () => {
  const pieces = Array.from({ length: 10_000 }, (_, piece) => piece)
  const queue = new PieceQueue()
  for (const piece of pieces) queue.add(piece, 1)
  const random = seededRandom(1)
  let looks = 0
  const rankOf = (piece: number) => {
    looks++
    return piece === 9_999 ? 2 : 3
  }
  queue.first(rankOf, random)
  expect(looks).toBeLessThan(300)
  for (let choice = 0; choice < 40; choice++) queue.first(rankOf, random)
  looks = 0
  expect(queue.first(rankOf, random)).toBe(9_999)
  expect(looks).toBe(1)
})

test('however ranks rise and pieces leave, the first is always one of the lowest that are left', () => {
  const changes = fc.array(fc.record({ piece: fc.nat(9), rise: fc.nat(3), leaves: fc.boolean() }), { maxLength: 40 })
  fc.assert(
    fc.property(fc.array(fc.nat(5), { minLength: 10, maxLength: 10 }), changes, (ranks, steps) => {
      const now = new Map(ranks.entries())
      const queue = new PieceQueue()
      for (const [piece, rank] of now) queue.add(piece, rank)
      for (const { piece, rise, leaves } of steps) {
        const rank = now.get(piece)
        if (rank === undefined) continue
        if (leaves) now.delete(piece)
        else now.set(piece, rank + rise)
        const first = queue.first((waiting) => now.get(waiting), seededRandom(rise))
        expect(first === undefined ? undefined : now.get(first)).toBe(now.size ? Math.min(...now.values()) : undefined)
      }
    }),
  )
})
