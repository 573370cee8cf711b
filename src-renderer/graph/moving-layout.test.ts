import { expect, test } from 'vitest'
import type { View } from '../../src-shared/swarm/view.ts'
import { labView, samplePeerId } from '../testing/sample-view.ts'
import { createLayoutDesk, type LayoutAnswer, type LayoutOrder } from './layout-desk.ts'
import { graphModel, peerKey } from './model.ts'
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
  return { layout, work, changes: () => changes }
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
  for (let count = 0; layout.moves && count < 1000; count++) {
    layout.step(16)
    work()
  }
  expect(layout.moves).toBe(false)
  layout.step(16)
  expect(work()).toEqual([])
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

test('an answer of before a change does not undo it', () => {
  const { layout, work } = makeLayout()
  layout.update(graphModel(labView(4)), true)
  layout.update(graphModel(labView(5)), true)
  work()
  expect(layout.places().size).toBe(5)
})
