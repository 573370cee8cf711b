// The moving picture on one canvas: layout, camera, motion and pointer, and a frame loop that runs only while something moves.

import { type D3DragEvent, type D3ZoomEvent, drag, select, zoom, zoomIdentity } from 'd3'
import type { View } from '../../src-shared/swarm/view.ts'
import { FramePace } from '../frame-pace.ts'
import { type Selection, sameSelection } from '../store/selection.ts'
import {
  approach,
  boundsOf,
  type Camera,
  fitCamera,
  maxZoom,
  minZoom,
  type Point,
  type Size,
  stretchFor,
  toScreen,
  toWorld,
} from './camera.ts'
import { composeScene } from './compose-scene.ts'
import { createFlow } from './flow.ts'
import { hitNode, hitTest } from './hit-test.ts'
import type { Stop } from './keyboard.ts'
import { createLayout } from './layout.ts'
import { createMeasure } from './measure.ts'
import { type GraphModel, graphModel } from './model.ts'
import { leavings, type Moment, progressOf, wavesBetween } from './moments.ts'
import { paintScene, type Wave } from './paint.ts'
import type { Leaving, Scene } from './scene.ts'

export interface StageEvents {
  onSelect(selection: Selection | null): void
  /** What the pointer is over, and where, in px from the canvas's corner. */
  onHover(hovered: Selection | null, at: Point): void
}

export interface Stage {
  show(view: View): void
  select(selection: Selection | null): void
  reduceMotion(reduced: boolean): void
  resize(size: Size, pixelRatio: number): void
  zoomBy(factor: number): void
  /** Shows everything, and goes on doing so until the user moves the camera again. */
  fit(): void
  /** The peers as they stand on screen, for moving the selection by arrow keys. */
  peers(): readonly Stop[]
  destroy(): void
}

// A hand is never quite still while it clicks.
const clickDistance = 4
/** A frame never counts for more than this, so that nothing leaps after a pause. */
const longestFrameMs = 250

