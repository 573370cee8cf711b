import type { Role } from './events.ts'

/** The role that a number of pieces gives: all of them a seeder, some a peer, none a leecher. */
export function roleOf(haveCount: number, pieceCount: number): Role {
  if (haveCount <= 0) return 'leecher'
  return haveCount >= pieceCount ? 'seeder' : 'peer'
}
