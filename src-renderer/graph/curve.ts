// The bow of a link: a quadratic Bézier curve in screen px, from the dialler's port to the acceptor's socket.

import type { Point } from './camera.ts'

export interface Curve {
  readonly from: Point
  readonly bend: Point
  readonly to: Point
  /** A straight line, which is much less work to draw. */
  readonly isStraight?: true
}

/** A line straight from one end to the other. */
export function straight(from: Point, to: Point): Curve {
  return { from, bend: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, to, isStraight: true }
}

/**
 * The point that a link between two centres bows towards. It always lies to the left as seen from the dialler,
 * so the two links of a pair that dialled each other part; further lanes bow further.
 */
export function bendPoint(from: Point, to: Point, lane: number, scale: number): Point {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const length = norm(dx, dy) || 1
  const bow = Math.min(0.26 * length, 64 * scale) * (1 + 0.8 * lane)
  return { x: (from.x + to.x) / 2 + (dy / length) * bow, y: (from.y + to.y) / 2 - (dx / length) * bow }
}

/** The point at share `t` (0 at the dialler, 1 at the acceptor). */
export function pointAt({ from, bend, to }: Curve, t: number): Point {
  const a = (1 - t) * (1 - t)
  const b = 2 * t * (1 - t)
  const c = t * t
  return { x: a * from.x + b * bend.x + c * to.x, y: a * from.y + b * bend.y + c * to.y }
}

/** The direction of travel towards the acceptor at share `t`, in radians. */
export function angleAt({ from, bend, to }: Curve, t: number): number {
  return Math.atan2(
    (1 - t) * (bend.y - from.y) + t * (to.y - bend.y),
    (1 - t) * (bend.x - from.x) + t * (to.x - bend.x),
  )
}

/** The length in px, to within a few percent: enough for spacing dots. */
export function lengthOf({ from, bend, to }: Curve): number {
  const chord = norm(to.x - from.x, to.y - from.y)
  const legs = norm(bend.x - from.x, bend.y - from.y) + norm(to.x - bend.x, to.y - bend.y)
  return (2 * chord + legs) / 3
}

/** The length of a step. Math.hypot, which minds sizes that no screen has, takes ten times as long. */
export function norm(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy)
}

/** Which share of the curve `px` along it from either end is, at most the middle. */
export function shareAlong(curve: Curve, px: number): number {
  return Math.min(0.5, px / (lengthOf(curve) || 1))
}

/** How far a point is from the curve, in px. */
export function distanceTo(curve: Curve, point: Point): number {
  const steps = 24
  let nearest = Number.POSITIVE_INFINITY
  let last = curve.from
  for (let i = 1; i <= steps; i++) {
    const next = pointAt(curve, i / steps)
    nearest = Math.min(nearest, distanceToSegment(last, next, point))
    last = next
  }
  return nearest
}

function distanceToSegment(from: Point, to: Point, point: Point): number {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const squared = dx * dx + dy * dy || 1
  const t = Math.min(1, Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / squared))
  return norm(from.x + t * dx - point.x, from.y + t * dy - point.y)
}
