import type { Hex } from '../../src-shared/swarm/ids.ts'

/** Whether a bitfield (BEP 3: high bit first), given as hex, holds a piece; false past its end. */
export function hasPiece(pieces: Hex, piece: number): boolean {
  const digit = Number.parseInt(pieces.charAt(piece >> 2), 16)
  return ((digit >> (3 - (piece & 3))) & 1) === 1
}
