import { expect, test } from 'vitest'
import { append, drop, dropWhere, inOneBatch, put } from './patch.ts'

type Numbers = Readonly<Record<string, number>>

test('a change makes another record, and none makes none', () => {
  const before: Numbers = { a: 1, b: 2 }
  expect([put(before, 'b', 3), drop(before, 'a'), dropWhere(before, (value) => value > 0)]).toEqual([
    { a: 1, b: 3 },
    { b: 2 },
    {},
  ])
  for (const same of [put(before, 'b', 2), drop(before, 'c'), dropWhere(before, () => false)]) expect(same).toBe(before)
  expect(before).toEqual({ a: 1, b: 2 })
})

test('in a batch a record is copied once, and nobody who had it sees it change', () => {
  const before: Numbers = { a: 1, b: 2 }
  const after = inOneBatch((): Numbers => {
    const copy: Numbers = put(before, 'c', 3)
    const less: Numbers = drop(copy, 'a')
    expect(put(less, 'd', 4)).toBe(copy)
    const others = dropWhere(copy, (value) => value === 2)
    expect(inOneBatch(() => put(others, 'e', 5))).toBe(others)
    expect(copy).toEqual({ b: 2, c: 3, d: 4 })
    return others
  })
  expect([before, after]).toEqual([
    { a: 1, b: 2 },
    { c: 3, d: 4, e: 5 },
  ])
  expect(put(after, 'f', 6)).not.toBe(after)
  expect(() =>
    inOneBatch(() => {
      throw new Error('a bug')
    }),
  ).toThrow('a bug')
  expect(drop(after, 'c')).not.toBe(after)
})

test('what nobody has seen is not copied again in the next batch', () => {
  const before: Numbers = { a: 1 }
  const unseen = new WeakSet()
  const made = inOneBatch((): Numbers => put(before, 'b', 2), unseen)
  expect(inOneBatch((): Numbers => put(made, 'c', 3), unseen)).toBe(made)
  expect(made).toEqual({ a: 1, b: 2, c: 3 })
  expect(inOneBatch((): Numbers => put(made, 'd', 4))).not.toBe(made)
  expect(before).toEqual({ a: 1 })
})

test('a list keeps the latest, and is copied once in a batch', () => {
  const before = [1, 2] as const
  const after = inOneBatch(() => {
    const longer = append<number>(before, 3, 3)
    expect(append(longer, 4, 3)).toBe(longer)
    return longer
  })
  expect([before, after, append(after, 5, 3), after]).toEqual([
    [1, 2],
    [2, 3, 4],
    [3, 4, 5],
    [2, 3, 4],
  ])
})
