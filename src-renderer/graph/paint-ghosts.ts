import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import type { Palette } from './palette.ts'
import type { SceneGhost } from './scene.ts'

/** Dials: a dashed circle, with dots while it is under way and a cross once it failed. */
export function paintGhosts(brush: Brush, ghosts: readonly SceneGhost[], palette: Palette): void {
  for (const { node, at, scale, alpha, selected } of ghosts) {
    const failed = node.reason !== null
    brush.globalAlpha = alpha
    brush.beginPath()
    brush.arc(at.x, at.y, 20 * scale, 0, 2 * Math.PI)
    brush.fillStyle = palette.paper
    brush.fill()
    brush.setLineDash([5, 4])
    brush.lineWidth = (selected ? 4 : 2.2) * Math.max(0.7, scale)
    brush.strokeStyle = failed ? palette.failure : palette.ghost
    brush.stroke()
    brush.setLineDash([])
    if (failed) paintCross(brush, at, 7 * scale)
    else paintWaiting(brush, at, scale, palette.ghost)
  }
}

function paintCross(brush: Brush, { x, y }: Point, half: number): void {
  brush.beginPath()
  brush.moveTo(x - half, y - half)
  brush.lineTo(x + half, y + half)
  brush.moveTo(x + half, y - half)
  brush.lineTo(x - half, y + half)
  brush.lineWidth = Math.max(1.5, 0.45 * half)
  brush.lineCap = 'round'
  brush.stroke()
  brush.lineCap = 'butt'
}

function paintWaiting(brush: Brush, { x, y }: Point, scale: number, colour: string): void {
  brush.beginPath()
  for (const aside of [-7, 0, 7]) {
    brush.moveTo(x + aside * scale + 2 * scale, y)
    brush.arc(x + aside * scale, y, 2 * scale, 0, 2 * Math.PI)
  }
  brush.fillStyle = colour
  brush.fill()
}
