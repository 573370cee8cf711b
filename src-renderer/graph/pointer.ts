// The pointer on the picture: it points, clicks, drags peers about, and draws while the pen is in hand.

import { type D3DragEvent, drag, select } from 'd3'
import type { Selection } from '../store/selection.ts'
import { type Camera, type Point, toWorld } from './camera.ts'
import type { Pen } from './pen.ts'

export interface PointerEvents {
  /** The pen, while it is in hand. */
  pen(): Pen | null
  camera(): Camera
  under(point: Point): Selection | null
  /** What a drag that starts here takes along; null for the ground. */
  subject(point: Point): { key: string; x: number; y: number } | null
  onDrag(key: string, at: Point): void
  onDrop(key: string): void
  onPen(): void
  onSelect(selection: Selection | null): void
  onHover(hovered: Selection | null, at: Point): void
}

/** A hand is never quite still while it clicks. */
const clickDistance = 4
/** Finer strokes than this are a trembling hand, in screen px. */
const strokeStepPx = 2

/** Listens on a canvas; answers how to stop. */
export function watchPointer(canvas: HTMLCanvasElement, events: PointerEvents): () => void {
  let isDragging = false
  const surface = select(canvas)
  surface.call(
    drag<HTMLCanvasElement, unknown>()
      .clickDistance(clickDistance)
      .filter((event: MouseEvent) => events.pen() === null && !event.ctrlKey && !event.button)
      .subject((event: Point) => events.subject(event))
      .on('start', () => {
        isDragging = true
      })
      .on('drag', (event: D3DragEvent<HTMLCanvasElement, unknown, { key: string }>) =>
        events.onDrag(event.subject.key, { x: event.x, y: event.y }),
      )
      .on('end', (event: D3DragEvent<HTMLCanvasElement, unknown, { key: string }>) => {
        isDragging = false
        events.onDrop(event.subject.key)
      }),
  )

  function onDown(event: PointerEvent): void {
    const pen = events.pen()
    if (pen === null || event.button !== 0 || !event.isPrimary) return
    canvas.setPointerCapture(event.pointerId)
    pen.down(toWorld(events.camera(), pointOf(event)))
  }

  function onMove(event: PointerEvent): void {
    // A second finger neither draws nor points.
    if (!event.isPrimary) return
    const pen = events.pen()
    const at = pointOf(event)
    if (pen?.isDown) {
      const camera = events.camera()
      pen.move(toWorld(camera, at), strokeStepPx / camera.k)
      return events.onPen()
    }
    events.onHover(isDragging || pen !== null ? null : events.under(at), at)
  }

  function onUp(event: PointerEvent): void {
    if (event.isPrimary) events.pen()?.up()
  }

  surface
    .on('click', (event: MouseEvent) => {
      if (events.pen() === null) events.onSelect(events.under(pointOf(event)))
    })
    .on('pointerdown', onDown)
    .on('pointermove', onMove)
    .on('pointerup', onUp)
    // The system takes a finger or a stylus away, for a gesture of its own.
    .on('pointercancel', onUp)
    .on('pointerleave', (event: PointerEvent) => events.onHover(null, pointOf(event)))
  return () => {
    const pointing = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerleave']
    for (const type of ['.drag', 'click', ...pointing]) surface.on(type, null)
  }
}

function pointOf(event: MouseEvent): Point {
  return { x: event.offsetX, y: event.offsetY }
}
