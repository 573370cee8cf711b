import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Camera, Point } from './camera.ts'
import { createCameraMan, type Following } from './camera-man.ts'

class StubCanvas extends EventTarget {
  readonly style = { setProperty: () => undefined }
}

const size = { width: 800, height: 400 }
const all: Camera = { x: 10, y: 20, k: 0.5 }

beforeEach(() => {
  vi.stubGlobal('navigator', { maxTouchPoints: 0 })
  // d3 waits for a wheel to come to rest.
  vi.useFakeTimers()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function makeCameraMan() {
  const canvas = new StubCanvas()
  let camera: Camera = { x: 0, y: 0, k: 1 }
  let following: Following = 'all'
  const man = createCameraMan(canvas as unknown as HTMLCanvasElement, {
    onMove: (next) => {
      camera = next
    },
    onFollow: (what) => {
      following = what
    },
    mayPan: () => true,
  })
  man.resize(size)
  const approach = (centre: Point | null = null, atOnce = false) =>
    man.approach({ all: () => all, centre, elapsedMs: 16, atOnce })
  /** So that d3 reads a turn of the wheel, as over the middle. */
  const turnWheel = (deltaY: number) => {
    const given = { deltaY, deltaMode: 0, ctrlKey: false, clientX: size.width / 2, clientY: size.height / 2 }
    canvas.dispatchEvent(Object.assign(new Event('wheel', { cancelable: true }), given))
  }
  return { man, approach, turnWheel, camera: () => camera, following: () => following }
}

/** Moves until it is there; how many moves that took. */
function arrive(approach: () => boolean): number {
  let moves = 0
  while (moves < 1000 && approach()) moves++
  return moves
}

test('it is with everybody at once at first, and glides when that changes', () => {
  const { man, approach, camera } = makeCameraMan()
  expect(arrive(approach)).toBe(1)
  expect(camera()).toEqual(all)
  man.follow('selected')
  expect(arrive(() => approach({ x: 100, y: 50 }))).toBeGreaterThan(3)
  expect(camera()).toEqual({ k: 0.9, x: 400 - 90, y: 200 - 45 })
})

test('it glides nowhere where less motion is wanted', () => {
  const { man, approach } = makeCameraMan()
  arrive(approach)
  man.follow('selected')
  expect(arrive(() => approach({ x: 100, y: 50 }, true))).toBe(1)
})

test('it stays where it is while nobody is selected, or it follows nothing', () => {
  const { man, approach, camera, following } = makeCameraMan()
  man.follow('selected')
  arrive(() => approach({ x: 100, y: 50 }))
  const there = camera()
  expect(approach(null)).toBe(false)
  man.letGo()
  expect(following()).toBe('nothing')
  expect(approach({ x: 300, y: 70 })).toBe(false)
  expect(camera()).toEqual(there)
})

test('a hand on the wheel takes over, but for a selected peer, which is only seen from nearer', () => {
  const { man, approach, turnWheel, following, camera } = makeCameraMan()
  arrive(approach)
  turnWheel(-100)
  expect(camera().k).toBeGreaterThan(all.k)
  expect(following()).toBe('nothing')
  man.follow('selected')
  turnWheel(-100)
  expect(following()).toBe('selected')
})

test('zoomed by a button, it no longer shows everybody; what was in the middle stays there', () => {
  const { man, approach, camera, following } = makeCameraMan()
  arrive(approach)
  const middle = () => [(400 - camera().x) / camera().k, (200 - camera().y) / camera().k]
  const before = middle()
  man.zoomBy(2)
  expect(following()).toBe('nothing')
  expect(camera().k).toBe(1)
  expect(middle()).toEqual(before)
  man.resize({ width: 1000, height: 300 })
  expect([(500 - camera().x) / camera().k, (150 - camera().y) / camera().k]).toEqual(before)
})
