import type { LinkKey } from '../../src-shared/swarm/ids.ts'
import type { Camera } from './camera.ts'
import { distanceTo } from './curve.ts'
import { isNear } from './hit-test.ts'
import type { Scene, SceneLink } from './scene.ts'

/** From here on one link fills the screen. */
const closeUpZoom = 2.4
/** How far from the middle of the screen it may pass, in px; the selected one need only be in sight. */
const reachPx = 90

/** The link that the camera is so near to: the selected one, else the nearest to the middle; null from farther away. */
export function closeUpOf({ links, size }: Scene, { k }: Camera): LinkKey | null {
  if (k < closeUpZoom) return null
  const middle = { x: size.width / 2, y: size.height / 2 }
  const sightPx = Math.min(middle.x, middle.y)
  let nearest: SceneLink | null = null
  let nearestPx = reachPx
  for (const link of links) {
    const mostPx = link.selected ? sightPx : nearestPx
    if (!isNear(link, middle, mostPx)) continue
    const away = distanceTo(link.curve, middle)
    if (away >= mostPx) continue
    nearest = link
    nearestPx = away
    if (link.selected) break
  }
  const selection = nearest?.edge.selection
  return selection?.kind === 'link' ? selection.key : null
}
