import { lengthOf } from './curve.ts'
import { quietBytesPerSec } from './flow.ts'
import type { SceneLink } from './scene.ts'

/** An arrowhead on a link: where along it, and whether data goes to the acceptor or to the dialler. */
export interface Arrow {
  readonly t: number
  readonly toTarget: boolean
}

/** The arrowheads of a link, one for each direction that carries data, each near the taker's end but clear of its port. */
export function arrowsOf({ edge, curve, scale }: Pick<SceneLink, 'edge' | 'curve' | 'scale'>): Arrow[] {
  const arrows: Arrow[] = []
  const length = lengthOf(curve) || 1
  const fromPort = Math.min(0.44, Math.max(0.16, (26 + 22 * scale) / length))
  const fromSocket = Math.min(0.44, Math.max(0.12, (8 + 18 * scale) / length))
  if (edge.toSourceBytesPerSec >= quietBytesPerSec) arrows.push({ t: fromPort, toTarget: false })
  if (edge.toTargetBytesPerSec >= quietBytesPerSec) arrows.push({ t: 1 - fromSocket, toTarget: true })
  return arrows
}