/** Brings a canvas to life. */
export function createStage(canvas: HTMLCanvasElement, events: StageEvents): Stage {
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('this browser offers no 2D canvas')
  const measure = createMeasure(context)
  const layout = createLayout()
  const flow = createFlow()
  let model: GraphModel = { nodes: [], edges: [] }
  let view: View | null = null
  let selection: Selection | null = null
  let hovered: Selection | null = null
  let camera: Camera = { x: 0, y: 0, k: 1 }
  let size: Size = { width: 0, height: 0 }
  let ratio = 1
  let still = false
  let following = true
  let placed = false
  let dragging = false
  let moments: Moment[] = []
  // Kept until the next is composed, so that what is seen can be clicked at any moment.
  let scene: Scene | null = null
  let isStale = true
  const pace = new FramePace()
  let lastFrameMs = 0

  const surface = select(canvas)
  const zoomer = zoom<HTMLCanvasElement, unknown>()
    .clickDistance(clickDistance)
    .scaleExtent([minZoom, maxZoom])
    .filter((event: MouseEvent) => (event.type === 'wheel' || !event.ctrlKey) && !event.button)
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      camera = { x: transform.x, y: transform.y, k: transform.k }
      if (sourceEvent) following = false
      redraw()
    })
  surface.call(nodeDrag()).call(zoomer).on('dblclick.zoom', null)
  surface.on('click', (event: MouseEvent) => events.onSelect(under(pointOf(event))))
  surface.on('pointermove', (event: PointerEvent) => hover(dragging ? null : under(pointOf(event)), pointOf(event)))
  surface.on('pointerleave', (event: PointerEvent) => hover(null, pointOf(event)))

  function nodeDrag() {
    return drag<HTMLCanvasElement, unknown>()
      .clickDistance(clickDistance)
      .subject((event: { x: number; y: number }) => dragSubject(event))
      .on('start', () => {
        dragging = true
      })
      .on('drag', (event: D3DragEvent<HTMLCanvasElement, unknown, { key: string }>) => {
        layout.hold(event.subject.key, toWorld(camera, event))
        following = false
        redraw()
      })
      .on('end', (event: D3DragEvent<HTMLCanvasElement, unknown, { key: string }>) => {
        dragging = false
        layout.letGo(event.subject.key)
        redraw()
      })
  }

  function dragSubject(point: Point): { key: string; x: number; y: number } | null {
    const hit = scene && hitNode(scene, point)
    const node = hit && model.nodes.find((one) => sameSelection(one.selection, hit))
    const place = node && layout.place(node.key)
    return place ? { key: node.key, ...toScreen(camera, place) } : null
  }

  function under(point: Point): Selection | null {
    return scene && hitTest(scene, point)
  }

  function hover(next: Selection | null, at: Point): void {
    events.onHover(next, at)
    canvas.style.cursor = next === null ? 'grab' : 'pointer'
    if (sameSelection(next, hovered)) return
    hovered = next
    redraw()
  }

  /** Draws in the next frame: a hand waits for it. */
  function redraw(): void {
    isStale = true
    startClock()
    pace.soon(frame)
  }

  function startClock(): void {
    if (!pace.isWaiting) lastFrameMs = performance.now()
  }

  function frame(nowMs: number): void {
    const elapsedMs = Math.min(longestFrameMs, Math.max(0, nowMs - lastFrameMs))
    lastFrameMs = nowMs
    const layoutMoves = layout.step()
    const cameraMoves = following && !dragging && follow(elapsedMs)
    const dataMoves = !still && flow.advance(model.edges, elapsedMs)
    moments = moments.filter((moment) => progressOf(moment, nowMs) < 1)
    const fading = moments.some((moment) => moment.kind === 'leaving')
    if (scene === null || isStale || layoutMoves || cameraMoves || fading) scene = compose(nowMs)
    isStale = false
    draw(scene, nowMs)
    if (layoutMoves || cameraMoves || dataMoves || moments.length > 0) pace.whenPaid(frame)
  }

  /** Eases the camera towards showing everything; false when it is there. */
  function follow(elapsedMs: number): boolean {
    const goal = fitCamera(boundsOf(layout.places().values()), size)
    if (goal.x === camera.x && goal.y === camera.y && goal.k === camera.k) return false
    const next = placed && !still ? approach(camera, goal, elapsedMs) : goal
    placed = layout.places().size > 0
    zoomer.transform(surface, zoomIdentity.translate(next.x, next.y).scale(next.k))
    return true
  }

  function compose(nowMs: number): Scene {
    const leaving = moments.flatMap((moment): Leaving[] =>
      moment.kind === 'leaving' && moment.node.kind === 'peer'
        ? [{ node: moment.node, place: moment.place, words: moment.words, alpha: 1 - progressOf(moment, nowMs) }]
        : [],
    )
    return composeScene({ model, places: layout.places(), camera, size, selection, hovered, leaving, measure })
  }

  function draw(current: Scene, nowMs: number): void {
    context?.setTransform(ratio, 0, 0, ratio, 0, 0)
    if (context)
      paintScene(context, current, { travelled: still ? null : flow.travelled, waves: wavesOf(current, nowMs) })
  }

  function wavesOf(current: Scene, nowMs: number): Wave[] {
    return moments.flatMap((moment): Wave[] => {
      if (moment.kind !== 'wave') return []
      const at = current.nodes.find(({ node }) => node.key === moment.key)?.at
      return at ? [{ at, progress: progressOf(moment, nowMs) }] : []
    })
  }

  return {
    show(next) {
      const nextModel = graphModel(next)
      const gone = layout.update(nextModel)
      if (view === null || view.me === null || still) layout.settle()
      else {
        const nowMs = performance.now()
        moments.push(...wavesBetween(view, next, nowMs), ...leavings(model, gone, next, nowMs))
      }
      view = next
      model = nextModel
      isStale = true
      startClock()
      pace.whenPaid(frame)
    },
    select(next) {
      selection = next
      redraw()
    },
    reduceMotion(reduced) {
      still = reduced
      if (reduced) layout.settle()
      redraw()
    },
    resize(next, pixelRatio) {
      if (!following) {
        const shift = { x: (next.width - size.width) / 2, y: (next.height - size.height) / 2 }
        const { x, y, k } = camera
        zoomer.transform(surface, zoomIdentity.translate(x + shift.x, y + shift.y).scale(k))
      }
      placed = false
      size = next
      layout.widen(stretchFor(next))
      ratio = pixelRatio
      canvas.width = Math.round(next.width * pixelRatio)
      canvas.height = Math.round(next.height * pixelRatio)
      redraw()
    },
    zoomBy(factor) {
      following = false
      zoomer.scaleBy(surface, factor, [size.width / 2, size.height / 2])
    },
    fit() {
      following = true
      redraw()
    },
    peers: () => (scene?.nodes ?? []).map(({ node, at }) => ({ selection: node.selection, at })),
    destroy() {
      pace.stop()
      surface.on('.zoom', null).on('.drag', null).on('click', null).on('pointermove', null).on('pointerleave', null)
    },
  }
}

function pointOf(event: MouseEvent): Point {
  return { x: event.offsetX, y: event.offsetY }
}
