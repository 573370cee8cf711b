import { angleAt, lengthOf, pointAt } from './curve.ts'
import { quietBytesPerSec, widthOf } from './flow.ts'
import { roleColour } from './palette.ts'
import type { Scene, SceneLink } from './scene.ts'

/** How far the dots of a link have come in px at scale 1, towards its acceptor (`toTarget`) or its dialler. */
export type Travelled = (edgeKey: string, toTarget: boolean) => number

const spacingPx = 20

/** Data on its way: dots in the giver's colour, moving from giver to taker. */
export function paintDots(context: CanvasRenderingContext2D, { links, room }: Scene, travelled: Travelled): void {
  for (const link of links) {
    const { toSourceBytesPerSec, toTargetBytesPerSec, key } = link.edge
    const both = Math.min(toSourceBytesPerSec, toTargetBytesPerSec) >= quietBytesPerSec
    const share = link.lit ? 1 : Math.max(0.12, room)
    context.globalAlpha = link.alpha
    if (toSourceBytesPerSec >= quietBytesPerSec) {
      context.fillStyle = roleColour[link.target.role]
      paintStream(context, link, travelled(key, false), false, both, share)
    }
    if (toTargetBytesPerSec >= quietBytesPerSec) {
      context.fillStyle = roleColour[link.source.role]
      paintStream(context, link, travelled(key, true), true, both, share)
    }
  }
}

/** One direction's dots; two streams on one link keep to their own right, as on a road. */
function paintStream(
  context: CanvasRenderingContext2D,
  { curve, scale, edge }: SceneLink,
  travelledPx: number,
  toTarget: boolean,
  both: boolean,
  share: number,
): void {
  const length = lengthOf(curve)
  const spacing = (spacingPx * scale) / share
  const width = widthOf(toTarget ? edge.toTargetBytesPerSec : edge.toSourceBytesPerSec) * share
  const radius = Math.max(1, Math.min(4.2, 1.6 + 0.22 * width) * scale)
  const aside = both ? (toTarget ? 1 : -1) * (radius + 0.6) : 0
  context.beginPath()
  for (let along = (travelledPx * scale) % spacing; along < length; along += spacing) {
    const t = toTarget ? along / length : 1 - along / length
    const { x, y } = pointAt(curve, t)
    const angle = angleAt(curve, t) + Math.PI / 2
    const dotX = x + aside * Math.cos(angle)
    const dotY = y + aside * Math.sin(angle)
    context.moveTo(dotX + radius, dotY)
    context.arc(dotX, dotY, radius, 0, 2 * Math.PI)
  }
  context.fill()
}
