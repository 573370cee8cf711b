// Who gave the pieces of a picture, by colour and in words.

import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { giverOf, type PieceGivers } from '../../src-shared/swarm/piece-givers.ts'

/** Who gave a piece; null where that is not known, as of what was there from the start. */
export type Giver = ReturnType<typeof giverOf>

// The hues of Okabe and Ito, which most eyes tell apart.
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442'] as const

/** So many givers have a colour of their own; the others share one. */
export const mostColours = colours.length

const ofOthers = '#6b7785'
const ofSeveral = '#7a1f5c'
const notKnown = '#dfe5eb'

/** The colour of a giver: the one of its place in `order`, which never changes while the picture is shown. */
export function giverColour(giver: Giver, order: readonly PeerId[]): string {
  if (giver === null) return notKnown
  return giver === 'several' ? ofSeveral : (colours[order.indexOf(giver)] ?? ofOthers)
}

/** How many of the first `pieceCount` pieces that it has came from each giver, the most first; unknown ones left out. */
export function countedGivers(givers: PieceGivers, has: (piece: number) => boolean, pieceCount: number) {
  const counts = new Map<Exclude<Giver, null>, number>()
  for (let piece = 0; piece < pieceCount; piece++) {
    const giver = has(piece) ? giverOf(givers, piece) : null
    if (giver !== null) counts.set(giver, (counts.get(giver) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one)
}

/** `34 from P1, 12 from P3, 2 from several`; empty where nothing is known. */
export function giverWords(counted: ReturnType<typeof countedGivers>, nameOf: (id: PeerId) => string): string {
  return counted.map(([giver, count]) => `${count} from ${giver === 'several' ? 'several' : nameOf(giver)}`).join(', ')
}
