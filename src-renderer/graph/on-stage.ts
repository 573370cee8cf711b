// What of a large swarm is in sight: from near that is little of it, and the rest need not be drawn.

import type { Point, Size } from './camera.ts'
import type { Curve } from './curve.ts'
import type { Box } from './occupancy.ts'

/** A body with its ring, ports and words reaches so far from its middle, in px. */
const reachPx = 180

/** Whether something of a peer in a place may be seen on a stage of a size. */
export function isOnStage({ x, y }: Point, { width, height }: Size): boolean {
  return x > -reachPx && y > -reachPx && x < width + reachPx && y < height + reachPx
}

/** Whether a curve may cross the stage: it lies inside the box of its three points. */
export function crossesStage({ from, bend, to }: Curve, { width, height }: Size): boolean {
  return (
    Math.max(from.x, bend.x, to.x) > 0 &&
    Math.max(from.y, bend.y, to.y) > 0 &&
    Math.min(from.x, bend.x, to.x) < width &&
    Math.min(from.y, bend.y, to.y) < height
  )
}

/** Whether a box and the stage overlap. */
export function overlapsStage(box: Box, { width, height }: Size): boolean {
  return box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0
}
