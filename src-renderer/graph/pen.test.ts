import { expect, test } from 'vitest'
import { createPen } from './pen.ts'

test('it draws from where it is put down to where it is lifted, and leaves out what a hand trembles', () => {
  const pen = createPen()
  pen.move({ x: 9, y: 9 }, 1)
  expect(pen.strokes).toEqual([])
  pen.down({ x: 0, y: 0 })
  pen.move({ x: 0.5, y: 0 }, 1)
  pen.move({ x: 3, y: 0 }, 1)
  pen.up()
  pen.move({ x: 9, y: 0 }, 1)
  expect(pen.strokes).toEqual([
    [
      { x: 0, y: 0 },
      { x: 3, y: 0 },
    ],
  ])
})

test('another stroke is another line; wiped away, there is none', () => {
  const pen = createPen()
  pen.down({ x: 0, y: 0 })
  pen.up()
  pen.down({ x: 5, y: 5 })
  expect(pen.strokes).toHaveLength(2)
  pen.clear()
  expect(pen.strokes).toEqual([])
  expect(pen.isDown).toBe(false)
})
