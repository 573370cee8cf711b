// A peer's pieces as segments of its ring: which it has, not only how many.

import type { Hex } from '../../src-shared/swarm/ids.ts'

/** A stretch of the ring whose pieces are there to the same degree; angles as shares of the turn. */
export interface RingSegment {
  readonly from: number
  readonly to: number
  /** How many of its pieces are there, 0 (left out) to 1. */
  readonly full: number
}

/** Finer than this nobody sees from the back row. */
const mostSegments = 96

/** The segments of a bit field (BEP 3, high bit first): one a piece, or of several where there are many pieces. */
export function ringSegments(pieces: Hex, pieceCount: number): RingSegment[] {
  const segments: RingSegment[] = []
  const count = Math.min(mostSegments, pieceCount)
  for (let index = 0; index < count; index++) {
    const first = Math.floor((index * pieceCount) / count)
    const end = Math.floor(((index + 1) * pieceCount) / count)
    const full = sharePresent(pieces, first, end)
    const last = segments.at(-1)
    if (full === 0) continue
    if (last && last.full === full && last.to === index / count)
      segments[segments.length - 1] = { ...last, to: (index + 1) / count }
    else segments.push({ from: index / count, to: (index + 1) / count, full })
  }
  return segments
}

function sharePresent(pieces: Hex, first: number, end: number): number {
  let there = 0
  for (let piece = first; piece < end; piece++) {
    const digit = Number.parseInt(pieces[piece >> 2] ?? '0', 16)
    if ((digit >> (3 - (piece & 3))) & 1) there++
  }
  return there / Math.max(1, end - first)
}
