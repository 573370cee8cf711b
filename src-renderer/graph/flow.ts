// Data on its way: how far the dots of each link have come. The pace follows the rate, so a change of rate never makes a dot jump.

import type { GraphEdge } from './model.ts'

export interface Flow {
  /** Moves all dots on; false when no link carries data. */
  advance(edges: readonly GraphEdge[], elapsedMs: number): boolean
  /** How far the dots of a link have come, in px at scale 1, in one of its two directions. */
  travelled(edgeKey: string, toTarget: boolean): number
}

/** Rates below this (bytes per second) count as silence: the tail of a smoothed average. */
export const quietBytesPerSec = 64

/** The pace of dots in px per second for a rate in bytes per second: readable at 10 KiB/s, not a blur at 100 MiB/s. */
export function paceOf(bytesPerSec: number): number {
  return bytesPerSec < quietBytesPerSec ? 0 : Math.min(190, 26 + 15 * Math.log2(1 + bytesPerSec / 8192))
}

/** The width of a link in px at scale 1 for its rate in bytes per second. */
export function widthOf(bytesPerSec: number): number {
  return bytesPerSec < quietBytesPerSec ? 1.6 : Math.min(13, 4.5 + 1.1 * Math.log2(1 + bytesPerSec / 32_768))
}

/** A flow with all dots at their starts. */
export function createFlow(): Flow {
  let travelledPx = new Map<string, number>()

  return {
    advance(edges, elapsedMs) {
      const next = new Map<string, number>()
      for (const edge of edges) {
        if (edge.kind !== 'link') continue
        move(next, `${edge.key} <`, edge.toSourceBytesPerSec, elapsedMs)
        move(next, `${edge.key} >`, edge.toTargetBytesPerSec, elapsedMs)
      }
      travelledPx = next
      return next.size > 0
    },
    travelled: (edgeKey, toTarget) => travelledPx.get(`${edgeKey} ${toTarget ? '>' : '<'}`) ?? 0,
  }

  function move(next: Map<string, number>, key: string, bytesPerSec: number, elapsedMs: number): void {
    const pace = paceOf(bytesPerSec)
    if (pace > 0) next.set(key, (travelledPx.get(key) ?? 0) + (pace * elapsedMs) / 1000)
  }
}
