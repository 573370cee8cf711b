import { shareAlong } from './curve.ts'
import { quietBytesPerSec } from './flow.ts'
import type { SceneLink } from './scene.ts'

/** An arrowhead on a link: where along it, and whether data goes to the acceptor or to the dialler. */
export interface Arrow {
  readonly t: number
  readonly toTarget: boolean
}

/** From a port to the arrow that points at it, in px at scale 1: a bar has room between them. */
const gap = 22
const nearestMiddle = 0.44

/** The arrowheads of a link, one for each direction that carries data, each near the taker's end but clear of its port. */
export function arrowsOf({ edge, curve, covered, scale }: SceneLink): Arrow[] {
  const arrows: Arrow[] = []
  const share = (coveredPx: number) => Math.min(nearestMiddle, shareAlong(curve, coveredPx + gap * scale))
  if (edge.toSourceBytesPerSec >= quietBytesPerSec) arrows.push({ t: share(covered.atSource), toTarget: false })
  if (edge.toTargetBytesPerSec >= quietBytesPerSec) arrows.push({ t: 1 - share(covered.atTarget), toTarget: true })
  return arrows
}
