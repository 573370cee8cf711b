// A layout that is told what to do by messages: behind it may stand a worker.

import type { Point } from './camera.ts'
import type { KeptPlace } from './kept-places.ts'
import { createLayout, type Layout } from './layout.ts'
import type { LayoutShape } from './layout-shape.ts'

/** What a layout can be told; points in world px before any stretch. */
export type LayoutOrder =
  | { readonly kind: 'remember'; readonly places: readonly KeptPlace[] }
  | { readonly kind: 'shape'; readonly version: number; readonly shape: LayoutShape; readonly settled: boolean }
  | { readonly kind: 'step'; readonly steps: number }
  | { readonly kind: 'settle' }
  | { readonly kind: 'hold'; readonly key: string; readonly point: Point }
  | { readonly kind: 'let-go'; readonly key: string }
  | { readonly kind: 'pin'; readonly key: string; readonly isPinned: boolean }

/** Where the nodes of the shape of that version are by now: x and y of each, in their order. */
export interface LayoutAnswer {
  readonly version: number
  readonly places: Float32Array
  /** False when all is at rest. */
  readonly moves: boolean
}

/** Longer than this nobody waits for an answer: what is not settled by then settles before everybody's eyes. */
const settleMs = (nodes: number) => Math.min(2500, 500 + 2 * nodes)
const stepMs = 150

/** Carries out orders; those that move anything are answered. */
export function createLayoutDesk(
  answer: (answer: LayoutAnswer) => void,
  now: () => number = () => performance.now(),
): (order: LayoutOrder) => void {
  let layout: Layout = createLayout()
  let version = 0

  function tell(moves: boolean): void {
    answer({ version, places: layout.places(), moves })
  }

  function settle(): void {
    const endMs = now() + settleMs(layout.places().length / 2)
    layout.settle(() => now() > endMs)
    tell(layout.step())
  }

  return (order) => {
    if (order.kind === 'remember') layout = createLayout(new Map(order.places.map(([key, x, y]) => [key, { x, y }])))
    else if (order.kind === 'hold') layout.hold(order.key, order.point)
    else if (order.kind === 'let-go') layout.letGo(order.key)
    else if (order.kind === 'pin') layout.pin(order.key, order.isPinned)
    else if (order.kind === 'shape') {
      version = order.version
      layout.update(order.shape)
      if (order.settled) settle()
      else tell(true)
    } else if (order.kind === 'settle') settle()
    else {
      const endMs = now() + stepMs
      let moves = true
      for (let step = 0; moves && step < order.steps && now() < endMs; step++) moves = layout.step()
      tell(moves)
    }
  }
}
