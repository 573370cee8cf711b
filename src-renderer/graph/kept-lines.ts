// The thin lines of a crowd: thousands of them are dear to draw, and new rates change none.

import type { Point } from './camera.ts'
import { isCrowded, paintThinLinks } from './paint-links.ts'
import type { Scene, SceneLink } from './scene.ts'

export interface KeptLines {
  /** Paints the thin lines of a scene: as they were painted before, where they are the same and many. */
  paint(onto: CanvasRenderingContext2D, scene: Scene): void
  /** What was painted before is lost. */
  forget(): void
}

/** Lines that are kept in a context, which nobody sees. */
export function createKeptLines(spare: CanvasRenderingContext2D): KeptLines {
  let kept: Scene | null = null
  return {
    paint(onto, scene) {
      if (!isCrowded(scene)) {
        kept = null
        return paintThinLinks(onto, scene)
      }
      const { canvas } = spare
      const { a: ratio } = spare.getTransform()
      // In its own size: where a stage has no whole number of px, its CSS size would blur the lines.
      const [width, height] = [canvas.width / ratio, canvas.height / ratio]
      if (width === 0 || height === 0) return
      if (kept === null || !hasSameLines(kept, scene)) {
        spare.clearRect(0, 0, width, height)
        paintThinLinks(spare, scene)
        kept = scene
      }
      onto.drawImage(canvas, 0, 0, width, height)
    },
    forget() {
      kept = null
    },
  }
}

/** Whether the thin lines of two crowds look the same. */
export function hasSameLines(one: Scene, other: Scene): boolean {
  return (
    one.palette === other.palette &&
    one.size === other.size &&
    one.room === other.room &&
    one.links.length === other.links.length &&
    one.links.every((link, index) => isSameLine(link, other.links[index]))
  )
}

function isSameLine({ alpha, curve }: SceneLink, other: SceneLink | undefined): boolean {
  return (
    other !== undefined &&
    alpha === other.alpha &&
    isSamePoint(curve.from, other.curve.from) &&
    isSamePoint(curve.bend, other.curve.bend) &&
    isSamePoint(curve.to, other.curve.to)
  )
}

function isSamePoint(one: Point, other: Point): boolean {
  return one.x === other.x && one.y === other.y
}
