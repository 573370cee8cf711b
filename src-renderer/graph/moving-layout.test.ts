import { expect, test } from 'vitest'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { labView, sampleDial, sampleLink, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { createLayoutDesk, type LayoutAnswer, type LayoutOrder } from './layout-desk.ts'
import { type GraphModel, graphModel, peerKey } from './model.ts'
import { createMovingLayout } from './moving-layout.ts'

/** A layout whose workshop carries out an order only when it is let. */
function makeLayout() {
  const orders: LayoutOrder[] = []
  let carryOut: (order: LayoutOrder) => void = () => undefined
  let changes = 0
  const layout = createMovingLayout(
    (onAnswer: (answer: LayoutAnswer) => void) => {
      carryOut = createLayoutDesk(onAnswer, () => 0)
      return { order: (order) => orders.push(order), close: () => undefined }
    },
    () => changes++,
  )
  const work = () => {
    const due = orders.splice(0)
    for (const order of due) carryOut(order)
    return due.map(({ kind }) => kind)
  }
  const workOne = () => {
    const order = orders.shift()
    if (order !== undefined) carryOut(order)
  }
  return { layout, orders, work, workOne, changes: () => changes }
}

test('places come from the workshop, and stretched as the stage is wide', () => {
  const { layout, work, changes } = makeLayout()
  layout.update(graphModel(labView(3)), true)
  expect(layout.places().size).toBe(0)
  expect(work()).toEqual(['shape'])
  expect(layout.places().size).toBe(3)
  expect(changes()).toBe(1)
  const x = layout.places().get(peerKey(samplePeerId(2)))!.x
  layout.widen(3)
  expect(layout.places().get(peerKey(samplePeerId(2)))!.x).toBeCloseTo(2 * x)
})

test('it asks for steps one at a time, and for none once all is at rest', () => {
  const { layout, work } = makeLayout()
  layout.update(graphModel(labView(3)), false)
  work()
  layout.step(16)
  layout.step(16)
  expect(work()).toEqual(['step'])
  let steps = 0
  do layout.step(16)
  while (work().length > 0 && steps++ < 1000)
  expect(steps).toBeGreaterThan(10)
  expect(steps).toBeLessThan(1000)
})

test('however many join, no more than one step waits', () => {
  const { layout, work, workOne, orders } = makeLayout()
  layout.update(graphModel(labView(2)), false)
  work()
  for (let peers = 3; peers < 12; peers++) {
    layout.step(16)
    layout.update(graphModel(labView(peers)), false)
    // The workshop is one order behind.
    for (let answers = 0; answers < 2; answers++) {
      workOne()
      layout.step(16)
    }
  }
  expect(orders.length).toBeLessThanOrEqual(1)
})

test('it sleeps on while only rates change', () => {
  const { layout, work } = makeLayout()
  const view = labView(4)
  layout.update(graphModel(view), true)
  work()
  const links = Object.fromEntries(
    Object.entries(view.links).map(([key, link]) => [key, { ...link, toDiallerBytesPerSec: 5 }]),
  ) as View['links']
  layout.update(graphModel({ ...view, links }), false)
  expect(work()).toEqual([])
})

test('it sleeps on while one of two links of a pair closes', () => {
  const { layout, work } = makeLayout()
  const peers = [samplePeer(1, 96), samplePeer(2, 0), samplePeer(3, 0)]
  const [p1, p2, p3] = peers as [PeerView, PeerView, PeerView]
  const [first, second] = [sampleLink(p2, p3, 5001), sampleLink(p3, p2, 5001)]
  const others = [sampleLink(p2, p1, 5000), second]
  layout.update(graphModel(sampleView(peers, [first, ...others])), true)
  work()
  expect(layout.update(graphModel(sampleView(peers, others)), false).size).toBe(0)
  expect(work()).toEqual([])
})

test('it sleeps on while roles change that no place depends on, and wakes when one does', () => {
  const { layout, work } = makeLayout()
  const viewWith = (haveCount: number) => graphModel(sampleView([samplePeer(1, 96), samplePeer(2, haveCount)]))
  layout.update(viewWith(0), true)
  work()
  layout.update(viewWith(5), false)
  expect(work()).toEqual([])
  layout.arrange('role')
  expect(work()).toEqual(['shape'])
  layout.update(viewWith(96), false)
  expect(work()).toEqual(['shape'])
})

test('it tells where those who left were, before the workshop knows', () => {
  const { layout, work } = makeLayout()
  layout.update(graphModel(labView(4)), true)
  work()
  const key = peerKey(samplePeerId(4))
  const place = layout.places().get(key)
  expect(layout.update(graphModel(labView(3)), false)).toEqual(new Map([[key, place]]))
  work()
  expect(layout.places().has(key)).toBe(false)
})

test('what is dragged is under the hand at once', () => {
  const { layout, work } = makeLayout()
  layout.update(graphModel(labView(4)), true)
  work()
  const key = peerKey(samplePeerId(2))
  layout.hold(key, { x: 77, y: -5 })
  expect(layout.places().get(key)).toEqual({ x: 77, y: -5 })
  work()
  layout.step(16)
  work()
  expect(layout.places().get(key)).toEqual({ x: 77, y: -5 })
})

test('an answer of before a change gives places to those whom it knew, and to nobody else', () => {
  const { layout, workOne } = makeLayout()
  const [five, two] = [labView(5), labView(2)].map((view) => graphModel(view)) as [GraphModel, GraphModel]
  const keysOf = (model: GraphModel) => model.nodes.map(({ key }) => key)
  layout.update(five, true)
  layout.update(two, true)
  workOne()
  expect([...layout.places().keys()]).toEqual(keysOf(five))
  workOne()
  expect([...layout.places().keys()]).toEqual(keysOf(two))
})

test('peers are kept across a reload, and no ghosts, whose dials are numbered anew', () => {
  const { layout, work } = makeLayout()
  const p1 = samplePeer(1, 96)
  const dialling = sampleView([p1], [], [sampleDial(p1, '10.0.0.9:5000', 5001)])
  expect(layout.kept()).toEqual([])
  layout.update(graphModel(dialling), true)
  work()
  expect(layout.places().size).toBe(2)
  expect(layout.kept().map(([key]) => key)).toEqual([peerKey(p1.id)])
})
