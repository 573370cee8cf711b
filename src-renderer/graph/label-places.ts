// Where words may stand: how much room they take, and which places there are.

import type { Point, Size } from './camera.ts'
import { type Box, boxAround } from './occupancy.ts'
import type { LabelLine, Measure } from './scene.ts'

/** How much room lines take. */
export function extent(lines: readonly LabelLine[], measure: Measure): { width: number; height: number } {
  return {
    width: Math.max(0, ...lines.map(({ text, font: lineFont }) => measure(text, lineFont))),
    height: lines.reduce((sum, one) => sum + one.height, 0),
  }
}

/** The places beside a node, the best first. */
export function boxesBeside(at: Point, radius: number, { width, height }: Size): readonly [Box, ...Box[]] {
  const down = radius + height / 2 + 5
  const across = radius + width / 2 + 7
  const box = (x: number, y: number) => boxAround({ x: at.x + x, y: at.y + y }, width, height)
  return [
    box(0, down),
    box(0, down + 20),
    box(0, -down),
    box(across, height / 2),
    box(-across, height / 2),
    box(0.8 * across, down),
    box(-0.8 * across, down),
    box(0, -down - 20),
  ]
}

/** Where the legend's button, the search and the zoom buttons stand. */
export function cornersOf({ width, height }: Size): Box[] {
  return [
    { x: 0, y: height - 48, width: 104, height: 48 },
    { x: width - 264, y: height - 48, width: 264, height: 48 },
  ]
}
