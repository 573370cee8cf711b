// The layout as the stage sees it: it asks for steps and takes the places as they come, wherever they are worked out.

import type { LayoutName } from '../store/theme.ts'
import type { Point } from './camera.ts'
import type { KeptPlace } from './kept-places.ts'
import type { LayoutAnswer } from './layout-desk.ts'
import { type LayoutShape, sameKeys, sameShape, shapeOf } from './layout-shape.ts'
import type { LayoutWorkshop } from './layout-workshop.ts'
import type { GraphModel } from './model.ts'

export interface MovingLayout {
  /** Takes over another set of nodes and links, `settled` at once or step by step. Returns the places of nodes that left. */
  update(model: GraphModel, settled: boolean): ReadonlyMap<string, Point>
  /** Places the peers in another way from now on. */
  arrange(name: LayoutName): void
  /** Where nodes were when the screen was last left; before the first update. */
  remember(places: readonly KeptPlace[]): void
  /** Moves on for so many ms, unless it rests or is still at what it was told last. */
  step(elapsedMs: number): void
  /** Comes to rest as soon as can be. */
  settle(): void
  /** Stages are wide: every place lies `stretch` times further across than the layout puts it. */
  widen(stretch: number): void
  /** The latest places; another map whenever one of them has changed. */
  places(): ReadonlyMap<string, Point>
  hold(key: string, point: Point): void
  letGo(key: string): void
  pin(key: string, isPinned: boolean): void
  /** The places of the peers as `remember` takes them. */
  kept(): KeptPlace[]
  destroy(): void
}

const stepMs = 1000 / 60
const nobody: LayoutShape = { name: 'force', nodes: [], ties: new Uint32Array(0) }

/** A layout whose places come from a workshop; `onPlaces` is called after each change. */
export function createMovingLayout(
  open: (onAnswer: (answer: LayoutAnswer) => void) => LayoutWorkshop,
  onPlaces: () => void,
): MovingLayout {
  let name: LayoutName = 'force'
  let model: GraphModel = { nodes: [], edges: [] }
  let version = 0
  /** What was ordered last, and of what is still on its way by version; then what the places are of. */
  let ordered = nobody
  const awaited = new Map<number, LayoutShape>()
  let shown = nobody
  let raw = new Float32Array(0)
  let stretch = 1.5
  let places: ReadonlyMap<string, Point> = new Map()
  let moves = false
  /** So many orders are still to be answered: to ask for steps behind them would only make them more. */
  let unanswered = 0
  const held = new Map<string, Point>()
  const workshop = open(take)

  function take(answer: LayoutAnswer): void {
    unanswered--
    const answered = awaited.get(answer.version)
    if (answered === undefined) return
    for (const older of awaited.keys()) if (older < answer.version) awaited.delete(older)
    shown = answered
    raw = new Float32Array(answer.places)
    moves = answer.moves || answer.version !== version
    spread()
    onPlaces()
  }

  function spread(): void {
    places = new Map(
      shown.nodes.map(({ key }, index) => [
        key,
        held.get(key) ?? { x: (raw[2 * index] ?? 0) * stretch, y: raw[2 * index + 1] ?? 0 },
      ]),
    )
  }

  function reshape(settled: boolean): void {
    const shape = shapeOf(model, name)
    if (version > 0 && sameShape(shape, ordered)) return
    ordered = shape
    version++
    awaited.set(version, shape)
    moves = true
    unanswered++
    workshop.order({ kind: 'shape', version, shape, settled })
  }

  return {
    update(next, settled) {
      const last = model
      model = next
      if (version > 0 && sameKeys(last, next, name !== 'force')) return new Map()
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
      if (!moves || unanswered > 0) return
      unanswered++
      workshop.order({ kind: 'step', steps: Math.max(1, Math.round(elapsedMs / stepMs)) })
    },
    settle() {
      unanswered++
      workshop.order({ kind: 'settle' })
    },
    widen(next) {
      stretch = next
      spread()
    },
    places: () => places,
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
    // No ghosts: dials are numbered anew after a reload.
    kept: () =>
      shown.nodes.flatMap(({ key, kind }, index) =>
        kind === 'peer' ? [[key, raw[2 * index] ?? 0, raw[2 * index + 1] ?? 0] as const] : [],
      ),
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
