import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import type { Palette } from './palette.ts'

/** What was drawn over the picture by hand, in screen px: one list of points for each stroke. */
export function paintPen(brush: Brush, strokes: readonly (readonly Point[])[], palette: Palette): void {
  brush.globalAlpha = 1
  brush.lineCap = 'round'
  brush.lineJoin = 'round'
  for (const [width, colour] of [
    [8, palette.paper],
    [4.5, palette.failure],
  ] as const) {
    brush.lineWidth = width * palette.lineScale
    brush.strokeStyle = colour
    for (const stroke of strokes) {
      brush.beginPath()
      stroke.forEach(({ x, y }, index) => {
        if (index === 0) brush.moveTo(x, y)
        brush.lineTo(x, y)
      })
      brush.stroke()
    }
  }
  brush.lineCap = 'butt'
}
