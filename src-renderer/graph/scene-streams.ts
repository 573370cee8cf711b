// Data on its way, as it is drawn: one stream of dots for each direction of a link that carries data.

import { type Curve, lengthOf } from './curve.ts'
import { quietBytesPerSec, streamId, widthOf } from './flow.ts'
import type { NodeRole } from './model.ts'
import type { SceneLink } from './scene.ts'

/** The dots of one direction of a link, in px. */
export interface SceneStream {
  /** As streamId names it. */
  readonly id: string
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
  const streams = links.flatMap((link) => streamsOfLink(link, room))
  let dots = 0
  for (const { length, spacing } of streams) dots += length / spacing
  const thinned = dots > mostDots ? dots / mostDots : 1
  const shown = thinned === 1 ? streams : streams.map((stream) => ({ ...stream, spacing: stream.spacing * thinned }))
  return shown.sort((one, other) =>
    one.giver === other.giver ? one.alpha - other.alpha : one.giver < other.giver ? -1 : 1,
  )
}

function streamsOfLink(link: SceneLink, room: number): SceneStream[] {
  const { edge, curve, scale, alpha, source, target } = link
  const toSource = edge.toSourceBytesPerSec >= quietBytesPerSec
  const toTarget = edge.toTargetBytesPerSec >= quietBytesPerSec
  if (!toSource && !toTarget) return []
  const share = link.lit ? 1 : Math.max(0.12, room)
  const length = lengthOf(curve)
  const isBoth = toSource && toTarget
  const made = (towards: boolean, giver: NodeRole, bytesPerSec: number): SceneStream => {
    const radius = Math.max(1, Math.min(4.2, 1.6 + 0.22 * widthOf(bytesPerSec) * share) * scale)
    const aside = isBoth ? (towards ? 1 : -1) * (radius + 0.6) : 0
    const id = streamId(edge.key, towards)
    const spacing = (spacingPx * scale) / share
    return { id, curve, length, toTarget: towards, giver, alpha, scale, spacing, radius, aside }
  }
  return [
    ...(toSource ? [made(false, target.role, edge.toSourceBytesPerSec)] : []),
    ...(toTarget ? [made(true, source.role, edge.toTargetBytesPerSec)] : []),
  ]
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
