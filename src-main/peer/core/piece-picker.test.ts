import { expect, test } from 'vitest'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import { seededRandom } from '../../random.ts'
import { PiecePicker } from './piece-picker.ts'

const all = Bitfield.full(4)

test('the rarest piece comes first', () => {
  const picker = new PiecePicker(Bitfield.empty(4), seededRandom(1))
  picker.count([0, 1, 2, 3], 1)
  picker.count([0, 1, 3], 1)
  picker.count([0, 3], 1)
  expect([picker.take(all), picker.take(all)]).toEqual([2, 1])
})

test('a peer that goes takes its share of the availability with it', () => {
  const picker = new PiecePicker(Bitfield.empty(2), seededRandom(1))
  picker.count([0], 1)
  picker.count([1], 1)
  picker.count([1], 1)
  picker.count([0], 1)
  picker.count([1], -1)
  expect(picker.take(Bitfield.full(2))).toBe(1)
})

test('among equally rare pieces each has its chance', () => {
  const first = new Set(
    Array.from({ length: 50 }, (_, seed) => new PiecePicker(Bitfield.empty(4), seededRandom(seed)).take(all)),
  )
  expect(first).toEqual(new Set([0, 1, 2, 3]))
})

test('what we have, what is being fetched and what the remote lacks is not taken', () => {
  const have = Bitfield.empty(4)
  have.set(0)
  const picker = new PiecePicker(have, seededRandom(1))
  const remote = Bitfield.empty(4)
  remote.set(0)
  remote.set(2)
  expect(picker.take(remote)).toBe(2)
  expect(picker.take(remote)).toBeUndefined()
  expect(picker.remaining).toBe(2)
  picker.free(2)
  expect(picker.take(remote)).toBe(2)
})
