// The rates of each link over the last minute, as this screen saw them.

import type { LinkKey } from '../../src-shared/swarm/ids.ts'
import type { LinkView, View } from '../../src-shared/swarm/view.ts'
import { valuesOf } from '../store/values.ts'

export interface RateSample {
  readonly atMs: number
  readonly toDiallerBytesPerSec: number
  readonly toAcceptorBytesPerSec: number
}

export interface RateHistory {
  /** Notes the rates of a view, unless it is too soon after the last. */
  note(view: View): void
  /** Oldest first. */
  samplesOf(key: LinkKey): readonly RateSample[]
}

/** How far back it goes, in ms. */
export const historyMs = 60_000
const everyMs = 500
/** Of more links nobody looks at each. */
const mostLinks = 400

/** A history of links, none so far. */
export function createRateHistory(): RateHistory {
  let samples = new Map<LinkKey, readonly RateSample[]>()
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    note(view) {
      // Whoever goes back in a recording begins anew.
      if (view.atMs < lastMs) samples = new Map()
      else if (view.atMs - lastMs < everyMs) return
      lastMs = view.atMs
      const next = new Map<LinkKey, readonly RateSample[]>()
      for (const link of valuesOf<LinkView>(view.links).slice(0, mostLinks)) {
        const before = samples.get(link.key) ?? []
        const first = before.findIndex(({ atMs }) => atMs > view.atMs - historyMs)
        const { toDiallerBytesPerSec, toAcceptorBytesPerSec } = link
        const sample = { atMs: view.atMs, toDiallerBytesPerSec, toAcceptorBytesPerSec }
        next.set(link.key, first < 0 ? [sample] : [...before.slice(first), sample])
      }
      samples = next
    },
    samplesOf: (key) => samples.get(key) ?? [],
  }
}
