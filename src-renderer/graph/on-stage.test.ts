import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pointAt } from './curve.ts'
import { crossesStage, isOnStage } from './on-stage.ts'

const size = { width: 800, height: 400 }
const point = fc.record({ x: fc.integer({ min: -900, max: 1700 }), y: fc.integer({ min: -500, max: 900 }) })

it('leaves out no curve that has a point on the stage', () => {
  fc.assert(
    fc.property(point, point, point, fc.double({ min: 0, max: 1, noNaN: true }), (from, bend, to, t) => {
      const { x, y } = pointAt({ from, bend, to }, t)
      const isInside = x > 0 && y > 0 && x < size.width && y < size.height
      expect(!isInside || crossesStage({ from, bend, to }, size)).toBe(true)
    }),
  )
})

it('leaves out what is far beyond', () => {
  const far = { from: { x: 900, y: 10 }, bend: { x: 1000, y: 20 }, to: { x: 1100, y: 30 } }
  expect(crossesStage(far, size)).toBe(false)
  expect([isOnStage({ x: 805, y: 200 }, size), isOnStage({ x: 1300, y: 200 }, size)]).toEqual([true, false])
})
