import { describe, expect, it } from 'vitest'
import type { MembershipView } from '../../src-shared/swarm/view.ts'
import {
  sampleAtMs,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  samplePieceCount,
  sampleView,
} from '../testing/sample-view.ts'
import { statusWords, swarmStatuses } from './swarm-status.ts'

const p1 = samplePeer(1, samplePieceCount)
const p2 = samplePeer(2, 24)
const busy = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 3000, toAcceptorBytesPerSec: 500 })

/** The only swarm of P2, with these changes to its part in it. */
function statusOf(haveCount: number, changes: Partial<MembershipView> = {}) {
  const peer = { ...p2, swarms: { [sampleInfoHash]: { ...sampleMembership(haveCount), ...changes } } }
  return swarmStatuses(sampleView([peer, p1]), peer)[0]!
}

describe('swarmStatuses', () => {
  it('says how long the rest takes at the present speed', () => {
    const [status] = swarmStatuses(sampleView([p2, p1], [busy]), p2)
    expect(status?.share).toBe(0.25)
    expect(status?.secondsLeft).toBeCloseTo((0.75 * samplePieceCount * 65_536) / 3000)
  })

  it('has no time left for a seeder, and no end where nothing arrives', () => {
    expect(statusOf(samplePieceCount).secondsLeft).toBeNull()
    expect(statusOf(24).secondsLeft).toBe(Number.POSITIVE_INFINITY)
  })

  it('tells a failure from a pause by wish', () => {
    expect(statusOf(24, { state: 'paused' }).condition).toBe('paused')
    expect(statusOf(24, { state: 'paused', failure: 'The disk is full.' }).condition).toBe('failed')
    expect(statusOf(24, { failure: 'It recovered from this.' }).condition).toBe('active')
  })

  it('shows the check while it is checked, not what was here before', () => {
    expect(statusOf(samplePieceCount, { state: 'checking', checkedPieces: 48 }).share).toBe(0.5)
  })
})

describe('a swarm in words', () => {
  it.each([
    [statusOf(24), 'waiting for data'],
    [statusOf(24, { state: 'paused' }), 'paused'],
    [statusOf(0, { state: 'checking', checkedPieces: 12 }), 'checking 12 of 96 pieces'],
    [statusOf(96, { downloadedBytes: 0 }), 'complete'],
    [statusOf(96, { joinedAtMs: sampleAtMs - 80_000, finishedAtMs: sampleAtMs }), 'complete in 1 min 20 s'],
  ])('of %#', (status, words) => {
    expect(statusWords(status)).toBe(words)
  })

  it('groups the thousands', () => {
    const status = statusOf(0, { state: 'checking', checkedPieces: 312 })
    const torrent = { ...status.torrent!, pieceCount: 1000 }
    expect(statusWords({ ...status, torrent })).toBe('checking 312 of 1,000 pieces')
  })

  it('counts the time left while data arrives', () => {
    expect(statusWords({ ...statusOf(24), secondsLeft: 80 })).toBe('1 min 20 s left')
  })

  it('is done with the wanted files, though pieces are missing', () => {
    const peer = { ...p2, swarms: { [sampleInfoHash]: { ...sampleMembership(24), unwanted: [1] } } }
    const view = sampleView([peer])
    const torrent = {
      ...view.torrents[sampleInfoHash]!,
      files: [
        { path: 'a/one', lengthBytes: 24 * 65_536 },
        { path: 'a/two', lengthBytes: 72 * 65_536 },
      ],
    }
    const [status] = swarmStatuses({ ...view, torrents: { [sampleInfoHash]: torrent } }, peer)
    expect(statusWords(status!)).toBe('has all wanted files')
  })
})
