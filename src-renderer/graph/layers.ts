// Three canvases, one upon another: what only the dots pass over, the dots, and what covers them. While only dots move,
// only theirs is painted.

import type { Size } from './camera.ts'

export interface Layers {
  /** The one that the pointer meets. */
  readonly surface: HTMLCanvasElement
  readonly back: CanvasRenderingContext2D
  readonly moving: CanvasRenderingContext2D
  readonly front: CanvasRenderingContext2D
  /** As large as the others, and seen by nobody: for what is to be painted once and shown again and again. */
  readonly spare: CanvasRenderingContext2D
  /** Wipes all; `ratio` is how many device px a CSS px has. */
  resize(size: Size, ratio: number): void
  wipe(context: CanvasRenderingContext2D): void
  /** Calls back when the browser has lost what was painted, as after a reset of the graphics card: all is to be painted again. */
  onLost(listener: () => void): void
  remove(): void
}

/** Puts the canvases into an element; null where a browser offers none to paint on. */
export function createLayers(host: HTMLElement): Layers | null {
  const [back, moving, front, spare] = [newContext(), newContext(), newContext(), newContext()]
  if (back === null || moving === null || front === null || spare === null) return null
  const shown = [back, moving, front]
  const contexts = [...shown, spare]
  host.append(...shown.map(({ canvas }) => canvas))
  let pixelRatio = 1
  return {
    surface: back.canvas,
    back,
    moving,
    front,
    spare,
    resize({ width, height }, ratio) {
      pixelRatio = ratio
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
    onLost(listener) {
      for (const context of contexts) {
        context.canvas.addEventListener('contextrestored', () => {
          context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
          listener()
        })
      }
    },
    remove() {
      for (const { canvas } of shown) canvas.remove()
    },
  }
}

function newContext(): CanvasRenderingContext2D | null {
  return document.createElement('canvas').getContext('2d')
}
