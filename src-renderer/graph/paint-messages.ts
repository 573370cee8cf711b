// Control messages on their way: each kind a small sign of its own, told apart by shape.

import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import type { Palette } from './palette.ts'

/** The messages that have a sign; `not-interested` has none, as nothing comes of it. */
export type MessageKind = 'have' | 'interested' | 'choke' | 'unchoke'

/** A sign on a round plate: have a piece (square), interested an open hand (cup), choke a bar, unchoke a gap in it. */
export function paintMessage(brush: Brush, kind: MessageKind, { x, y }: Point, scale: number, palette: Palette): void {
  const colour = { have: palette.moment, interested: palette.interest, choke: palette.failure, unchoke: palette.ink }[
    kind
  ]
  const radius = 9.5 * scale
  brush.beginPath()
  brush.arc(x, y, radius, 0, 2 * Math.PI)
  brush.fillStyle = palette.surface
  brush.fill()
  brush.lineWidth = Math.max(1.2, 2 * scale)
  brush.strokeStyle = colour
  brush.stroke()
  brush.beginPath()
  if (kind === 'have') {
    brush.fillStyle = colour
    brush.fillRect(x - 0.42 * radius, y - 0.42 * radius, 0.84 * radius, 0.84 * radius)
    return
  }
  brush.lineWidth = Math.max(1.5, 2.8 * scale)
  if (kind === 'interested') brush.arc(x, y - 0.15 * radius, 0.45 * radius, 0, Math.PI)
  else {
    brush.moveTo(x, y - 0.55 * radius)
    brush.lineTo(x, y + (kind === 'choke' ? 0.55 : -0.12) * radius)
    if (kind === 'unchoke') {
      brush.moveTo(x, y + 0.12 * radius)
      brush.lineTo(x + 0.42 * radius, y + 0.45 * radius)
    }
  }
  brush.stroke()
}
