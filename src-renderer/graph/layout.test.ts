import { describe, expect, it } from 'vitest'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import type { LayoutName } from '../store/theme.ts'
import { labView, sampleDial, sampleLink, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import type { Point } from './camera.ts'
import { createLayout, type Layout, type Remembered } from './layout.ts'
import { shapeOf } from './layout-shape.ts'
import { graphModel, peerKey } from './model.ts'

const shape = (view: View, name: LayoutName = 'force') => shapeOf(graphModel(view), name)

function settled(view: View, name: LayoutName = 'force', remembered?: Remembered): Layout {
  const layout = createLayout(remembered)
  layout.update(shape(view, name))
  layout.settle()
  return layout
}

/** The places by node key, of a layout that was given this view last. */
function placesOf(layout: Layout, view: View): Map<string, Point> {
  const places = layout.places()
  return new Map(graphModel(view).nodes.map(({ key }, i) => [key, { x: places[2 * i]!, y: places[2 * i + 1]! }]))
}

function steps(layout: Layout): number {
  let count = 0
  while (count < 1000 && layout.step()) count++
  return count
}

const distance = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y)

function expectApart(places: Iterable<Point>, leastPx: number): void {
  const all = [...places]
  for (const one of all) {
    for (const other of all) if (one !== other) expect(distance(one, other)).toBeGreaterThan(leastPx)
  }
}

