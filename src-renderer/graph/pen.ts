// What is drawn over the picture by hand. It is kept in world px, so it stays with what it was drawn round.

import type { Point } from './camera.ts'

export type Stroke = readonly Point[]

export interface Pen {
  readonly isDown: boolean
  readonly strokes: readonly Stroke[]
  down(at: Point): void
  /** Draws on to a point, `leastPx` from the last at least. */
  move(at: Point, leastPx: number): void
  up(): void
  /** Wipes all off; answers how to bring it back. */
  clear(): () => void
}

/** Older strokes make room for newer ones. */
const mostStrokes = 200
const mostPoints = 2000

/** A pen that has drawn nothing yet. */
export function createPen(): Pen {
  let strokes: readonly Stroke[] = []
  let isDown = false
  return {
    get isDown() {
      return isDown
    },
    get strokes() {
      return strokes
    },
    down(at) {
      isDown = true
      strokes = [...strokes, [at]].slice(-mostStrokes)
    },
    move(at, leastPx) {
      const stroke = strokes.at(-1)
      const last = stroke?.at(-1)
      if (!isDown || stroke === undefined || last === undefined || stroke.length >= mostPoints) return
      if (Math.hypot(at.x - last.x, at.y - last.y) >= leastPx) strokes = [...strokes.slice(0, -1), [...stroke, at]]
    },
    up() {
      isDown = false
    },
    clear() {
      const wiped = strokes
      strokes = []
      isDown = false
      return () => {
        strokes = [...wiped, ...strokes].slice(-mostStrokes)
      }
    },
  }
}
