import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { ConnectionIds } from './connection-ids.ts'

const minuteMs = 60_000

test('an id holds for its IP, at least two minutes and at most three', () => {
  const ids = new ConnectionIds(seededRandom(1))
  for (const madeAtMs of [0, 59_999, 254 * minuteMs, 255 * minuteMs]) {
    const id = ids.make('10.0.0.1', madeAtMs)
    for (const afterMs of [0, minuteMs, 2 * minuteMs])
      expect(ids.isValid(id, '10.0.0.1', madeAtMs + afterMs)).toBe(true)
    expect(ids.isValid(id, '10.0.0.1', madeAtMs + 3 * minuteMs)).toBe(false)
    expect(ids.isValid(id, '10.0.0.1', madeAtMs + 256 * minuteMs)).toBe(false)
    expect(ids.isValid(id, '10.0.0.2', madeAtMs)).toBe(false)
  }
})

test('nobody else makes the same ids, nor are ids of one minute those of another', () => {
  const [ours, theirs] = [new ConnectionIds(seededRandom(1)), new ConnectionIds(seededRandom(2))]
  expect(ours.isValid(theirs.make('10.0.0.1', 0), '10.0.0.1', 0)).toBe(false)
  expect(ours.make('10.0.0.1', 0) & 0xffn).not.toBe(ours.make('10.0.0.1', minuteMs) & 0xffn)
})

test('ids are 64 bits, and a wrong bit anywhere is found out', () => {
  const ids = new ConnectionIds(seededRandom(1))
  const id = ids.make('::1', 5 * minuteMs)
  expect(BigInt.asUintN(64, id)).toBe(id)
  for (let bit = 0n; bit < 64n; bit++) expect(ids.isValid(id ^ (1n << bit), '::1', 5 * minuteMs)).toBe(false)
})
