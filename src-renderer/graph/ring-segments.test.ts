import { expect, test } from 'vitest'
import { ringSegments } from './ring-segments.ts'

test('each run of pieces is one segment, where it is in the torrent', () => {
  // Pieces 0, 1, 2 and 6 of eight.
  expect(ringSegments('e2', 8)).toEqual([
    { from: 0, to: 3 / 8, full: 1 },
    { from: 6 / 8, to: 7 / 8, full: 1 },
  ])
})

test('of very many pieces a segment stands for several, and says how many of them are there', () => {
  const segments = ringSegments(`${'ff'.repeat(24)}${'aa'.repeat(24)}`, 384)
  expect(segments[0]).toEqual({ from: 0, to: 0.5, full: 1 })
  expect(segments.slice(1).every(({ full }) => full === 0.5)).toBe(true)
  expect(segments.at(-1)?.to).toBe(1)
})

test('nothing is there while nothing is known', () => {
  expect(ringSegments('', 8)).toEqual([])
  expect(ringSegments('ff', 0)).toEqual([])
})
