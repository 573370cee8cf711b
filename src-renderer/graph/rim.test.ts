import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spreadSeats } from './rim.ts'

const gaps = (angles: readonly number[]) => {
  const sorted = [...angles].sort((a, b) => a - b)
  return sorted.map((angle, index) => (sorted[index + 1] ?? (sorted[0] ?? 0) + 2 * Math.PI) - angle)
}

describe('ports round a rim', () => {
  it('stay where their links leave while there is room', () => {
    const angles = spreadSeats([
      { angle: 0.5, half: 0.1 },
      { angle: 2, half: 0.1 },
    ])
    expect(angles[0]).toBeCloseTo(0.5)
    expect(angles[1]).toBeCloseTo(2)
  })

  it('make room for each other', () => {
    const seats = fc.array(fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(seats, (wishes) => {
        const angles = spreadSeats(wishes.map((angle) => ({ angle, half: 0.15 })))
        for (const gap of gaps(angles)) expect(gap).toBeGreaterThan(0.2)
      }),
    )
  })

  it('keep clear of what is fixed', () => {
    const angles = spreadSeats([
      { angle: 1, half: 0.3, fixed: true },
      { angle: 1.05, half: 0.2 },
    ])
    expect(angles[0]).toBe(1)
    expect(angles[1]! - 1).toBeGreaterThanOrEqual(0.499)
  })

  it('share a rim that is too small for all', () => {
    const angles = spreadSeats(Array.from({ length: 40 }, (_, index) => ({ angle: index / 100, half: 0.4 })))
    expect(angles.every(Number.isFinite)).toBe(true)
  })
})
