import { describe, expect, it } from 'vitest'
import {
  allPieces,
  broadcast,
  chokeLine,
  chokeRound,
  infoHash,
  joined,
  linkId,
  listed,
  moved,
  opened,
  otherInfoHash,
  paused,
  peerId,
  seen,
  started,
  torrent,
} from '../testing/sample-events.ts'
import { peerOf, swarmOf, type Told, viewAfter } from '../testing/sample-view.ts'
import type { SwarmFact } from './events.ts'
import { reduce, reduceAll } from './reduce.ts'

const checking = (number: number): Told => [number, { type: 'swarm-checking', torrent }]
const checked = (number: number, count: number): Told => [
  number,
  { type: 'check-progressed', infoHash, checked: count },
]
const inFlight: Told = [
  1,
  { type: 'pieces-in-flight', infoHash, pieces: [{ piece: 2, arrived: 1, requested: 3, blocks: 4 }] },
]
const round: Told = [1, { type: 'choke-round', infoHash, round: chokeRound(1, chokeLine(3)) }]
const busy = [
  started(1, true),
  joined(1),
  listed(1, 3),
  opened(1, 3, 'a', true),
  moved(1, 'a', 100, 7),
  inFlight,
  round,
] as const

describe('a swarm that a local peer pauses', () => {
  it('stays in the list with what it has, and its links, list and doings end', () => {
    const before = viewAfter(...busy)
    expect(swarmOf(before, 1)).toMatchObject({ state: 'active', inFlight: [{ piece: 2 }], lastRound: { round: 1 } })
    const view = reduce(before, seen(8, ...paused(1, 'seeder', 'The disk is full.')))
    expect(swarmOf(view, 1)).toMatchObject({
      state: 'paused',
      role: 'seeder',
      pieces: allPieces,
      haveCount: 10,
      failure: 'The disk is full.',
      inFlight: [],
      lastRound: null,
      downloadedBytes: 100,
    })
    expect(view.links).toEqual({})
    expect(Object.keys(view.peers)).toEqual([peerId(1)])
  })

  it('is in the list though it was never joined, as after a start', () => {
    const view = viewAfter(started(1, true), paused(1, 'seeder'))
    expect(swarmOf(view, 1)).toMatchObject({ state: 'paused', role: 'seeder', haveCount: 10, failure: null })
    expect(view.torrents[infoHash]).toEqual(torrent)
  })

  it('goes on counting from there when it is joined again, and no failure is left', () => {
    const view = viewAfter(...busy, paused(1, 'leecher', 'The disk is full.'), checking(1), checked(1, 4), joined(1))
    expect(swarmOf(view, 1)).toMatchObject({
      state: 'active',
      failure: null,
      checkedPieces: 0,
      downloadedBytes: 100,
      uploadedBytes: 7,
      joinedAtMs: 2,
    })
  })

  it('is no longer finished when a check found that pieces are missing', () => {
    const finished: Told = [1, { type: 'role-changed', infoHash, role: 'seeder' }]
    const start = [started(1, true), joined(1), finished, paused(1, 'seeder')] as const
    expect(swarmOf(viewAfter(...start, joined(1, 'seeder')), 1)?.finishedAtMs).toBe(3)
    expect(swarmOf(viewAfter(...start, joined(1)), 1)?.finishedAtMs).toBeNull()
  })

  it('takes in no link, member, round or piece until it is joined again', () => {
    const before = viewAfter(started(1, true), joined(1), paused(1))
    const after = reduceAll(before, [
      seen(4, ...opened(1, 3, 'a', true)),
      seen(5, ...listed(1, 3)),
      seen(6, ...round),
      seen(7, ...inFlight),
    ])
    expect(after.peers).toBe(before.peers)
    expect(after.links).toBe(before.links)
  })

  it('is still there, paused, when the peer is started again; the swarms that were active are not', () => {
    const other: Told = [1, { ...joined(1)[1], torrent: { ...torrent, infoHash: otherInfoHash } } as SwarmFact]
    const stopped: Told = [1, { type: 'peer-stopped', reason: { code: 'killed' } }]
    const view = viewAfter(started(1, true), paused(1), other, stopped, started(1, true))
    expect(Object.keys(view.peers[peerId(1)]!.swarms)).toEqual([infoHash])
    expect(swarmOf(view, 1)?.state).toBe('paused')
  })

  it('leaves the tracker with nobody to list there; the list of another swarm goes on', () => {
    const tracker: Told[] = [[1, { type: 'tracker-running' }], broadcast(1, 4)]
    const other: Told = [1, { ...joined(1)[1], torrent: { ...torrent, infoHash: otherInfoHash } } as SwarmFact]
    const membersAfter = (...facts: Told[]) => viewAfter(...facts).peers[peerId(1)]?.tracker?.members
    expect(membersAfter(started(1, true), joined(1), ...tracker, paused(1))).toBe(0)
    const elsewhere = broadcast(1, 2, { infoHash: otherInfoHash })
    expect(membersAfter(started(1, true), joined(1), other, ...tracker, elsewhere)).toBe(6)
    expect(membersAfter(started(1, true), joined(1), other, ...tracker, elsewhere, paused(1))).toBe(2)
  })

  it('is the peer’s own doing, which a return makes old news', () => {
    const closed: Told = [1, { type: 'link-closed', link: linkId('a'), reason: { code: 'paused' } }]
    const view = viewAfter(started(1, true), joined(1), listed(1, 3), opened(1, 3, 'a', true), closed)
    expect(view.peers[peerId(1)]?.lastReason).toEqual({ code: 'paused' })
    expect(view.peers[peerId(3)]?.lastReason).toBeNull()
    expect(reduce(view, seen(6, ...joined(1))).peers[peerId(1)]?.lastReason).toBeNull()
  })
})

