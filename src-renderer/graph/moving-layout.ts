// The layout as the stage sees it: it asks for steps and takes the places as they come, wherever they are worked out.

import type { LayoutName } from '../store/theme.ts'
import type { Point } from './camera.ts'
import { createLayoutDesk, type LayoutAnswer, type LayoutOrder } from './layout-desk.ts'
import { sameTies, shapeOf } from './layout-shape.ts'
import type { GraphModel } from './model.ts'

/** Who works out the places. */
export interface LayoutWorkshop {
  order(order: LayoutOrder): void
  close(): void
}

export interface MovingLayout {
  /** Takes over another set of nodes and links, `settled` at once or step by step. Returns the places of nodes that left. */
  update(model: GraphModel, settled: boolean): ReadonlyMap<string, Point>
  /** Places the peers in another way from now on. */
  arrange(name: LayoutName): void
  /** Where nodes were when the screen was last left; before the first update. */
  remember(places: readonly (readonly [key: string, x: number, y: number])[]): void
  /** Moves on for so many ms, unless it rests or is still at the last steps. */
  step(elapsedMs: number): void
  /** Comes to rest as soon as can be. */
  settle(): void
  /** Stages are wide: every place lies `stretch` times further across than the layout puts it. */
  widen(stretch: number): void
  /** The latest places; another map whenever one of them has changed. */
  places(): ReadonlyMap<string, Point>
  /** Nothing has a place yet, or all of it moves still. */
  readonly moves: boolean
  hold(key: string, point: Point): void
  letGo(key: string): void
  pin(key: string, isPinned: boolean): void
  /** The places as `remember` takes them. */
  kept(): (readonly [key: string, x: number, y: number])[]
  destroy(): void
}

const stepMs = 1000 / 60
/** After a pause nothing leaps: it goes on from where it was. */
const mostSteps = 30

/** A layout whose places come from a workshop; `onPlaces` is called after each change. */
export function createMovingLayout(
  open: (onAnswer: (answer: LayoutAnswer) => void) => LayoutWorkshop,
  onPlaces: () => void,
): MovingLayout {
  let name: LayoutName = 'force'
  let model: GraphModel = { nodes: [], edges: [] }
  let version = 0
  const keysOf = new Map<number, readonly string[]>()
  let keys: readonly string[] = []
  let raw = new Float32Array(0)
  let stretch = 1.5
  let places: ReadonlyMap<string, Point> = new Map()
  let moves = false
  let isAsked = false
  const held = new Map<string, Point>()
  const workshop = open(take)

  function take(answer: LayoutAnswer): void {
    isAsked = false
    const answered = keysOf.get(answer.version)
    if (answered === undefined) return
    for (const older of keysOf.keys()) if (older < answer.version) keysOf.delete(older)
    keys = answered
    raw = new Float32Array(answer.places)
    moves = answer.moves || answer.version !== version
    spread()
    onPlaces()
  }

  function spread(): void {
    places = new Map(
      keys.map((key, index) => [
        key,
        held.get(key) ?? { x: (raw[2 * index] ?? 0) * stretch, y: raw[2 * index + 1] ?? 0 },
      ]),
    )
  }

  function reshape(settled: boolean): void {
    version++
    keysOf.set(
      version,
      model.nodes.map((node) => node.key),
    )
    moves = true
    workshop.order({ kind: 'shape', version, shape: shapeOf(model, name), settled })
  }

  return {
    update(next, settled) {
      const last = model
      model = next
      if (version > 0 && sameTies(last, next, name !== 'force')) return new Map()
      const gone = leavers(last, next, places)
      reshape(settled)
      return gone
    },
    arrange(next) {
      if (next === name) return
      name = next
      if (version > 0) reshape(false)
    },
    remember: (known) => workshop.order({ kind: 'remember', places: known }),
    step(elapsedMs) {
      if (!moves || isAsked) return
      isAsked = true
      const steps = Math.min(mostSteps, Math.max(1, Math.round(elapsedMs / stepMs)))
      workshop.order({ kind: 'step', steps })
    },
    settle: () => workshop.order({ kind: 'settle' }),
    widen(next) {
      stretch = next
      spread()
    },
    places: () => places,
    get moves() {
      return moves
    },
    hold(key, point) {
      held.set(key, point)
      places = new Map(places).set(key, point)
      moves = true
      workshop.order({ kind: 'hold', key, point: { x: point.x / stretch, y: point.y } })
    },
    letGo(key) {
      held.delete(key)
      moves = true
      workshop.order({ kind: 'let-go', key })
    },
    pin(key, isPinned) {
      moves = true
      workshop.order({ kind: 'pin', key, isPinned })
    },
    kept: () => keys.map((key, index) => [key, raw[2 * index] ?? 0, raw[2 * index + 1] ?? 0] as const),
    destroy: () => workshop.close(),
  }
}

function leavers(last: GraphModel, next: GraphModel, places: ReadonlyMap<string, Point>): Map<string, Point> {
  const there = new Set(next.nodes.map((node) => node.key))
  const gone = new Map<string, Point>()
  for (const { key } of last.nodes) {
    const place = places.get(key)
    if (place !== undefined && !there.has(key)) gone.set(key, place)
  }
  return gone
}

/** A workshop in a worker; where none can start, in this very thread, so that there is a picture all the same. */
export function layoutWorkshop(onAnswer: (answer: LayoutAnswer) => void): LayoutWorkshop {
  // Kept until the worker answers for the first time: by then it has started.
  let unanswered: LayoutOrder[] | null = []
  let here: ((order: LayoutOrder) => void) | null = null
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
    unanswered = null
    onAnswer(data)
  })
  worker.addEventListener('error', () => {
    if (here !== null || unanswered === null) return
    here = createLayoutDesk(onAnswer)
    for (const order of unanswered) here(order)
    unanswered = null
  })
  return {
    order(order) {
      if (here !== null) return here(order)
      unanswered?.push(order)
      worker.postMessage(order)
    },
    close: () => worker.terminate(),
  }
}
