// Data on its way, as it is drawn: one stream of dots for each direction of a link that carries data.

import { type Curve, lengthOf } from './curve.ts'
import { quietBytesPerSec, widthOf } from './flow.ts'
import type { NodeRole } from './model.ts'
import type { SceneLink } from './scene.ts'

/** The dots of one direction of a link, in px. */
export interface SceneStream {
  /** As its edge names it. */
  readonly name: string
  readonly curve: Curve
  readonly length: number
  readonly toTarget: boolean
  /** Whose data it is, for its colour. */
  readonly giver: NodeRole
  readonly alpha: number
  readonly scale: number
  readonly spacing: number
  readonly radius: number
  /** How far to its own right it keeps: two streams on one link pass each other as on a road. */
  readonly aside: number
}

const spacingPx = 20
/** What a screen without a graphics card can move, and more than an eye can follow. */
export const mostDots = 2_200

/** The streams of these links, so far apart that all have at most mostDots dots; those of one colour stand together. */
export function streamsOf(links: readonly SceneLink[], room: number): SceneStream[] {
  let dots = 0
  eachBusy(links, (link) => {
    dots += lengthOf(link.curve) / spacingOf(link, room)
  })
  const thinned = Math.max(1, steady(dots / mostDots))
  const byGiver: Record<NodeRole, SceneStream[]> = { seeder: [], peer: [], leecher: [], none: [] }
  eachBusy(links, (link, toTarget, isBoth) => {
    byGiver[toTarget ? link.source.role : link.target.role].push(streamOf(link, toTarget, isBoth, room, thinned))
  })
  return [...byGiver.seeder, ...byGiver.peer, ...byGiver.leecher, ...byGiver.none]
}

/** Visits each direction that carries data, and says whether both of its link do. */
function eachBusy(
  links: readonly SceneLink[],
  visit: (link: SceneLink, toTarget: boolean, isBoth: boolean) => void,
): void {
  for (const link of links) {
    const toSource = link.edge.toSourceBytesPerSec >= quietBytesPerSec
    const toTarget = link.edge.toTargetBytesPerSec >= quietBytesPerSec
    if (toSource) visit(link, false, toTarget)
    if (toTarget) visit(link, true, toSource)
  }
}

/** The next power of two: dots twice as far apart are every other of those before, so none of them jumps. */
function steady(factor: number): number {
  return 2 ** Math.ceil(Math.log2(factor))
}

function shareOf({ lit }: SceneLink, room: number): number {
  return lit ? 1 : Math.max(0.12, room)
}

/** How far apart the dots of a link are while there are not too many. */
function spacingOf(link: SceneLink, room: number): number {
  return spacingPx * link.scale * steady(1 / shareOf(link, room))
}

function streamOf(link: SceneLink, toTarget: boolean, isBoth: boolean, room: number, thinned: number): SceneStream {
  const { edge, curve, scale, alpha, source, target } = link
  const share = shareOf(link, room)
  const bytesPerSec = toTarget ? edge.toTargetBytesPerSec : edge.toSourceBytesPerSec
  const radius = Math.max(1, Math.min(4.2, 1.6 + 0.22 * widthOf(bytesPerSec) * share) * scale)
  return {
    name: toTarget ? edge.toTargetStream : edge.toSourceStream,
    curve,
    length: lengthOf(curve),
    toTarget,
    giver: toTarget ? source.role : target.role,
    alpha,
    scale,
    spacing: spacingOf(link, room) * thinned,
    radius,
    aside: isBoth ? (toTarget ? 1 : -1) * (radius + 0.6) : 0,
  }
}

/** Visits every dot of a stream whose dots have come so far, in px at scale 1. */
export function eachDot(stream: SceneStream, travelledPx: number, visit: (x: number, y: number) => void): void {
  const { curve, length, spacing, toTarget, aside } = stream
  const { from, bend, to } = curve
  for (let along = (travelledPx * stream.scale) % spacing; along < length; along += spacing) {
    const t = toTarget ? along / length : 1 - along / length
    const s = 1 - t
    let x = s * s * from.x + 2 * s * t * bend.x + t * t * to.x
    let y = s * s * from.y + 2 * s * t * bend.y + t * t * to.y
    if (aside !== 0) {
      const dx = s * (bend.x - from.x) + t * (to.x - bend.x)
      const dy = s * (bend.y - from.y) + t * (to.y - bend.y)
      const reach = aside / (Math.hypot(dx, dy) || 1)
      x -= dy * reach
      y += dx * reach
    }
    visit(x, y)
  }
}
