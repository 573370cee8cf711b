import { expect, test } from 'vitest'
import { DialRate, dialRate } from './dial-rate.ts'

test('a class may be dialled at once; whoever goes on and on is dialled so many a second', () => {
  const rate = new DialRate()
  const begunUntil = (endMs: number) => {
    let begun = 0
    for (let atMs = endMs - 1_000; atMs < endMs; atMs++) {
      for (; rate.allows(atMs); begun++) rate.count(atMs)
    }
    return begun
  }
  expect(begunUntil(1_000)).toBeGreaterThanOrEqual(dialRate.atOnce)
  expect(begunUntil(2_000)).toBe(dialRate.perSec)
  expect(begunUntil(60_000)).toBeGreaterThanOrEqual(dialRate.atOnce)
})