describe('the layout', () => {
  it('is the same on every run', () => {
    expect(settled(labView(6)).places()).toEqual(settled(labView(6)).places())
  })

  it('comes to rest, with no two peers on top of each other', () => {
    const layout = settled(labView(12))
    expect(layout.step()).toBe(false)
    expectApart(placesOf(layout, labView(12)).values(), 110)
  })

  it('goes on when a peer leaves with its links, whatever its size', () => {
    for (const peers of [6, 2_050]) {
      const ids = Array.from({ length: peers }, (_, i) => samplePeer(i + 1, 0))
      const links = ids.slice(1).map((peer, i) => sampleLink(peer, ids[i]!, 5101 + i))
      const layout = createLayout()
      layout.update(shape(sampleView(ids, links)))
      layout.step()
      const rest = sampleView(ids.slice(0, -1), links.slice(0, -1))
      layout.update(shape(rest))
      layout.step()
      expect(layout.places()).toHaveLength(2 * (peers - 1))
      expect(layout.places().every(Number.isFinite)).toBe(true)
    }
  })

  it('puts a newcomer beside whoever introduced it', () => {
    const view = labView(4)
    const layout = settled(view)
    const newcomer = samplePeer(5, 0, { introducedBy: samplePeerId(3) })
    const next = { ...view, peers: { ...view.peers, [newcomer.id]: newcomer } }
    layout.update(shape(next))
    const places = placesOf(layout, next)
    expect(distance(places.get(peerKey(newcomer.id))!, places.get(peerKey(samplePeerId(3)))!)).toBeLessThan(180)
  })

  it('lets nothing jump when a peer joins, and rests again', () => {
    const layout = settled(labView(4))
    const before = placesOf(layout, labView(4))
    layout.update(shape(labView(5)))
    const after = placesOf(layout, labView(5))
    for (const [key, place] of before) expect(after.get(key)).toEqual(place)
    let last = after
    let moved = true
    for (let count = 0; moved && count < 1000; count++) {
      moved = layout.step()
      const now = placesOf(layout, labView(5))
      for (const [key, place] of last) expect(distance(now.get(key)!, place)).toBeLessThan(30)
      last = now
    }
    expect(moved).toBe(false)
  })

  it('moves nobody who stays when another leaves', () => {
    const view = labView(7)
    const layout = settled(view)
    const before = placesOf(layout, view)
    const { [samplePeerId(3)]: gone, ...peers } = view.peers
    layout.update(shape({ ...view, peers }))
    steps(layout)
    for (const [key, place] of placesOf(layout, { ...view, peers }))
      expect(distance(place, before.get(key)!)).toBeLessThan(15)
  })

  it('turns the ghost of a dial into the peer on the spot', () => {
    const p1 = samplePeer(1, 96)
    const dial = sampleDial(p1, '10.0.0.9:5000', 5001)
    const dialling = sampleView([p1], [], [dial])
    const layout = settled(dialling)
    const ghost = placesOf(layout, dialling).get(`dial ${dial.id}`)
    const p2 = samplePeer(2, 0, { server: '10.0.0.9:5000' as Address })
    const connected = sampleView([p1, p2], [sampleLink(p1, p2, 5001)])
    layout.update(shape(connected))
    expect(placesOf(layout, connected).get(peerKey(p2.id))).toEqual(ghost)
  })

  it('holds a dragged node where the pointer is, and lets it go again', () => {
    const layout = settled(labView(4))
    const key = peerKey(samplePeerId(2))
    layout.hold(key, { x: 600, y: -300 })
    for (let count = 0; count < 20; count++) expect(layout.step()).toBe(true)
    expect(placesOf(layout, labView(4)).get(key)).toEqual({ x: 600, y: -300 })
    layout.letGo(key)
    expect(steps(layout)).toBeLessThan(1000)
    expect(placesOf(layout, labView(4)).get(key)).not.toEqual({ x: 600, y: -300 })
  })

  it('leaves a pinned node where it was dragged to, until it is unpinned', () => {
    const layout = settled(labView(4))
    const key = peerKey(samplePeerId(2))
    layout.pin(key, true)
    layout.hold(key, { x: 600, y: -300 })
    layout.letGo(key)
    steps(layout)
    expect(placesOf(layout, labView(4)).get(key)).toEqual({ x: 600, y: -300 })
    layout.pin(key, false)
    steps(layout)
    expect(placesOf(layout, labView(4)).get(key)!.x).toBeLessThan(500)
  })

  it('brings all back to where they were when the screen was left', () => {
    const view = labView(30)
    const kept = placesOf(settled(view), view)
    const layout = createLayout(kept)
    layout.update(shape(view))
    expect(placesOf(layout, view)).toEqual(kept)
    layout.settle()
    for (const [key, place] of placesOf(layout, view)) expect(distance(place, kept.get(key)!)).toBeLessThan(60)
  })

  it('brings them back though the first picture was empty', () => {
    const view = labView(30)
    const kept = placesOf(settled(view), view)
    const layout = createLayout(kept)
    layout.update(shape(sampleView([])))
    layout.update(shape(view))
    layout.settle()
    for (const [key, place] of placesOf(layout, view)) expect(distance(place, kept.get(key)!)).toBeLessThan(60)
  })

  it('takes a peer that leaves and comes again for a newcomer', () => {
    const view = labView(20)
    const key = peerKey(samplePeerId(5))
    const far = { x: 4000, y: 4000 }
    const layout = createLayout(new Map([[key, far]]))
    layout.update(shape(view))
    expect(placesOf(layout, view).get(key)).toEqual(far)
    const { [samplePeerId(5)]: gone, ...peers } = view.peers
    layout.update(shape({ ...view, peers }))
    layout.update(shape(view))
    expect(distance(placesOf(layout, view).get(key)!, far)).toBeGreaterThan(1000)
  })

  it('sets the others in a ring round the seeder', () => {
    const view = labView(7)
    const places = placesOf(settled(view, 'ring'), view)
    const seeder = places.get(peerKey(samplePeerId(1)))!
    const away = [...places.values()].filter((place) => place !== seeder).map((place) => distance(place, seeder))
    expect(Math.max(...away) - Math.min(...away)).toBeLessThan(20)
    expectApart(places.values(), 110)
  })

  it('sets the roles in columns, seeders left, leechers right', () => {
    const peers = [96, 96, 12, 40, 0, 0, 0].map((haveCount, index) => samplePeer(index + 1, haveCount))
    const view = sampleView(peers)
    const x = [...placesOf(settled(view, 'role'), view).values()].map((place) => Math.round(place.x / 100))
    expect(new Set(x.slice(0, 2)).size).toBe(1)
    expect(x[0]).toBeLessThan(x[2]!)
    expect(x[3]).toBeLessThan(x[4]!)
    expect(x[4]).toBe(x[6])
  })
})
