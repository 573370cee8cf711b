import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Member, Role } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { BroadcastList } from './broadcast-list.ts'

const nothing = { gone: [], changed: [], totals: [] }

function member(id: string, changes: Partial<Member> = {}): Member {
  const identity = { id: id as PeerId, uuid: null, name: id, agent: 'test', server: null, lab: true }
  return { ...identity, role: 'leecher', haveCount: 0, uploadedBytes: 0, downloadedBytes: 0, ...changes }
}

test('who comes, says something else of itself or goes is told once', () => {
  const list = new BroadcastList()
  const [a, b] = [member('a'), member('b')]
  expect(list.next([a, b], true)).toEqual({ ...nothing, changed: [a, b] })
  expect(list.next([a, { ...b }], true)).toEqual(nothing)
  const renamed = member('b', { name: 'Bea', uploadedBytes: 5 })
  expect(list.next([renamed, member('c')], true)).toEqual({ gone: ['a'], changed: [renamed, member('c')], totals: [] })
  expect(list.next([], false)).toEqual({ ...nothing, gone: ['b', 'c'] })
})

test('totals wait until it is time for them, but for another role', () => {
  const list = new BroadcastList()
  list.next([member('a'), member('b')], true)
  const now = [member('a', { uploadedBytes: 3 }), member('b', { haveCount: 1, role: 'peer' })]
  expect(list.next(now, false)).toEqual({ ...nothing, totals: [now[1]] })
  expect(list.hasMore).toBe(true)
  expect(list.next(now, true)).toEqual({ ...nothing, totals: [now[0]] })
  expect(list.hasMore).toBe(false)
  list.next([], false)
  expect(list.hasMore).toBe(false)
})

test('whoever takes the changes in, in their order, has the list', () => {
  const anyMember = fc
    .tuple(fc.constantFrom(...'abcdef'), fc.nat(2), fc.constantFrom<Role>('leecher', 'peer'), fc.boolean())
    .map(([id, uploadedBytes, role, lab]) => member(id, { uploadedBytes, role, lab }))
  const anyList = fc.uniqueArray(anyMember, { selector: ({ id }) => id })
  fc.assert(
    fc.property(fc.array(fc.tuple(anyList, fc.boolean()), { maxLength: 20 }), (lists) => {
      const list = new BroadcastList()
      const followed = new Map<PeerId, Member>()
      for (const [members, withTotals] of lists) {
        const { gone, changed, totals } = list.next(members, withTotals)
        for (const peer of gone) expect(followed.delete(peer)).toBe(true)
        for (const one of [...changed, ...totals]) {
          expect(followed.get(one.id)).not.toEqual(one)
          followed.set(one.id, one)
        }
        const expected = members.map((one) => {
          const { uploadedBytes } = followed.get(one.id) ?? one
          return list.hasMore ? { ...one, uploadedBytes } : one
        })
        expect(new Map(expected.map((one) => [one.id, one]))).toEqual(followed)
        if (withTotals) expect(list.hasMore).toBe(false)
      }
    }),
  )
})
