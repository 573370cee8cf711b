import { describe, expect, it } from 'vitest'
import { keepSeats, mostOnRing, ringSeats, takeSeats } from './ring.ts'

const counts = Array.from({ length: mostOnRing }, (_, index) => index + 1)
const rounded = (points: readonly { x: number; y: number }[]) => points.map(({ x, y }) => [whole(x), whole(y)])
const whole = (value: number) => Math.sign(value) * Math.round(Math.abs(value) - 1e-6) + 0

describe('the seats of a ring', () => {
  it.each(counts)('for %i are the same on the left as on the right, round the middle', (count) => {
    const seats = rounded(ringSeats(count))
    const mirrored = seats.map(([x, y]) => [-(x ?? 0) + 0, y])
    expect(new Set(seats.map(String))).toEqual(new Set(mirrored.map(String)))
  })

  it.each(counts)('for %i keep neighbours apart once they are stretched to the stage', (count) => {
    const seats = ringSeats(count)
    for (const one of seats) {
      for (const other of seats) {
        if (one !== other) expect(Math.hypot(2.2 * (one.x - other.x), one.y - other.y)).toBeGreaterThan(214)
      }
    }
  })

  it('are the four corners for four, and one at each end for more', () => {
    const [topLeft, topRight, bottomRight, bottomLeft] = ringSeats(4)
    expect(topLeft!.x).toBeLessThan(0)
    expect(topLeft!.y).toBeCloseTo(topLeft!.x)
    expect(bottomRight!.x).toBeCloseTo(-topLeft!.x)
    expect(topRight!.y).toBeCloseTo(topLeft!.y)
    expect(bottomLeft!.x).toBeCloseTo(topLeft!.x)
    for (const count of [6, 8, 10]) expect(ringSeats(count).filter(({ y }) => Math.abs(y) < 1)).toHaveLength(2)
  })
})

describe('keeping seats', () => {
  const four = ringSeats(4)
  const seated = four.map((seat) => ({ ...seat, seat }))

  it('moves nobody when one leaves, and gives a newcomer the free seat', () => {
    const [one, , three, other] = seated
    expect(keepSeats([one!, three!, other!], four)).toEqual([one!.seat, three!.seat, other!.seat])
    const newcomer = { x: 3, y: 4, seat: null }
    expect(keepSeats([one!, three!, other!, newcomer], four)?.[3]).toBe(four[1])
  })

  it('asks for another table where seats lack, or one that is mostly empty gets a newcomer', () => {
    const newcomer = { x: 3, y: 4, seat: null }
    expect(keepSeats([...seated, newcomer], four)).toBeNull()
    const ten = ringSeats(10)
    expect(keepSeats([{ ...ten[0]!, seat: ten[0]! }, newcomer], ten)).toBeNull()
    expect(keepSeats([{ ...ten[0]!, seat: ten[0]! }], ten)).toEqual([ten[0]])
  })

  it('gives each newcomer a seat of its own', () => {
    const newcomers = [1, 2, 3].map((x) => ({ x, y: 0, seat: null }))
    expect(new Set(keepSeats([seated[0]!, ...newcomers], four)).size).toBe(4)
  })
})

describe('taking seats', () => {
  it.each(counts)('moves none of %i that sit already', (count) => {
    const seats = ringSeats(count)
    expect(takeSeats(seats, seats)).toEqual(seats)
  })

  it('keeps the order round the table when one more comes', () => {
    const four = ringSeats(4)
    const newcomer = { x: 0, y: -300 }
    const taken = takeSeats([...four, newcomer], ringSeats(5))
    expect(rounded(taken.slice(4))).toEqual([[0, rounded(ringSeats(5))[0]![1]]])
    for (const [index, { x, y }] of four.entries()) {
      expect(Math.sign(taken[index]!.x)).toBe(Math.sign(x))
      expect(taken[index]!.y - y).toBeLessThan(160)
    }
  })

  it('turns a large ring for nobody', () => {
    const seats = ringSeats(8)
    const turned = [...seats.slice(2), ...seats.slice(0, 2)]
    expect(takeSeats(turned, seats)).toEqual(turned)
  })

  it('puts the first on the first seat where that is not far out of the way', () => {
    const [left, right] = ringSeats(2)
    const [top, ...others] = ringSeats(3)
    const taken = takeSeats([left!, right!, { x: 20, y: 110 }], [top!, ...others])
    expect(taken[0]).toBe(top)
  })

  it('leaves the first on the first seat among four, wherever they came together', () => {
    const seats = ringSeats(4)
    const places = [seats[3]!, seats[0]!, seats[1]!, seats[2]!]
    expect(takeSeats(places, seats)).toEqual(seats)
  })

  it('gives each its own seat, also from one and the same spot', () => {
    const taken = takeSeats(Array(6).fill({ x: 0, y: 0 }), ringSeats(6))
    expect(new Set(taken).size).toBe(6)
  })
})
