import type { Selection } from '../store/selection.ts'
import { sameSelection } from '../store/selection.ts'
import type { Point } from './camera.ts'

/** A peer as far as moving between peers goes: what it is, and where on screen. */
export interface Stop {
  readonly selection: Selection
  readonly at: Point
}

const directions: Readonly<Record<string, Point>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
}

/** Whether a key moves by direction. */
export function isArrow(key: string): boolean {
  return key in directions
}

/** The peer that an arrow key leads to: the nearest one roughly in that direction; the first when none is selected. */
export function arrowTarget(stops: readonly Stop[], current: Selection | null, key: string): Selection | null {
  const direction = directions[key]
  const here = stops.find((stop) => sameSelection(stop.selection, current))
  if (direction === undefined) return current
  if (here === undefined) return stops[0]?.selection ?? null
  let best = here
  let bestCost = Number.POSITIVE_INFINITY
  for (const stop of stops) {
    const ahead = (stop.at.x - here.at.x) * direction.x + (stop.at.y - here.at.y) * direction.y
    const aside = Math.abs((stop.at.x - here.at.x) * direction.y) + Math.abs((stop.at.y - here.at.y) * direction.x)
    if (ahead <= 1 || aside > 2.5 * ahead) continue
    if (ahead + 2 * aside < bestCost) {
      best = stop
      bestCost = ahead + 2 * aside
    }
  }
  return best.selection
}

/** The next (or, with `back`, the previous) peer after the selected one; null past either end, where Tab leaves the graph. */
export function tabTarget(stops: readonly Stop[], current: Selection | null, back: boolean): Selection | null {
  const index = stops.findIndex((stop) => sameSelection(stop.selection, current))
  return index < 0 ? null : (stops[index + (back ? -1 : 1)]?.selection ?? null)
}
