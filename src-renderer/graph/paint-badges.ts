// The little plates on a node's rim: that it runs a tracker, and whose client it is.

import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import { font, type Palette } from './palette.ts'

/** The sign of a tracker, a mast with two waves, its middle at a point. */
export function paintTrackerBadge(brush: Brush, { x, y }: Point, scale: number, { surface, ink }: Palette): void {
  brush.beginPath()
  brush.arc(x, y, 11.5 * scale, 0, 2 * Math.PI)
  brush.fillStyle = surface
  brush.fill()
  brush.lineWidth = Math.max(1, 1.6 * scale)
  brush.strokeStyle = ink
  brush.stroke()
  brush.beginPath()
  brush.moveTo(x - 3.6 * scale, y + 7 * scale)
  brush.lineTo(x, y - 1.5 * scale)
  brush.lineTo(x + 3.6 * scale, y + 7 * scale)
  for (const radius of [4, 7]) {
    for (const side of [0, Math.PI]) {
      const from = side - 0.75
      brush.moveTo(x + radius * scale * Math.cos(from), y - 2 * scale + radius * scale * Math.sin(from))
      brush.arc(x, y - 2 * scale, radius * scale, from, side + 0.75)
    }
  }
  brush.stroke()
  brush.beginPath()
  brush.arc(x, y - 2 * scale, 1.9 * scale, 0, 2 * Math.PI)
  brush.fillStyle = ink
  brush.fill()
}

/** A foreign client's badge: the first two letters of its name, as its peer id has them too. */
export function paintClientBadge(brush: Brush, name: string, { x, y }: Point, scale: number, palette: Palette): void {
  const half = { x: 14 * scale, y: 9.5 * scale }
  brush.beginPath()
  brush.roundRect(x - half.x, y - half.y, 2 * half.x, 2 * half.y, 4 * scale)
  brush.fillStyle = palette.ink
  brush.fill()
  brush.lineWidth = Math.max(1, 1.6 * scale)
  brush.strokeStyle = palette.surface
  brush.stroke()
  brush.textAlign = 'center'
  brush.textBaseline = 'middle'
  brush.font = font(Math.max(9, 12 * scale), 700)
  brush.fillStyle = palette.onInk
  brush.fillText([...name].slice(0, 2).join(''), x, y + 0.5)
}
