// The small padlock in a link's label: closed where all bytes are hidden, open where the handshake alone is.

import type { Brush } from './brush.ts'
import type { Point } from './camera.ts'
import type { Box } from './occupancy.ts'
import type { Palette } from './palette.ts'
import { type Lock, lockWidth } from './scene.ts'

/** Where a lock stands and how high it is, in px. */
export interface LockPlace {
  readonly at: Point
  readonly height: number
}

/** The place of the lock in a label's box: at its left end, or in the middle of one that holds nothing else. */
export function lockPlace(box: Box, isAlone: boolean): LockPlace {
  const x = isAlone ? box.x + box.width / 2 : box.x + 2 + lockWidth(box.height) / 2
  return { at: { x, y: box.y + box.height / 2 }, height: box.height * 0.66 }
}

/** Draws a lock round its middle. */
export function paintLock(brush: Brush, lock: Lock, { at, height }: LockPlace, { ink, paper }: Palette): void {
  const width = height * 0.78
  const top = at.y - height * 0.02
  const stroke = Math.max(1.2, height * 0.13)
  const radius = width * 0.29
  // An open shackle is lifted, and holds on one side only.
  const bow = at.y - height * (lock === 'closed' ? 0.22 : 0.36)
  brush.beginPath()
  brush.moveTo(at.x - radius, top)
  brush.lineTo(at.x - radius, bow)
  brush.arc(at.x, bow, radius, Math.PI, 2 * Math.PI)
  if (lock === 'closed') brush.lineTo(at.x + radius, top)
  brush.lineWidth = stroke
  brush.strokeStyle = ink
  brush.stroke()
  brush.beginPath()
  brush.roundRect(at.x - width / 2, top, width, height * 0.52, stroke)
  brush.fillStyle = lock === 'closed' ? ink : paper
  brush.fill()
  brush.stroke()
}
