// The camera: where the world is on screen. screen = world × k + (x, y), as in d3-zoom.

export interface Camera {
  readonly x: number
  readonly y: number
  readonly k: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Screen px at scale 1 kept free round the nodes' centres, so that bodies, ports and labels fit inside. */
export const fitMargin = { x: 168, top: 100, bottom: 136 } as const
/** Small marks need less room above and below, but the words there do not shrink along; beside them they need all of it. */
export const leastMargin = 0.8
/** In a crowd there are no words but names, below: the room is for the peers. */
export const crowdMargin = { x: 76, top: 40, bottom: 76 } as const
/** On a small stage the margins take no more than these shares of it: better large peers than all of their words. */
const mostMargin = { x: 0.18, top: 0.22, bottom: 0.29 } as const
/** How many times larger a picture must get before the camera moves for it. */
const worthMoving = 1.35
const slackPx = 1
/** How far from the middle all may be, each way, as a share of the stage's width, times two. */
const mostOff = 0.4
export const minZoom = 0.05
export const maxZoom = 4
/** Fitting never enlarges beyond this: two peers need not fill a wall. */
export const maxFitZoom = 1.35

/** Where a world point is on screen, in px. */
export function toScreen(camera: Camera, point: Point): Point {
  return { x: point.x * camera.k + camera.x, y: point.y * camera.k + camera.y }
}

/** Which world point a screen point shows. */
export function toWorld(camera: Camera, point: Point): Point {
  return { x: (point.x - camera.x) / camera.k, y: (point.y - camera.y) / camera.k }
}

/** The smallest box round these points; null when there are none. */
export function boundsOf(points: Iterable<Point>): Bounds | null {
  let bounds: Bounds | null = null
  for (const { x, y } of points) {
    bounds = bounds
      ? {
          left: Math.min(bounds.left, x),
          top: Math.min(bounds.top, y),
          right: Math.max(bounds.right, x),
          bottom: Math.max(bounds.bottom, y),
        }
      : { left: x, top: y, right: x, bottom: y }
  }
  return bounds
}

/** The camera that shows all of `bounds` in the middle of the screen; `isCrowd`: of so many that hardly any words stand there. */
export function fitCamera(bounds: Bounds | null, size: Size, isCrowd = false): Camera {
  if (bounds === null) return { x: size.width / 2, y: size.height / 2, k: 1 }
  return inFrame(bounds, size, marginFor(bounds, size, isCrowd))
}

/** The camera for all of `bounds`; the present one while that has all of it in the frame, hardly smaller: nobody likes a picture that moves. */
export function calmCamera(camera: Camera, bounds: Bounds | null, size: Size, isCrowd = false): Camera {
  const goal = fitCamera(bounds, size, isCrowd)
  if (bounds === null || goal.k < camera.k - 1e-6 || goal.k > worthMoving * camera.k) return goal
  const { x, top, bottom } = marginFor(bounds, size, isCrowd)
  const start = toScreen(camera, { x: bounds.left, y: bounds.top })
  const end = toScreen(camera, { x: bounds.right, y: bounds.bottom })
  const isAcross = start.x > x - slackPx && end.x < size.width - x + slackPx
  const isDown = start.y > top - slackPx && end.y < size.height - bottom + slackPx
  const isCentred = Math.abs(start.x + end.x - size.width) < mostOff * size.width
  return isAcross && isDown && isCentred ? camera : goal
}

function marginFor(bounds: Bounds, size: Size, isCrowd: boolean): Margin {
  if (isCrowd) return crowdMargin
  // Large marks need larger margins, and how large they get is known only after a first try.
  const margin = Math.max(leastMargin, markScale(zoomInFrame(bounds, size, fitMargin)))
  const { x, top, bottom } = fitMargin
  return {
    x: Math.min(x * Math.max(1, margin), mostMargin.x * size.width),
    top: Math.min(top * margin, mostMargin.top * size.height),
    bottom: Math.min(bottom * margin, mostMargin.bottom * size.height),
  }
}

function inFrame(bounds: Bounds, size: Size, margin: Margin): Camera {
  const k = zoomInFrame(bounds, size, margin)
  return {
    k,
    x: size.width / 2 - (k * (bounds.left + bounds.right)) / 2,
    y: (size.height + margin.top - margin.bottom) / 2 - (k * (bounds.top + bounds.bottom)) / 2,
  }
}

/** Free room in screen px, `x` at either side. */
interface Margin {
  readonly x: number
  readonly top: number
  readonly bottom: number
}

function zoomInFrame(bounds: Bounds, size: Size, margin: Margin): number {
  const width = Math.max(1, size.width - 2 * margin.x)
  const height = Math.max(1, size.height - margin.top - margin.bottom)
  const across = width / Math.max(1, bounds.right - bounds.left)
  const down = height / Math.max(1, bounds.bottom - bounds.top)
  return clamp(Math.min(across, down, maxFitZoom), minZoom, maxZoom)
}

/** How many times wider than high a picture should be to fill a stage, within what still looks natural. */
export function stretchFor({ width, height }: Size): number {
  const room = (width - 2 * fitMargin.x) / Math.max(1, height - fitMargin.top - fitMargin.bottom)
  return clamp(room, 1, 2.8)
}

/** The camera a moment later on its calm way to `goal`; exactly `goal` once nobody could tell the difference. */
export function approach(camera: Camera, goal: Camera, elapsedMs: number): Camera {
  const share = 1 - Math.exp(-elapsedMs / 140)
  const next = {
    x: camera.x + (goal.x - camera.x) * share,
    y: camera.y + (goal.y - camera.y) * share,
    k: camera.k + (goal.k - camera.k) * share,
  }
  const far = Math.abs(goal.x - next.x) + Math.abs(goal.y - next.y) + 500 * Math.abs(goal.k - next.k)
  return far < 0.5 ? goal : next
}

/** How large marks are drawn at a zoom: they shrink more slowly than distances, so that they stay readable. */
export function markScale(k: number): number {
  return clamp(k ** 0.75, 0.22, 1.6)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
