import { shareAlong } from './curve.ts'
import type { SceneLink } from './scene.ts'

/** A bar across a link at the end that chokes: where along it, and whether the other end would like to download. */
export interface Bar {
  readonly t: number
  readonly atTarget: boolean
  readonly refuses: boolean
}

/** From a port to its bar, in px at scale 1. */
const gap = 7

/** The bars of a link, each just outside the port of the end that chokes; one that nobody minds is told of lit links only. */
export function barsOf({ edge, curve, covered, scale, lit }: SceneLink): Bar[] {
  const bars: Bar[] = []
  if (edge.sourceRefuses || (lit && edge.sourceFlags.choking))
    bars.push({ t: shareAlong(curve, covered.atSource + gap * scale), atTarget: false, refuses: edge.sourceRefuses })
  if (edge.targetRefuses || (lit && edge.targetFlags.choking))
    bars.push({ t: 1 - shareAlong(curve, covered.atTarget + gap * scale), atTarget: true, refuses: edge.targetRefuses })
  return bars
}
