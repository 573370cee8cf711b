import { describe, expect, it } from 'vitest'
import type { View } from '../../src-shared/swarm/view.ts'
import { labView, sampleAtMs, samplePeerId, sampleServer } from '../testing/sample-view.ts'
import { graphModel, peerKey } from './model.ts'
import { firstWords, leavings, momentMs, progressOf, wavesBetween } from './moments.ts'

describe('moments', () => {
  it('ripple from the tracker that has just broadcast, and from no other', () => {
    const view = labView(3)
    const p2 = view.peers[samplePeerId(2)]!
    const tracker = { ...p2.tracker!, broadcasts: 4, lastBroadcastAtMs: sampleAtMs }
    const next: View = { ...view, peers: { ...view.peers, [p2.id]: { ...p2, tracker } } }
    expect(wavesBetween(view, next, 500)).toEqual([{ kind: 'wave', key: peerKey(p2.id), startedMs: 500 }])
    expect(wavesBetween(next, next, 600)).toEqual([])
  })

  it('fade a peer that left, with its reason', () => {
    const gone = samplePeerId(3)
    const reason = { code: 'silent', seconds: 10 } as const
    const departed = [{ id: gone, name: 'P3', server: sampleServer(3), reason, atMs: sampleAtMs }]
    const places = new Map([[peerKey(gone), { x: 1, y: 2 }]])
    const [moment] = leavings(graphModel(labView(3)), places, { ...labView(2), departed }, 0)
    expect(moment).toMatchObject({
      kind: 'leaving',
      place: { x: 1, y: 2 },
      words: 'Nothing was heard from it for 10 s',
    })
  })

  it('pass', () => {
    const wave = { kind: 'wave', key: '', startedMs: 100 } as const
    expect(progressOf(wave, 100)).toBe(0)
    expect(progressOf(wave, 100 + momentMs.wave / 2)).toBeCloseTo(0.5)
    expect(progressOf(wave, 1e9)).toBe(1)
  })

  it('give only the first words of a reason', () => {
    expect(firstWords('Refused: no program listens at that address.')).toBe('Refused')
    expect(firstWords('It left the swarm politely.')).toBe('It left the swarm politely')
    expect(firstWords('10.0.0.1 is odd')).toBe('10.0.0.1 is odd')
    expect(firstWords('x'.repeat(90))).toHaveLength(40)
    expect(firstWords('')).toBe('')
  })
})
