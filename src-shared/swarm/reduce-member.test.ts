import { describe, expect, it } from 'vitest'
import {
  allPieces,
  closed,
  identity,
  infoHash,
  joined,
  listed,
  member,
  opened,
  otherInfoHash,
  peerId,
  seen,
  serverOf,
  started,
  unlisted,
} from '../testing/sample-events.ts'
import { peerOf, swarmOf, type Told, viewAfter } from '../testing/sample-view.ts'
import type { SwarmFact } from './events.ts'
import { reduce, reduceAll } from './reduce.ts'

describe('a remote peer', () => {
  it('is a node while some local peer lists it, then departs with the reason', () => {
    const listedTwice = viewAfter(started(1, true), started(2), listed(1, 3), listed(2, 3))
    expect(peerOf(listedTwice, 3)).toMatchObject({ local: false, running: false, listedBy: [peerId(1), peerId(2)] })
    const listedOnce = reduce(listedTwice, seen(5, ...unlisted(1, 3)))
    expect(peerOf(listedOnce, 3)?.listedBy).toEqual([peerId(2)])
    const gone = reduce(listedOnce, seen(6, ...unlisted(2, 3)))
    expect(peerOf(gone, 3)).toBeUndefined()
    expect(gone.listings).toEqual({})
    expect(gone.departed).toEqual([
      { id: peerId(3), name: 'P3', server: serverOf(3), reason: { code: 'reset' }, atMs: 6 },
    ])
  })

  it('that leaves one of two swarms stays listed for the other', () => {
    const inOther: Told = [1, { type: 'member-joined', infoHash: otherInfoHash, member: member(3), introducedBy: null }]
    const view = viewAfter(started(1, true), listed(1, 3), inOther, unlisted(1, 3))
    expect(peerOf(view, 3)?.listedBy).toEqual([peerId(1)])
    expect(Object.keys(peerOf(view, 3)!.swarms)).toEqual([otherInfoHash])
  })

  it('that left the list stays while its link is open', () => {
    const linked = viewAfter(started(1, true), listed(1, 3), opened(1, 3, 'a', true), unlisted(1, 3))
    expect(peerOf(linked, 3)?.listedBy).toEqual([])
    const gone = reduce(linked, seen(5, ...closed(1, 'a')))
    expect(peerOf(gone, 3)).toBeUndefined()
    expect(gone.departed).toHaveLength(1)
  })

  it('is introduced by the peer whose list named it first', () => {
    const by = (introducedBy: number | null): Told => [
      1,
      {
        type: 'member-joined',
        infoHash,
        member: member(3),
        introducedBy: introducedBy === null ? null : peerId(introducedBy),
      },
    ]
    expect(peerOf(viewAfter(started(1), by(2), by(4)), 3)?.introducedBy).toBe(peerId(2))
  })

  it('has the role, pieces and totals of the list', () => {
    const updated: Told = [
      1,
      {
        type: 'member-updated',
        infoHash,
        member: { ...member(3, 'peer', 4), uploadedBytes: 7, downloadedBytes: 9, name: 'Eve' },
      },
    ]
    const view = viewAfter(started(1), listed(1, 3), updated)
    expect(swarmOf(view, 3)).toMatchObject({
      role: 'peer',
      haveCount: 4,
      uploadedBytes: 7,
      downloadedBytes: 9,
      joinedAtMs: 2,
    })
    expect(peerOf(view, 3)?.name).toBe('Eve')
  })

  it('keeps its name while a new link has only its handshake to tell who it is', () => {
    const [observer, fact] = opened(1, 3, 'a', true)
    const guessed = { ...identity(3), uuid: null, name: 'Swarmscope 0.1', lab: false }
    const view = viewAfter(started(1), joined(1), listed(1, 3), [observer, { ...fact, remote: guessed } as SwarmFact])
    expect(peerOf(view, 3)).toMatchObject({ uuid: 'uuid-3', name: 'P3', lab: true })
  })

  it('is believed over an older list about its own pieces', () => {
    const view = viewAfter(
      started(1),
      joined(1),
      listed(1, 3),
      [1, { type: 'remote-haves', infoHash, peer: peerId(3), indices: [0, 9, 9, 12, -1] }],
      [1, { type: 'member-updated', infoHash, member: member(3, 'leecher', 0) }],
    )
    expect(swarmOf(view, 3)).toMatchObject({ role: 'peer', haveCount: 2, pieces: '8040' })
  })

  it('that comes as a seeder did not finish here; one that becomes a seeder did', () => {
    const pieces = (pieces: string): Told => [1, { type: 'remote-pieces', infoHash, peer: peerId(3), pieces }]
    const came = viewAfter(started(1), joined(1), opened(1, 3, 'a', true), pieces(allPieces))
    expect(swarmOf(came, 3)).toMatchObject({ role: 'seeder', haveCount: 10, finishedAtMs: null })
    const became = viewAfter(started(1), joined(1), listed(1, 3), pieces('8000'), pieces(allPieces))
    expect(swarmOf(became, 3)).toMatchObject({ role: 'seeder', finishedAtMs: 5 })
  })

  it('tells nothing about a peer that is local', () => {
    const before = viewAfter(started(1), started(2), joined(2), listed(1, 2, 'seeder', 10))
    const after = reduceAll(before, [
      seen(5, 1, { type: 'remote-pieces', infoHash, peer: peerId(2), pieces: allPieces }),
      seen(6, 1, { type: 'remote-haves', infoHash, peer: peerId(2), indices: [1] }),
      seen(7, 1, { type: 'member-updated', infoHash, member: { ...member(2, 'seeder', 10), name: 'X' } }),
    ])
    expect(swarmOf(after, 2)).toMatchObject({ role: 'leecher', haveCount: 0 })
    expect(after.peers).toBe(before.peers)
  })

  it('keeps only the latest twenty departures', () => {
    const many = Array.from({ length: 25 }, (_, i) => [listed(1, 100 + i), unlisted(1, 100 + i)]).flat()
    const view = viewAfter(started(1), ...many)
    expect(view.departed).toHaveLength(20)
    expect(view.departed[0]?.name).toBe('P124')
  })
})
