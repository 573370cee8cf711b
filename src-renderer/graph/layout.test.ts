import { describe, expect, it } from 'vitest'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { labView, sampleDial, sampleLink, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { createLayout, type Layout } from './layout.ts'
import { graphModel, peerKey } from './model.ts'

function settled(view: View): Layout {
  const layout = createLayout()
  layout.update(graphModel(view))
  layout.settle()
  return layout
}

function steps(layout: Layout): number {
  let count = 0
  while (count < 1000 && layout.step()) count++
  return count
}

describe('the layout', () => {
  it('is the same on every run', () => {
    expect(settled(labView(6)).places()).toEqual(settled(labView(6)).places())
  })

  it('comes to rest, with no two peers on top of each other', () => {
    const layout = settled(labView(12))
    expect(layout.step()).toBe(false)
    const places = [...layout.places().values()]
    for (const one of places) {
      for (const other of places) {
        if (one !== other) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(120)
      }
    }
  })

  it('sleeps on while only rates and pieces change', () => {
    const view = labView(4)
    const layout = settled(view)
    const changed = Object.fromEntries(
      Object.entries(view.links).map(([key, link]) => [key, { ...link, toDiallerBytesPerSec: 5 }]),
    ) as View['links']
    layout.update(graphModel({ ...view, links: changed }))
    expect(layout.step()).toBe(false)
  })

  it('puts a newcomer beside whoever introduced it', () => {
    const view = labView(4)
    const layout = settled(view)
    const newcomer = samplePeer(5, 0, { introducedBy: samplePeerId(3) })
    layout.update(graphModel({ ...view, peers: { ...view.peers, [newcomer.id]: newcomer } }))
    const place = layout.place(peerKey(newcomer.id))!
    const introducer = layout.place(peerKey(samplePeerId(3)))!
    expect(Math.hypot(place.x - introducer.x, place.y - introducer.y)).toBeLessThan(180)
  })

  it('lets nothing jump when a peer joins, and rests again', () => {
    const layout = settled(labView(4))
    const before = layout.places()
    layout.update(graphModel(labView(5)))
    for (const [key, place] of before) expect(layout.place(key)).toEqual(place)
    let last = before
    let moved = true
    for (let count = 0; moved && count < 1000; count++) {
      moved = layout.step()
      const now = layout.places()
      for (const [key, { x, y }] of last) expect(Math.hypot(now.get(key)!.x - x, now.get(key)!.y - y)).toBeLessThan(30)
      last = now
    }
    expect(moved).toBe(false)
  })

  it('turns the ghost of a dial into the peer on the spot', () => {
    const p1 = samplePeer(1, 96)
    const dial = sampleDial(p1, '10.0.0.9:5000', 5001)
    const layout = settled(sampleView([p1], [], [dial]))
    const ghost = layout.place(`dial ${dial.id}`)
    const p2 = samplePeer(2, 0, { server: '10.0.0.9:5000' as Address })
    layout.update(graphModel(sampleView([p1, p2], [sampleLink(p1, p2, 5001)])))
    expect(layout.place(peerKey(p2.id))).toEqual(ghost)
  })

  it('tells where those who left were', () => {
    const layout = settled(labView(4))
    const key = peerKey(samplePeerId(4))
    const place = layout.place(key)
    expect(layout.update(graphModel(labView(3))).get(key)).toEqual(place)
    expect(layout.place(key)).toBeUndefined()
  })

  it('holds a dragged node where the pointer is, and lets it go again', () => {
    const layout = settled(labView(4))
    const key = peerKey(samplePeerId(2))
    layout.hold(key, { x: 600, y: -300 })
    for (let count = 0; count < 20; count++) expect(layout.step()).toBe(true)
    expect(layout.place(key)).toEqual({ x: 600, y: -300 })
    layout.letGo(key)
    expect(steps(layout)).toBeLessThan(1000)
    expect(layout.place(key)).not.toEqual({ x: 600, y: -300 })
  })
})
