import { describe, expect, it } from 'vitest'
import type { View } from '../../src-shared/swarm/view.ts'
import { emptyView } from '../../src-shared/swarm/view.ts'
import { labView, sampleDial, sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { changeSentences } from './change-words.ts'

const [p1, p2, p3] = [samplePeer(1, 96), samplePeer(2, 40), samplePeer(3, 12)]
const before = sampleView([p1, p2], [sampleLink(p2, p1, 5101)])

function news(after: View, selection: Parameters<typeof changeSentences>[2] = null, from = before): string[] {
  return changeSentences(from, after, selection)
}

describe('news for those who listen', () => {
  it('is who came, left, stopped and finished', () => {
    expect(news(sampleView([p1, p2, p3]))).toEqual(['P3 joined.'])
    expect(news(sampleView([p1]))).toEqual(['P2 left.'])
    expect(news(sampleView([p1, { ...p2, running: false }]))).toEqual(['P2 stopped.'])
    expect(news(before, null, sampleView([p1, { ...p2, running: false }]))).toEqual(['P2 started again.'])
    expect(news(sampleView([p1, samplePeer(2, 96)]))).toEqual(['P2 finished and seeds now.'])
  })

  it('is no rate, no piece, and nothing at the first sight of a swarm', () => {
    const busy = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 99_000, toDiallerBytes: 5 })
    expect(news(sampleView([p1, samplePeer(2, 41)], [busy]))).toEqual([])
    expect(news(before, null, emptyView)).toEqual([])
  })

  it('counts a crowd rather than naming it', () => {
    expect(news(labView(12))).toEqual(['10 peers joined: P3, P4, P5 and others.'])
  })

  it('says why a dial failed, once', () => {
    const failed = sampleView([p1, p2], [], [sampleDial(p1, '10.0.0.251:5000', 5003, { reason: { code: 'refused' } })])
    expect(news(failed)).toHaveLength(1)
    expect(news(failed)[0]).toMatch(/^10\.0\.0\.251:5000: Refused: .*\.$/)
    expect(news({ ...failed }, null, failed)).toEqual([])
  })

  it('is a choke only where the selected peer or link is concerned', () => {
    const choked = sampleLink(p2, p1, 5101, { acceptorFlags: { choking: true, interested: false } })
    const after = sampleView([p1, p2], [choked])
    expect(news(after)).toEqual([])
    expect(news(after, { kind: 'peer', id: p2.id })).toEqual(['P1 chokes P2.'])
    expect(news(after, { kind: 'link', key: choked.key })).toEqual(['P1 chokes P2.'])
    expect(news(before, { kind: 'peer', id: p1.id }, after)).toEqual(['P1 lets P2 download.'])
    expect(news(after, { kind: 'peer', id: p3.id })).toEqual([])
  })

  it('ends after a few sentences', () => {
    const reason = { reason: { code: 'refused' } } as const
    const dials = [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
      sampleDial(p1, `10.0.0.${number}:5000`, 5000 + number, reason),
    )
    expect(news(sampleView([p1, p2], [], dials))).toHaveLength(6)
    expect(news(sampleView([p1, p2], [], dials)).at(-1)).toBe('3 more changes.')
  })
})