describe('a swarm that is being checked', () => {
  it('tells how far it is and takes no part', () => {
    const view = viewAfter(...busy, checking(1), checked(1, 4))
    expect(swarmOf(view, 1)).toMatchObject({ state: 'checking', checkedPieces: 4, inFlight: [] })
    expect(view.links).toEqual({})
    expect(swarmOf(viewAfter(started(1), checking(1), checked(1, 2)), 1)).toMatchObject({
      state: 'checking',
      checkedPieces: 2,
    })
  })

  it('rests when its peer stops', () => {
    const stopped: Told = [1, { type: 'peer-stopped', reason: { code: 'stopped' } }]
    const view = viewAfter(started(1, true), checking(1), checked(1, 2), stopped, checked(1, 3))
    expect(swarmOf(view, 1)).toMatchObject({ state: 'paused', checkedPieces: 0 })
  })
})

it('a local peer’s files and strategy follow its choice', () => {
  const view = viewAfter(
    started(1),
    joined(1),
    [1, { type: 'files-chosen', infoHash, unwanted: [0, 2] }],
    [1, { type: 'strategy-changed', infoHash, choking: 'none', picking: 'in-order' }],
  )
  expect(swarmOf(view, 1)).toMatchObject({ unwanted: [0, 2], choking: 'none', picking: 'in-order' })
})

it('the latest round of choking is kept, with its time', () => {
  const second: Told = [1, { type: 'choke-round', infoHash, round: chokeRound(2, chokeLine(3, { unchoked: true })) }]
  const view = viewAfter(started(1), joined(1), round, second)
  expect(swarmOf(view, 1)?.lastRound).toEqual({ ...chokeRound(2, chokeLine(3, { unchoked: true })), atMs: 4 })
})

describe('a swarm', () => {
  it('begins with the pieces on disk and grows with each verified piece', () => {
    const verified = (piece: number): Told => [1, { type: 'piece-verified', infoHash, piece, from: [] }]
    const view = viewAfter(started(1), joined(1), verified(0), verified(9), verified(9), verified(10))
    expect(swarmOf(view, 1)).toMatchObject({ pieces: '8040', haveCount: 2, joinedAtMs: 2 })
    expect(view.torrents[infoHash]).toEqual(torrent)
    expect(swarmOf(viewAfter(started(1), joined(1, 'seeder')), 1)).toMatchObject({ haveCount: 10, finishedAtMs: null })
  })

  it('remembers who gave each piece, also over a pause', () => {
    const verified: Told = [1, { type: 'piece-verified', infoHash, piece: 4, from: [peerId(3)] }]
    const view = viewAfter(started(1), joined(1), verified, paused(1, 'leecher'), joined(1, 'leecher'))
    expect(swarmOf(view, 1)?.givers).toEqual({ peers: [peerId(3)], byPiece: '....a' })
  })

  it('is finished when a peer that came without everything becomes a seeder', () => {
    const view = viewAfter(
      started(1),
      joined(1),
      [1, { type: 'role-changed', infoHash, role: 'peer' }],
      [1, { type: 'role-changed', infoHash, role: 'seeder' }],
      [1, { type: 'download-finished', infoHash, savedAs: '/tmp/x' }],
    )
    expect(swarmOf(view, 1)).toMatchObject({ role: 'seeder', finishedAtMs: 4, savedAs: '/tmp/x' })
  })

  it('is finished again when more files are wanted and here', () => {
    const finished: Told = [1, { type: 'download-finished', infoHash, savedAs: '/tmp/x' }]
    const more: Told = [1, { type: 'files-chosen', infoHash, unwanted: [] }]
    expect(swarmOf(viewAfter(started(1), joined(1), finished, more, finished), 1)?.finishedAtMs).toBe(5)
  })

  it('that a local peer left its only swarm leaves its tracker with nobody to list', () => {
    const view = viewAfter(started(1, true), joined(1), [1, { type: 'tracker-running' }], broadcast(1, 4), [
      1,
      { type: 'swarm-left', infoHash, abruptly: false },
    ])
    expect(peerOf(view, 1)?.tracker).toMatchObject({ members: 0, broadcasts: 1 })
  })

  it('that a local peer left takes its links and its list with it', () => {
    const view = viewAfter(started(1, true), joined(1), listed(1, 3), opened(1, 3, 'a', true), [
      1,
      { type: 'swarm-left', infoHash, abruptly: false },
    ])
    expect(view.links).toEqual({})
    expect(Object.keys(view.peers)).toEqual([peerId(1)])
    expect(swarmOf(view, 1)).toBeUndefined()
  })
})
