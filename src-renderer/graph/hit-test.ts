import type { Selection } from '../store/selection.ts'
import type { Point } from './camera.ts'
import { distanceTo } from './curve.ts'
import { contains } from './occupancy.ts'
import { rimOf, type Scene, type SceneLink } from './scene.ts'

/** How far from a line the pointer may be, in px. */
const reachPx = 7

/** What is under a point of the screen: ports before bodies before lines, the uppermost first; null for empty ground. */
export function hitTest(scene: Scene, point: Point): Selection | null {
  const port = uppermost(scene.ports, ({ box }) => contains(box, point))
  return port?.selection ?? hitNode(scene, point) ?? hitLink(scene, point)?.edge.selection ?? null
}

/** The peer or ghost whose body is under a point. */
export function hitNode(scene: Scene, point: Point): Selection | null {
  const hit =
    uppermost(scene.ghosts, ({ at, scale }) => distance(at, point) <= Math.max(8, 22 * scale)) ??
    uppermost(scene.nodes, ({ at, scale }) => distance(at, point) <= Math.max(7, rimOf(scale)))
  return hit?.node.selection ?? null
}

/** The link whose line is nearest to a point, if one is near. */
export function hitLink(scene: Scene, point: Point): SceneLink | undefined {
  let nearest: SceneLink | undefined
  let nearestPx = reachPx
  for (const link of scene.links) {
    if (!isNear(link, point, reachPx)) continue
    const away = distanceTo(link.curve, point)
    if (away < nearestPx) {
      nearest = link
      nearestPx = away
    }
  }
  return nearest
}

/** Whether a link may pass a point within so many px: it lies inside the box of its curve's three points, so most need no closer look. */
export function isNear({ curve: { from, bend, to } }: SceneLink, { x, y }: Point, withinPx: number): boolean {
  return (
    x >= Math.min(from.x, bend.x, to.x) - withinPx &&
    x <= Math.max(from.x, bend.x, to.x) + withinPx &&
    y >= Math.min(from.y, bend.y, to.y) - withinPx &&
    y <= Math.max(from.y, bend.y, to.y) + withinPx
  )
}

/** Of what is drawn one upon another, the last that is hit. */
export function uppermost<Item>(items: readonly Item[], isHit: (item: Item) => boolean): Item | undefined {
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]
    if (item !== undefined && isHit(item)) return item
  }
  return undefined
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
