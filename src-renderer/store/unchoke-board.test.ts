import { describe, expect, it } from 'vitest'
import type { ChokeReason } from '../../src-shared/swarm/choking.ts'
import type { ChokeLine } from '../../src-shared/swarm/events.ts'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import type { ChokeRoundView, LinkView, View } from '../../src-shared/swarm/view.ts'
import { sampleAtMs, sampleInfoHash, sampleLink, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { ordinal, secondsToNextRound, unchokeBoard } from './unchoke-board.ts'

const p1 = samplePeer(1, 96)
const view = sampleView([p1, ...[2, 3, 4, 5, 6, 7].map((number) => samplePeer(number, 3))])

function lineOf(peer: number, reason: ChokeReason, rank: number | null, rateBytesPerSec = 0): ChokeLine {
  const unchoked = ['fast', 'optimistic', 'free-slot', 'everybody'].includes(reason)
  return {
    link: `link-${peer}` as LinkId,
    peer: samplePeerId(peer),
    rank,
    rateBytesPerSec,
    unchoked,
    changed: false,
    reason,
  }
}

const round: ChokeRoundView = {
  choking: 'lab',
  round: 7,
  rankedBy: 'download',
  nextInMs: 30_000,
  atMs: sampleAtMs,
  lines: [
    lineOf(2, 'fast', 1, 4000),
    lineOf(3, 'fast', 2, 3000),
    lineOf(4, 'free-slot', 3),
    lineOf(5, 'optimistic', 5),
    lineOf(6, 'slower', 4, 1000),
    lineOf(7, 'not-interested', null),
  ],
}
const boardOf = (changes: Partial<ChokeRoundView> = {}, seen = view) =>
  unchokeBoard(seen, p1, sampleInfoHash, { ...round, ...changes })
const whyOf = (...line: Parameters<typeof lineOf>) => boardOf({ lines: [lineOf(...line)] }).lines[0]?.why

describe('unchokeBoard', () => {
  it('says by what it ranks, for one who downloads and for one who has everything', () => {
    expect(boardOf().title).toBe('Round 7, ranked by what they upload to P1')
    expect(boardOf({ rankedBy: 'upload' }).title).toBe('Round 7, ranked by what P1 uploads to them')
  })

  it('counts the regular slots, and marks the optimistic one', () => {
    expect(boardOf().lines.map(({ name, slot }) => [name, slot])).toEqual([
      ['P2', 1],
      ['P3', 2],
      ['P4', 3],
      ['P5', 'optimistic'],
      ['P6', null],
      ['P7', null],
    ])
  })

  it('measures rates by the fastest, and by nothing while nobody sends', () => {
    expect(boardOf().lines.map(({ share }) => share)).toEqual([1, 0.75, 0, 0, 0.25, 0])
    expect(boardOf({ lines: [lineOf(2, 'free-slot', 1)] }).lines[0]?.share).toBe(0)
  })

  it('counts who wants something', () => expect(boardOf().interested).toBe(5))

  it('says why, in a sentence', () => {
    expect(boardOf().lines[1]?.why).toBe('unchoked: 2nd of 5 by upload to P1')
    expect(boardOf({ rankedBy: 'upload' }).lines[0]?.why).toBe('unchoked: 1st of 5 by download from P1')
    expect(whyOf(2, 'slower', 5)).toBe('choked: four others are faster, and it was not drawn by lot')
    expect(whyOf(2, 'slower', 2)).toMatch(/^choked: one other is faster/)
    expect(whyOf(2, 'slower', 14)).toMatch(/^choked: 13 others are faster/)
    expect(whyOf(2, 'slower', null)).toMatch(/^choked: others are faster/)
  })
})

describe('the links of the scoreboard', () => {
  const [p2, p8] = [samplePeer(2, 3), samplePeer(8, 0)]
  const wanting = { choking: true, interested: true }
  const quiet = { choking: true, interested: false }
  const linked = (changes: Partial<LinkView> = {}): View => {
    const mine = sampleLink(p1, p2, 5001, { diallerLink: 'link-2' as LinkId, acceptorFlags: quiet })
    const its = sampleLink(p8, p1, 5701, {
      acceptorLink: 'link-8' as LinkId,
      diallerFlags: wanting,
      acceptorFlags: quiet,
      ...changes,
    })
    const linkKeys = { 'link-2': mine.key, 'link-8': its.key } as View['linkKeys']
    return { ...sampleView([p1, p2, p8], [mine, its]), linkKeys }
  }

  it('are told by the client that dialled, as long as they are open', () => {
    const { lines, waiting } = boardOf({}, linked())
    expect(lines.slice(0, 2).map(({ via }) => via)).toEqual([
      { clientId: 5001, sentence: 'P1’s client 5001 dialled P2.' },
      null,
    ])
    expect(waiting).toMatchObject([{ name: 'P8', via: { clientId: 5701, sentence: 'P8’s client 5701 dialled P1.' } }])
  })

  it('that came after the round wait for the next one, when they want something and are choked', () => {
    const waiting = (changes: Partial<LinkView>) => boardOf({}, linked(changes)).waiting.length
    expect(waiting({})).toBe(1)
    expect(waiting({ diallerFlags: quiet })).toBe(0)
    expect(waiting({ acceptorFlags: { ...quiet, choking: false } })).toBe(0)
    expect(waiting({ infoHash: '99'.repeat(20) as LinkView['infoHash'] })).toBe(0)
    const full = Array.from({ length: 50 }, () => lineOf(2, 'slower', 5))
    expect(boardOf({ lines: full }, linked()).waiting).toEqual([])
  })
})

describe('ordinal', () => {
  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
    [113, '113th'],
  ])('%i is %s', (rank, words) => expect(ordinal(rank)).toBe(words))
})

describe('secondsToNextRound', () => {
  it('counts down to 0, and stays there when the round is late', () => {
    const left = (ms: number) => secondsToNextRound(round, sampleAtMs + ms)
    expect([left(0), left(1), left(29_000), left(29_001), left(40_000)]).toEqual([30, 30, 1, 1, 0])
  })
})
