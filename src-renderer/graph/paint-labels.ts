import type { Brush } from './brush.ts'
import { lockPlace, paintLock } from './paint-lock.ts'
import type { Palette } from './palette.ts'
import { lockWidth, type SceneLabel } from './scene.ts'

/** Names, addresses and rates, each on a plate or with a halo so that lines under them do not hurt. */
export function paintLabels(brush: Brush, labels: readonly SceneLabel[], palette: Palette): void {
  brush.textAlign = 'center'
  brush.textBaseline = 'middle'
  brush.lineJoin = 'round'
  for (const { lines, lock, box, alpha, plate } of labels) {
    brush.globalAlpha = alpha
    if (plate) paintPlate(brush, box, palette.paper)
    const lockRoom = lock === null ? 0 : lockWidth(box.height)
    if (lock !== null) paintLock(brush, lock, lockPlace(box, lines.length === 0), palette)
    const middle = box.x + (box.width + lockRoom) / 2
    const lineHeights = lines.reduce((sum, line) => sum + line.height, 0)
    let y = box.y + (box.height - lineHeights) / 2
    for (const line of lines) {
      brush.font = line.font
      if (!plate) {
        brush.strokeStyle = palette.paper
        brush.lineWidth = 4
        brush.strokeText(line.text, middle, y + line.height / 2)
      }
      brush.fillStyle = line.colour
      brush.fillText(line.text, middle, y + line.height / 2)
      y += line.height
    }
  }
}

function paintPlate(brush: Brush, box: SceneLabel['box'], ground: string): void {
  brush.beginPath()
  brush.roundRect(box.x, box.y, box.width, box.height, 5)
  brush.fillStyle = ground
  brush.fill()
}
