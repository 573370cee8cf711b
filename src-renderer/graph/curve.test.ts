import { describe, expect, it } from 'vitest'
import { angleAt, bendPoint, distanceTo, lengthOf, pointAt } from './curve.ts'

const a = { x: 0, y: 0 }
const b = { x: 300, y: 0 }
const curve = { from: a, bend: bendPoint(a, b, 0, 1), to: b }

describe('the bow of a link', () => {
  it('bends to the dialler’s left, square to the line, whichever way it runs', () => {
    const there = bendPoint(a, b, 0, 1)
    const back = bendPoint(b, a, 0, 1)
    expect(there.x).toBeCloseTo(150)
    expect(there.y).toBeLessThan(-30)
    expect(back.y).toBeCloseTo(-there.y)
    const down = bendPoint(a, { x: 0, y: 300 }, 0, 1)
    expect(down.x).toBeGreaterThan(30)
    expect(down.y).toBeCloseTo(150)
  })

  it('bends further for each further lane', () => {
    expect(bendPoint(a, b, 1, 1).y).toBeLessThan(curve.bend.y - 20)
  })

  it('runs from the dialler to the acceptor', () => {
    expect(pointAt(curve, 0)).toEqual(a)
    expect(pointAt(curve, 1)).toEqual(b)
    expect(angleAt(curve, 0.5)).toBeCloseTo(0)
    expect(lengthOf(curve)).toBeGreaterThan(300)
    expect(lengthOf(curve)).toBeLessThan(340)
  })

  it('is nearest to its own points', () => {
    expect(distanceTo(curve, pointAt(curve, 0.37))).toBeLessThan(1)
    expect(distanceTo(curve, { x: 150, y: 100 })).toBeGreaterThan(100)
  })
})
