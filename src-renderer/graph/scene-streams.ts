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
  const byGiver: Record<NodeRole, SceneStream[]> = { seeder: [], peer: [], leecher: [], none: [] }
  let dots = 0
  for (const link of links) {
    const toSource = link.edge.toSourceBytesPerSec >= quietBytesPerSec
    const toTarget = link.edge.toTargetBytesPerSec >= quietBytesPerSec
    if (toSource) dots += add(byGiver[link.target.role], streamOf(link, false, toTarget, room))
    if (toTarget) dots += add(byGiver[link.source.role], streamOf(link, true, toSource, room))
  }
  const streams = [...byGiver.seeder, ...byGiver.peer, ...byGiver.leecher, ...byGiver.none]
  const thinned = steady(dots / mostDots)
  return thinned <= 1 ? streams : streams.map((stream) => ({ ...stream, spacing: stream.spacing * thinned }))
}

/** The next power of two: dots twice as far apart are every other of those before, so none of them jumps. */
function steady(factor: number): number {
  return 2 ** Math.ceil(Math.log2(factor))
}

/** Adds a stream; answers how many dots it has. */
function add(streams: SceneStream[], stream: SceneStream): number {
  streams.push(stream)
  return stream.length / stream.spacing
}

function streamOf(link: SceneLink, toTarget: boolean, isBoth: boolean, room: number): SceneStream {
  const { edge, curve, scale, alpha, source, target } = link
  const share = link.lit ? 1 : Math.max(0.12, room)
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
    spacing: spacingPx * scale * steady(1 / share),
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
