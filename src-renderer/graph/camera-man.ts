// Who moves the camera: the user's hand, or what it was told to follow, until the hand takes over.

import { type D3ZoomEvent, select, zoom, zoomIdentity } from 'd3'
import { approach, type Camera, maxZoom, minZoom, type Point, type Size } from './camera.ts'

/** What the camera follows: `all` of the swarm, the `selected` peer, or nothing. */
export type Following = 'all' | 'selected' | 'nothing'

export interface CameraMan {
  follow(what: Following): void
  /** The hand has taken over. */
  letGo(): void
  /** Moves towards what it follows; false when it is there, or follows nothing. */
  approach(goal: CameraGoal): boolean
  /** Zooms round the middle. */
  zoomBy(factor: number): void
  /** Keeps the middle in the middle. */
  resize(to: Size): void
  stop(): void
}

export interface CameraGoal {
  /** The camera that shows everything. */
  all(): Camera
  /** What is selected, in world px. */
  readonly centre: Point | null
  readonly elapsedMs: number
  readonly atOnce: boolean
}

export interface CameraEvents {
  onMove(camera: Camera, byHand: boolean): void
  onFollow(what: Following): void
  mayPan(): boolean
}

/** A hand is never quite still while it clicks. */
const clickDistance = 4
/** Whoever is followed is shown at least this large. */
const leastFollowZoom = 0.9

/** Puts a camera on a canvas, with d3's wheel, drag and pinch. */
export function createCameraMan(canvas: HTMLCanvasElement, events: CameraEvents): CameraMan {
  let camera: Camera = { x: 0, y: 0, k: 1 }
  let following: Following = 'all'
  let isPlaced = false
  let size: Size = { width: 0, height: 0 }
  const surface = select(canvas)
  const zoomer = zoom<HTMLCanvasElement, unknown>()
    .clickDistance(clickDistance)
    .scaleExtent([minZoom, maxZoom])
    // As d3 would find out by itself, but for the browser having to lay out the page for it each time.
    .extent(() => [
      [0, 0],
      [size.width, size.height],
    ])
    .filter((event: MouseEvent) => {
      if (event.type === 'wheel') return true
      return events.mayPan() && !event.ctrlKey && !event.button
    })
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      camera = { x: transform.x, y: transform.y, k: transform.k }
      const byHand = sourceEvent !== null && sourceEvent !== undefined
      if (byHand && !(following === 'selected' && sourceEvent.type === 'wheel')) follow('nothing')
      events.onMove(camera, byHand)
    })
  surface.call(zoomer).on('dblclick.zoom', null)

  function follow(what: Following): void {
    if (what === following) return
    following = what
    events.onFollow(what)
  }

  function goalOf({ all, centre }: CameraGoal): Camera | null {
    if (following === 'nothing') return null
    if (following === 'all') return all()
    if (centre === null) return null
    const k = Math.max(camera.k, leastFollowZoom)
    return { k, x: size.width / 2 - k * centre.x, y: size.height / 2 - k * centre.y }
  }

  return {
    follow,
    letGo: () => follow('nothing'),
    approach(goal) {
      const there = goalOf(goal)
      if (there === null || (there.x === camera.x && there.y === camera.y && there.k === camera.k)) return false
      const next = isPlaced && !goal.atOnce ? approach(camera, there, goal.elapsedMs) : there
      isPlaced = !goal.atOnce
      zoomer.transform(surface, zoomIdentity.translate(next.x, next.y).scale(next.k))
      return true
    },
    zoomBy(factor) {
      // Whoever is followed stays in the middle from nearer too.
      if (following === 'all') follow('nothing')
      zoomer.scaleBy(surface, factor, [size.width / 2, size.height / 2])
    },
    resize(to) {
      const from = size
      size = to
      isPlaced = false
      if (following !== 'nothing') return
      const shift = { x: (to.width - from.width) / 2, y: (to.height - from.height) / 2 }
      zoomer.transform(surface, zoomIdentity.translate(camera.x + shift.x, camera.y + shift.y).scale(camera.k))
    },
    stop() {
      surface.on('.zoom', null)
    },
  }
}
