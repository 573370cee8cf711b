import { describe, expect, it } from 'vitest'
import type { View } from '../../src-shared/swarm/view.ts'
import {
  labView,
  sampleAtMs,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  samplePeerId,
  sampleServer,
  sampleView,
} from '../testing/sample-view.ts'
import { graphModel, peerKey } from './model.ts'
import { firstWords, leavings, messagesBetween, momentMs, momentsBetween, progressOf, wavesBetween } from './moments.ts'

describe('moments', () => {
  it('ripple from the tracker that has just broadcast, and from no other', () => {
    const view = labView(3)
    const p2 = view.peers[samplePeerId(2)]!
    const tracker = { ...p2.tracker!, broadcasts: 4, lastBroadcastAtMs: sampleAtMs, lists: { [sampleInfoHash]: 9 } }
    const next: View = { ...view, peers: { ...view.peers, [p2.id]: { ...p2, tracker } } }
    expect(wavesBetween(view, next, 500)).toEqual([{ kind: 'wave', key: peerKey(p2.id), startedMs: 500 }])
    expect(wavesBetween(next, next, 600)).toEqual([])
    const again = { ...p2, tracker: { ...tracker, broadcasts: 5, lastBroadcastAtMs: sampleAtMs + 1 } }
    expect(wavesBetween(next, { ...next, peers: { ...next.peers, [p2.id]: again } }, 700)).toEqual([])
  })

  it('ripple once at a time', () => {
    const view = labView(3)
    const p2 = view.peers[samplePeerId(2)]!
    const tracker = { ...p2.tracker!, lastBroadcastAtMs: sampleAtMs, lists: { [sampleInfoHash]: 9 } }
    const next: View = { ...view, peers: { ...view.peers, [p2.id]: { ...p2, tracker } } }
    const underWay = wavesBetween(view, next, 500)
    expect(momentsBetween(view, next, graphModel(view), 600, [])).toHaveLength(1)
    expect(momentsBetween(view, next, graphModel(view), 600, underWay)).toEqual([])
  })

  it('tell of few new pieces at a time, and count those under way', () => {
    const before = labView(9)
    const peers = Object.values(before.peers).map((peer) => {
      const membership = peer.swarms[sampleInfoHash]!
      return { ...peer, swarms: { [sampleInfoHash]: { ...membership, haveCount: membership.haveCount + 1 } } }
    })
    const next: View = { ...before, peers: Object.fromEntries(peers.map((peer) => [peer.id, peer])) }
    const told = momentsBetween(before, next, graphModel(before), 500, [])
    expect(told).toHaveLength(4)
    expect(momentsBetween(before, next, graphModel(before), 600, told)).toEqual([])
  })

  it('tell nothing of each link when thousands come at once', () => {
    const before = sampleView([samplePeer(1, 96)])
    const told = momentsBetween(before, labView(40), graphModel(before), 500, [])
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['wave']))
    expect(told).toHaveLength(12)
  })

  it('tell of choke, unchoke and interest, from the end that changed', () => {
    const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 12)]
    const flags = (diallerInterested: boolean, acceptorChoking: boolean) =>
      sampleView(
        [p1, p2],
        [
          sampleLink(p2, p1, 5101, {
            diallerFlags: { choking: true, interested: diallerInterested },
            acceptorFlags: { choking: acceptorChoking, interested: false },
          }),
        ],
      )
    const told = (from: View, to: View) =>
      messagesBetween(from, to, 0).map((one) => (one.kind === 'message' ? [one.message, one.toTarget] : []))
    expect(told(flags(false, true), flags(true, false))).toEqual([
      ['interested', true],
      ['unchoke', false],
    ])
    expect(told(flags(true, false), flags(true, true))).toEqual([['choke', false]])
    expect(told(flags(true, true), flags(false, true))).toEqual([])
  })

  it('tell of new pieces, and of no more than can be told apart', () => {
    const view = labView(4)
    const id = samplePeerId(2)
    const swarms = Object.fromEntries(Object.keys(view.peers[id]!.swarms).map((key) => [key, sampleMembership(90)]))
    const next: View = { ...view, peers: { ...view.peers, [id]: { ...view.peers[id]!, swarms } } }
    const haves = messagesBetween(view, next, 0)
    expect(haves.every((one) => one.kind === 'message' && one.message === 'have')).toBe(true)
    expect(haves.length).toBeGreaterThan(2)
    const underWay = Array.from({ length: 14 }, () => haves[0]!)
    expect(momentsBetween(view, next, graphModel(view), 0, underWay)).toEqual([])
  })

  it('tell of a new piece over one of two links between two peers, the one that the other dialled', () => {
    const [p1, p2] = [samplePeer(1, 12), samplePeer(2, 12)]
    const links = [sampleLink(p2, p1, 5101), sampleLink(p1, p2, 5102)]
    const before = sampleView([p1, p2], links)
    const more = { ...p1, swarms: { [sampleInfoHash]: sampleMembership(13) } }
    const told = (view: View) =>
      messagesBetween(view, { ...view, peers: { ...view.peers, [p1.id]: more } }, 0).map((one) =>
        one.kind === 'message' ? [one.key, one.toTarget] : [],
      )
    expect(told(before)).toEqual([[`link ${links[0]!.key}`, false]])
    expect(told(sampleView([p1, p2], [links[1]!]))).toEqual([[`link ${links[1]!.key}`, true]])
  })

  it('mark where a link begins, and where one ends and why, while its peers stay', () => {
    const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 12)]
    const link = sampleLink(p2, p1, 5101)
    const [apart, together] = [sampleView([p1, p2]), sampleView([p1, p2], [link])]
    const [opened] = momentsBetween(apart, together, graphModel(apart), 0, [])
    expect(opened).toMatchObject({ kind: 'opened', key: `link ${link.key}` })
    const event = { type: 'link-closed', link: link.diallerLink!, reason: { code: 'left' } } as const
    const log = [{ ...event, seq: 101, atMs: sampleAtMs, observer: p2.id }]
    const [closed] = momentsBetween(together, { ...apart, seq: 101, log }, graphModel(together), 0, [])
    expect(closed).toMatchObject({ kind: 'closed', edge: { key: `link ${link.key}` } })
    expect(closed?.kind === 'closed' && closed.words).toMatch(/left/)
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
