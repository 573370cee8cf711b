import { type RefObject, useEffect, useRef } from 'react'
import type { ElementSize } from '../use-size.ts'

export interface PaintedProps {
  size: ElementSize
  /** Paints the whole picture, in CSS px; another function paints it anew. */
  paint(context: CanvasRenderingContext2D): void
}

/** A canvas of a given size, sharp on every screen. */
export function Painted({ size: { width, height, pixelRatio }, paint }: PaintedProps) {
  const canvas: RefObject<HTMLCanvasElement | null> = useRef(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    context.clearRect(0, 0, width, height)
    paint(context)
  }, [width, height, pixelRatio, paint])
  return (
    <canvas
      ref={canvas}
      width={Math.round(width * pixelRatio)}
      height={Math.round(height * pixelRatio)}
      style={{ width, height }}
    />
  )
}
