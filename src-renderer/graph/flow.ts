// Data on its way: how far the dots of each link have come. The pace follows the rate, so a change of rate never makes a dot jump.

import type { GraphEdge } from './model.ts'

export interface Flow {
  /** Takes over the rates of these edges. */
  follow(edges: readonly GraphEdge[]): void
  /** Moves all dots on; false when no link carries data. */
  advance(elapsedMs: number): boolean
  /** How far the dots of a stream (named by its edge) have come, in px at scale 1. */
  travelled(stream: string): number
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

interface Stream {
  px: number
  pace: number
  /** Of the rates that were taken over, which were the last with data of it. */
  keptAt: number
}

/** A flow with all dots at their starts. */
export function createFlow(): Flow {
  const streams = new Map<string, Stream>()
  let times = 0

  return {
    follow(edges) {
      times++
      let kept = 0
      for (const edge of edges) {
        if (edge.kind !== 'link') continue
        kept += keep(edge.toSourceStream, edge.toSourceBytesPerSec)
        kept += keep(edge.toTargetStream, edge.toTargetBytesPerSec)
      }
      // Most times nobody has fallen silent.
      if (kept < streams.size) for (const [name, stream] of streams) if (stream.keptAt < times) streams.delete(name)
    },
    advance(elapsedMs) {
      for (const stream of streams.values()) stream.px += (stream.pace * elapsedMs) / 1000
      return streams.size > 0
    },
    travelled: (stream) => streams.get(stream)?.px ?? 0,
  }

  /** Takes over the rate of a stream; answers how many there are of it. */
  function keep(name: string, bytesPerSec: number): 0 | 1 {
    if (bytesPerSec < quietBytesPerSec) return 0
    const pace = paceOf(bytesPerSec)
    const known = streams.get(name)
    if (known === undefined) streams.set(name, { px: 0, pace, keptAt: times })
    else {
      known.pace = pace
      known.keptAt = times
    }
    return 1
  }
}
