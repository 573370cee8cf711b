// Three canvases, one upon another: what only the dots pass over, the dots, and what covers them. While only dots move,
// only theirs is painted.

import type { Size } from './camera.ts'

export interface Layers {
  /** The one that the pointer meets. */
  readonly surface: HTMLCanvasElement
  readonly back: CanvasRenderingContext2D
  readonly moving: CanvasRenderingContext2D
  readonly front: CanvasRenderingContext2D
  /** Wipes all; `ratio` is how many device px a CSS px has. */
  resize(size: Size, ratio: number): void
  wipe(context: CanvasRenderingContext2D): void
  remove(): void
}

/** Puts the canvases into an element. */
export function createLayers(host: HTMLElement): Layers {
  const contexts = [0, 1, 2].map(() => newCanvas(host))
  const [back, moving, front] = contexts
  if (back === undefined || moving === undefined || front === undefined) throw new Error('three canvases were made')
  return {
    surface: back.canvas,
    back,
    moving,
    front,
    resize({ width, height }, ratio) {
      for (const context of contexts) {
        context.canvas.width = Math.round(width * ratio)
        context.canvas.height = Math.round(height * ratio)
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
      }
    },
    wipe(context) {
      const { a: ratio } = context.getTransform()
      context.clearRect(0, 0, context.canvas.width / ratio, context.canvas.height / ratio)
    },
    remove() {
      for (const { canvas } of contexts) canvas.remove()
    },
  }
}

function newCanvas(host: HTMLElement): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  host.append(canvas)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('this browser offers no 2D canvas')
  return context
}
