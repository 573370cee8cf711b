// A small swarm sits round a table: evenly, the same way up each time, and nobody changes places when somebody joins.

import type { Point } from './camera.ts'

/** More than this and a ring is mostly empty inside: then forces find better places. */
export const mostOnRing = 10

/** How far apart neighbours on the ring are at least, in world px, on a stage of the usual width. */
const neighbourDistance = 215
const usualStretch = 2.2
const smallestRadius = 110
/** In px²: so few come together in a moment, and look the same each time; to turn a larger ring is worth less. */
const firstSeatWorth = (count: number) => (count <= 4 ? 1e9 : 60_000)

/** The seats of a ring for so many, clockwise from the top left or the top; one alone sits in the middle. */
export function ringSeats(count: number): Point[] {
  if (count <= 1) return Array.from({ length: count }, () => ({ x: 0, y: 0 }))
  const angles = Array.from({ length: count }, (_, index) => firstAngle(count) + (2 * Math.PI * index) / count)
  const unit = angles.map((angle) => ({ x: Math.cos(angle), y: Math.sin(angle) }))
  const nearest = Math.min(...unit.map((seat, index) => stretchedDistance(seat, unit[(index + 1) % count])))
  const radius = Math.max(smallestRadius, neighbourDistance / nearest)
  return unit.map(({ x, y }) => ({ x: x * radius, y: y * radius }))
}

/**
 * Which seat each place takes: in the order in which they stand round the middle already, turned so that they move least;
 * the first of them goes further for the first seat. The answer names a seat for each place, in the order given.
 */
export function takeSeats(places: readonly Point[], seats: readonly Point[]): Point[] {
  const count = places.length
  const order = places.map((_, index) => index).sort((a, b) => angleOf(places[a]) - angleOf(places[b]) || a - b)
  const byAngle = [...seats].sort((one, other) => angleOf(one) - angleOf(other))
  let best: Point[] = []
  let leastWay = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < count; turn++) {
    const taken: Point[] = []
    let way = byAngle[(order.indexOf(0) + turn) % count] === seats[0] ? 0 : firstSeatWorth(count)
    order.forEach((index, rank) => {
      const seat = byAngle[(rank + turn) % count] ?? { x: 0, y: 0 }
      const from = places[index] ?? seat
      taken[index] = seat
      way += (seat.x - from.x) ** 2 + (seat.y - from.y) ** 2
    })
    // The first of equals, also when floating point sees a hair's difference.
    if (way >= leastWay - 1e-6) continue
    best = taken
    leastWay = way
  }
  return best
}

/** Someone who has a seat already, or none yet. */
export interface Guest extends Point {
  readonly seat: Point | null
}

/**
 * The seats of those at a table of so many seats, some of them free: whoever sits stays, whoever comes takes the nearest free
 * one. Null when there are too few, or so many that a newcomer had better be given a smaller table.
 */
export function keepSeats(guests: readonly Guest[], table: readonly Point[]): Point[] | null {
  const taken = new Set(guests.flatMap(({ seat }) => (seat !== null && table.includes(seat) ? [seat] : [])))
  const newcomers = guests.length - taken.size
  const free = new Set(table.filter((seat) => !taken.has(seat)))
  if (newcomers > free.size || (newcomers > 0 && free.size - newcomers >= guests.length)) return null
  return guests.map((guest) => {
    const seat = guest.seat !== null && taken.has(guest.seat) ? guest.seat : nearest(free, guest)
    free.delete(seat)
    return seat
  })
}

function nearest(seats: Iterable<Point>, place: Point): Point {
  let best: Point = place
  let leastWay = Number.POSITIVE_INFINITY
  for (const seat of seats) {
    const way = Math.hypot(seat.x - place.x, seat.y - place.y)
    if (way >= leastWay) continue
    best = seat
    leastWay = way
  }
  return best
}

/** Four stand at the corners of the stage; other even numbers have one at each end, where there is most room. */
function firstAngle(count: number): number {
  if (count === 4) return (-3 * Math.PI) / 4
  return count % 4 === 2 ? -Math.PI / 2 - Math.PI / count : -Math.PI / 2
}

function stretchedDistance(one: Point, other: Point | undefined): number {
  return other === undefined ? 0 : Math.hypot(usualStretch * (one.x - other.x), one.y - other.y)
}

function angleOf(point: Point | undefined): number {
  return point === undefined ? 0 : Math.atan2(point.y, point.x)
}
