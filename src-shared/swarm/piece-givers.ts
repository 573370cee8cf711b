import type { PeerId } from './ids.ts'

/** From whom a peer got its pieces, as far as it was seen happening. */
export interface PieceGivers {
  /** In the order in which each first gave one, at most maxGivers. */
  readonly peers: readonly PeerId[]
  /** A sign a piece, up to the last that is known: a letter for its place in `peers`, or one of the two below. */
  readonly byPiece: string
}

/** Nobody gave anything yet, or it was not seen. */
export const noGivers: PieceGivers = { peers: [], byPiece: '' }

/** Beyond so many pieces nobody could tell them apart on a screen, and what is kept of them would be long. */
export const maxTracedPieces = 16_384

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const maxGivers = letters.length

const unknown = '.'
const several = '+'

/** Who gave a piece: a peer, `several` of them block by block, or null where that is not known. */
export function giverOf({ peers, byPiece }: PieceGivers, piece: number): PeerId | 'several' | null {
  const sign = byPiece.charAt(piece)
  if (sign === '') return null
  return sign === several ? 'several' : (peers[letters.indexOf(sign)] ?? null)
}

/** The same with a piece that came from these peers; unchanged where there are too many pieces, or givers, to tell apart. */
export function withGivers(
  givers: PieceGivers,
  pieceCount: number,
  piece: number,
  from: readonly PeerId[],
): PieceGivers {
  const [giver] = from
  if (giver === undefined || pieceCount > maxTracedPieces || !(piece >= 0 && piece < pieceCount)) return givers
  const peers = from.length > 1 || givers.peers.includes(giver) ? givers.peers : [...givers.peers, giver]
  if (peers.length > maxGivers) return givers
  const sign = from.length > 1 ? several : letters.charAt(peers.indexOf(giver))
  const before = givers.byPiece.padEnd(piece, unknown)
  return { peers, byPiece: before.slice(0, piece) + sign + before.slice(piece + 1) }
}
