import { describe, expect, it } from 'vitest'
import { boxAround, createOccupancy } from './occupancy.ts'

describe('which parts of the screen are taken', () => {
  it('counts each taken box once, however many cells it spans', () => {
    const taken = createOccupancy({ width: 1000, height: 1000 })
    taken.take({ x: 100, y: 100, width: 300, height: 300 })
    expect(taken.covered({ x: 150, y: 150, width: 200, height: 200 })).toBe(200 * 200)
    expect(taken.covered({ x: 350, y: 90, width: 100, height: 20 })).toBe(50 * 10)
    expect(taken.covered({ x: 500, y: 500, width: 50, height: 50 })).toBe(0)
  })

  it('counts what lies beyond the edges as taken', () => {
    const taken = createOccupancy({ width: 100, height: 100 })
    expect(taken.covered({ x: 90, y: 10, width: 20, height: 10 })).toBe(100)
    expect(taken.covered({ x: -500, y: 0, width: 10, height: 10 })).toBe(100)
  })

  it('counts the spots a box covers', () => {
    const taken = createOccupancy({ width: 100, height: 100 })
    taken.takeSpot({ x: 50, y: 50 })
    taken.takeSpot({ x: 80, y: 80 })
    expect(taken.spots(boxAround({ x: 50, y: 50 }, 10, 10))).toBe(1)
  })
})
