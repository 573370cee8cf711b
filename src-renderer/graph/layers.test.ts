import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLayers } from './layers.ts'

class StubCanvas extends EventTarget {
  width = 0
  height = 0
  isRemoved = false
  readonly transforms: number[] = []
  constructor(readonly isForbidden: boolean) {
    super()
  }
  getContext() {
    if (this.isForbidden) return null
    return { canvas: this, setTransform: (ratio: number) => this.transforms.push(ratio) }
  }
  remove() {
    this.isRemoved = true
  }
}

let made: StubCanvas[]
let forbiddenFrom: number
let appended: unknown[]
const host = { append: (...nodes: unknown[]) => appended.push(...nodes) } as unknown as HTMLElement

beforeEach(() => {
  made = []
  appended = []
  forbiddenFrom = 4
  vi.stubGlobal('document', {
    createElement() {
      const canvas = new StubCanvas(made.length >= forbiddenFrom)
      made.push(canvas)
      return canvas
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

test('where nothing can be painted on, nothing is left in the page', () => {
  forbiddenFrom = 1
  expect(createLayers(host)).toBeNull()
  expect(appended).toEqual([])
})

test('three canvases lie one upon another until they are removed', () => {
  const layers = createLayers(host)!
  expect(appended).toEqual(made.slice(0, 3))
  expect(layers.surface).toBe(made[0])
  layers.remove()
  expect(made.map(({ isRemoved }) => isRemoved)).toEqual([true, true, true, false])
})

test('a canvas that comes back empty has its scale again, and all is asked to be painted anew', () => {
  const layers = createLayers(host)!
  let lost = 0
  layers.onLost(() => lost++)
  layers.resize({ width: 300, height: 200 }, 2)
  for (const [index, canvas] of made.entries()) {
    expect(canvas).toMatchObject({ width: 600, height: 400, transforms: [2] })
    canvas.dispatchEvent(new Event('contextrestored'))
    expect(canvas.transforms).toEqual([2, 2])
    expect(lost).toBe(index + 1)
  }
})
