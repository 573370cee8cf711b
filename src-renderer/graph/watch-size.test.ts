import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchSize } from './watch-size.ts'

class StubMedia extends EventTarget {
  listeners = 0
  constructor(readonly query: string) {
    super()
  }
  override addEventListener(...given: Parameters<EventTarget['addEventListener']>) {
    this.listeners++
    super.addEventListener(...given)
  }
  override removeEventListener(...given: Parameters<EventTarget['removeEventListener']>) {
    this.listeners--
    super.removeEventListener(...given)
  }
}

let media: StubMedia[]
let onResize: () => void
const screen = {
  devicePixelRatio: 1,
  matchMedia(query: string) {
    const made = new StubMedia(query)
    media.push(made)
    return made
  },
}

beforeEach(() => {
  media = []
  screen.devicePixelRatio = 1
  vi.stubGlobal('window', screen)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(onChange: () => void) {
        onResize = onChange
      }
      observe() {}
      disconnect() {}
    },
  )
})
afterEach(() => vi.unstubAllGlobals())

function watch() {
  const element = { clientWidth: 300, clientHeight: 200 }
  const told: unknown[] = []
  const stop = watchSize(element as HTMLElement, (size, ratio) => told.push([size.width, size.height, ratio]))
  return { element, told, stop }
}

function moveTo(ratio: number): void {
  screen.devicePixelRatio = ratio
  media.at(-1)!.dispatchEvent(new Event('change'))
}

test('a size is told at once, and again only when it has changed', () => {
  const { element, told } = watch()
  onResize()
  expect(told).toEqual([[300, 200, 1]])
  element.clientWidth = 400
  onResize()
  onResize()
  expect(told).toEqual([
    [300, 200, 1],
    [400, 200, 1],
  ])
})

test('a window that is moved to a projector and back is told of each time, though its size stays', () => {
  const { told, stop } = watch()
  moveTo(2)
  moveTo(1)
  expect(told).toEqual([
    [300, 200, 1],
    [300, 200, 2],
    [300, 200, 1],
  ])
  expect(media.map(({ query }) => query)).toEqual([1, 2, 1].map((ratio) => `(resolution: ${ratio}dppx)`))
  stop()
  expect(media.map(({ listeners }) => listeners)).toEqual([0, 0, 0])
})
