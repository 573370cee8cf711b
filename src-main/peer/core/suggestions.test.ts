import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import { Suggestions } from './suggestions.ts'

const count = 20

test('each piece is suggested to one peer, eight at a time, and none that somebody has', () => {
  const suggestions = new Suggestions<string>(Bitfield.full(count))
  suggestions.remoteHas([0, 1])
  expect(suggestions.next('a')).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  expect(suggestions.next('b')).toEqual([10, 11, 12, 13, 14, 15, 16, 17])
  expect(suggestions.next('a')).toEqual([])
  suggestions.remoteHas([3])
  expect(suggestions.next('a')).toEqual([18])
})

test('what was suggested to a peer that is choked or goes, and what only it had, is suggested again', () => {
  const suggestions = new Suggestions<string>(Bitfield.full(3))
  expect(suggestions.next('a')).toEqual([0, 1, 2])
  suggestions.remoteHas([1])
  suggestions.withdraw('a')
  expect(suggestions.next('b')).toEqual([0, 2])
  suggestions.gone('a', [1])
  expect(suggestions.next('b')).toEqual([1])
})

test('nothing is suggested to two at once, and nothing that somebody has, whatever happens', () => {
  const step = fc.record({
    link: fc.constantFrom('a', 'b', 'c'),
    act: fc.constantFrom('next', 'has', 'withdraw', 'gone'),
    piece: fc.nat(count - 1),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const suggestions = new Suggestions<string>(Bitfield.full(count))
      const has = new Map(['a', 'b', 'c'].map((link) => [link, new Set<number>()]))
      const open = new Map(['a', 'b', 'c'].map((link) => [link, new Set<number>()]))
      for (const { link, act, piece } of steps) {
        const mine = has.get(link)!
        if (act === 'has' && !mine.has(piece)) {
          suggestions.remoteHas([piece])
          mine.add(piece)
          for (const pieces of open.values()) pieces.delete(piece)
        } else if (act === 'gone') {
          suggestions.gone(link, mine)
          mine.clear()
          open.get(link)!.clear()
        } else if (act === 'withdraw') {
          suggestions.withdraw(link)
          open.get(link)!.clear()
        } else if (act === 'next') {
          for (const next of suggestions.next(link)) {
            expect([...has.values(), ...open.values()].some((pieces) => pieces.has(next))).toBe(false)
            open.get(link)!.add(next)
          }
        }
      }
    }),
    { numRuns: 1_000 },
  )
})
