import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import { maxWireMembers } from '../../src-shared/wire/member-lines.ts'
import type { ListChanges } from '../../src-shared/wire/tracker-message.ts'
import { RemoteList } from './remote-list.ts'

const none: ListChanges = { gone: [], changed: [], totals: [] }

function peerOf(number: number): PeerId {
  return number.toString(16).padStart(40, '0') as PeerId
}

function member(number: number, changes: Partial<Member> = {}): Member {
  return {
    id: peerOf(number),
    name: `P${number}`,
    haveCount: 0,
    uploadedBytes: 0,
    downloadedBytes: 0,
    ...changes,
  } as Member
}

const crowd = (from: number, count: number) => Array.from({ length: count }, (_, i) => member(from + i))

test('a list that begins is news as a whole; then only what has changed is', () => {
  const list = new RemoteList((member) => member)
  list.begin([member(1), member(2)])
  expect(list.take()).toEqual({ isWhole: true, changed: [member(1), member(2)], gone: [] })
  expect(list.take()).toEqual({ isWhole: false, changed: [], gone: [] })
  list.change({ ...none, gone: [peerOf(1)], changed: [member(3)] })
  expect(list.take()).toEqual({ isWhole: false, changed: [member(3)], gone: [peerOf(1)] })
  list.begin([member(3)])
  expect(list.take()).toEqual({ isWhole: true, changed: [member(3)], gone: [] })
})

test('totals change nothing but numbers, and only of who is on the list', () => {
  const list = new RemoteList((member) => member)
  list.begin([member(1)])
  list.take()
  const totals = [1, 2].map((i) => ({ id: peerOf(i), haveCount: 3, uploadedBytes: 4, downloadedBytes: 5 }))
  list.change({ ...none, totals })
  expect(list.take().changed).toEqual([member(1, { haveCount: 3, uploadedBytes: 4, downloadedBytes: 5 })])
})

test('what is not believed of a member is not on the list, and does not come back with its totals', () => {
  const list = new RemoteList((member) => ({ ...member, server: null }))
  const server = '10.0.0.9:22' as Address
  list.begin([member(1, { server })])
  list.change({ ...none, changed: [member(2, { server })] })
  const totals = [1, 2].map((i) => ({ id: peerOf(i), haveCount: 3, uploadedBytes: 4, downloadedBytes: 5 }))
  list.change({ ...none, totals })
  expect(list.take().changed.map(({ server, haveCount }) => [server, haveCount])).toEqual([
    [null, 3],
    [null, 3],
  ])
})

test('of what changes several times only the last is news, and of who came and went in between nothing', () => {
  const list = new RemoteList((member) => member)
  list.begin([member(1), member(2)])
  list.take()
  list.change({ ...none, changed: [member(1, { name: 'once' }), member(3)] })
  list.change({ ...none, changed: [member(1, { name: 'twice' })], gone: [peerOf(3), peerOf(2)] })
  list.change({ ...none, changed: [member(2)] })
  expect(list.take()).toEqual({ isWhole: false, changed: [member(1, { name: 'twice' }), member(2)], gone: [] })
})

test('who lists a hundred thousand in time has at most 500 on it, and at most twice as many are news', () => {
  const list = new RemoteList((member) => member)
  list.begin([])
  for (let from = 0; from < 100_000; from += 500) list.change({ ...none, changed: crowd(from, 500) })
  const { changed, gone } = list.take()
  expect([changed, gone]).toEqual([crowd(0, maxWireMembers), []])
  for (let from = 500; from < 100_000; from += 500) {
    list.change({ ...none, gone: crowd(from - 500, 500).map(({ id }) => id), changed: crowd(from, 500) })
  }
  const later = list.take()
  expect(later.changed).toEqual(crowd(99_500, maxWireMembers))
  expect(later.gone).toEqual(changed.map(({ id }) => id))
})

test('whoever follows the news has the list, whenever it looks', () => {
  const someone = fc.nat(9)
  const step = fc.oneof(
    fc.record({ begin: fc.uniqueArray(someone) }),
    fc.record({ gone: fc.array(someone), changed: fc.array(fc.tuple(someone, fc.nat(3))) }),
    fc.constant('take' as const),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const list = new RemoteList((member) => member)
      const real = new Map<PeerId, Member>()
      const followed = new Map<PeerId, Member>()
      const look = () => {
        const { isWhole, changed, gone } = list.take()
        if (isWhole) followed.clear()
        for (const peer of gone) expect(followed.delete(peer)).toBe(true)
        for (const one of changed) followed.set(one.id, one)
        expect(followed).toEqual(real)
      }
      for (const each of steps) {
        if (each === 'take') look()
        else if ('begin' in each) {
          list.begin(each.begin.map((i) => member(i)))
          real.clear()
          for (const i of each.begin) real.set(peerOf(i), member(i))
        } else {
          const gone = each.gone.map(peerOf)
          const changed = each.changed.map(([i, haveCount]) => member(i, { haveCount }))
          list.change({ ...none, gone, changed })
          for (const peer of gone) real.delete(peer)
          for (const one of changed) real.set(one.id, one)
        }
      }
      look()
    }),
  )
})
