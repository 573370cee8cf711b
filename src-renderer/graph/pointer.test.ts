import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Point } from './camera.ts'
import { createPen, type Pen } from './pen.ts'
import { watchPointer } from './pointer.ts'

class StubCanvas extends EventTarget {
  readonly style = { setProperty: () => undefined }
  setPointerCapture(): void {}
}

beforeEach(() => vi.stubGlobal('navigator', { maxTouchPoints: 1 }))
afterEach(() => vi.unstubAllGlobals())

function point(pen: Pen | null) {
  const canvas = new StubCanvas()
  const hovered: Point[] = []
  const nothing = () => undefined
  const stop = watchPointer(canvas as unknown as HTMLCanvasElement, {
    pen: () => pen,
    camera: () => ({ x: 100, y: 0, k: 2 }),
    under: () => null,
    subject: () => null,
    onHover: (_, at) => hovered.push(at),
    onDrag: nothing,
    onDrop: nothing,
    onPen: nothing,
    onSelect: nothing,
  })
  const send = (type: string, offsetX: number, isPrimary = true) =>
    canvas.dispatchEvent(Object.assign(new Event(type), { offsetX, offsetY: 0, button: 0, pointerId: 1, isPrimary }))
  return { send, hovered, stop }
}

test('the pen draws in world px from where it is put down to where it is lifted', () => {
  const pen = createPen()
  const { send } = point(pen)
  send('pointermove', 90)
  send('pointerdown', 100)
  send('pointermove', 120)
  send('pointerup', 120)
  send('pointermove', 160)
  expect(pen.strokes).toEqual([
    [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ],
  ])
})

test('a pen that the system takes away is lifted', () => {
  const pen = createPen()
  const { send } = point(pen)
  send('pointerdown', 100)
  send('pointercancel', 100)
  expect(pen.isDown).toBe(false)
})

test('a second finger neither draws, nor lifts the first, nor points', () => {
  const pen = createPen()
  const drawing = point(pen)
  drawing.send('pointerdown', 100)
  drawing.send('pointerdown', 300, false)
  drawing.send('pointermove', 320, false)
  drawing.send('pointerup', 320, false)
  expect(pen.isDown).toBe(true)
  expect(pen.strokes).toEqual([[{ x: 0, y: 0 }]])
  const pointing = point(null)
  pointing.send('pointermove', 320, false)
  expect(pointing.hovered).toEqual([])
})

test('it points until it is told to stop', () => {
  const { send, hovered, stop } = point(null)
  send('pointermove', 7)
  stop()
  send('pointermove', 8)
  expect(hovered).toEqual([{ x: 7, y: 0 }])
})
