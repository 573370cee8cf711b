import { describe, expect, it } from 'vitest'
import {
  closed,
  infoHash,
  joined,
  listed,
  member,
  moved,
  opened,
  peerId,
  seen,
  serverOf,
  started,
} from '../testing/sample-events.ts'
import { viewAfter } from '../testing/sample-view.ts'
import { reduce, reduceAll } from './reduce.ts'

describe('structural sharing', () => {
  it('leaves what an event does not touch as it was', () => {
    const before = viewAfter(started(1), started(2), joined(1), joined(2), opened(1, 2, 'a', true), listed(1, 3))
    const after = reduce(before, seen(7, ...moved(1, 'a', 10, 0)))
    expect(after.peers[peerId(2)]).toBe(before.peers[peerId(2)])
    expect(after.peers[peerId(3)]).toBe(before.peers[peerId(3)])
    for (const part of ['linkKeys', 'listings', 'dials', 'torrents', 'departed', 'log'] as const)
      expect(after[part]).toBe(before[part])
  })

  it('leaves everything as it was for news that is not news', () => {
    const before = viewAfter(started(1), joined(1), listed(1, 3), [
      1,
      { type: 'server-listening', address: serverOf(1) },
    ])
    const after = reduceAll(before, [
      seen(5, 1, { type: 'server-listening', address: serverOf(1) }),
      seen(6, 1, { type: 'member-updated', infoHash, member: member(3) }),
      seen(7, 1, { type: 'role-changed', infoHash, role: 'leecher' }),
      seen(8, ...closed(1, 'no such link')),
    ])
    expect(after.peers).toBe(before.peers)
    expect(after.links).toBe(before.links)
  })
})
