import type { PieceInFlight, TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { MembershipView } from '../../src-shared/swarm/view.ts'
import { hasPiece } from './has-piece.ts'
import type { Availability } from './piece-availability.ts'
import { counted } from './summary.ts'
import { grouped } from './swarm-status.ts'

/** `have`: verified and here; `in-flight`: being fetched; `unwanted`: only of files that are not wanted. */
export type PieceState = 'have' | 'in-flight' | 'missing' | 'unwanted'

/** How one peer stands with every piece of a torrent. */
export interface PieceStates {
  /** By piece. */
  readonly states: readonly PieceState[]
  readonly inFlight: ReadonlyMap<number, PieceInFlight>
}

/** How a peer stands with every piece. */
export function pieceStatesOf(
  torrent: TorrentSummary,
  { pieces, unwanted, inFlight }: Pick<MembershipView, 'pieces' | 'unwanted' | 'inFlight'>,
): PieceStates {
  const flying = new Map(inFlight.map((one) => [one.piece, one]))
  const wanted = unwanted.length === 0 ? undefined : wantedPieces(torrent, new Set(unwanted))
  const states = Array.from({ length: torrent.pieceCount }, (_, piece): PieceState => {
    if (hasPiece(pieces, piece)) return 'have'
    if (flying.has(piece)) return 'in-flight'
    return wanted === undefined || wanted[piece] === 1 ? 'missing' : 'unwanted'
  })
  return { states, inFlight: flying }
}

/** A piece is wanted when it holds a byte of some wanted file. */
function wantedPieces({ files, pieceLengthBytes, pieceCount }: TorrentSummary, unwanted: ReadonlySet<number>) {
  const wanted = new Uint8Array(pieceCount)
  let start = 0
  files.forEach(({ lengthBytes }, file) => {
    const end = start + lengthBytes
    if (lengthBytes > 0 && !unwanted.has(file))
      wanted.fill(1, Math.floor(start / pieceLengthBytes), Math.ceil(end / pieceLengthBytes))
    start = end
  })
  return wanted
}

/** All of it in words: `38 of 64 pieces, 2 in flight, rarest: piece 12 (1 copy)`. */
export function piecesSentence({ states }: PieceStates, availability: Availability): string {
  const has = countOf(states, 'have')
  const flying = countOf(states, 'in-flight')
  const unwanted = countOf(states, 'unwanted')
  return [
    `${grouped(has)} of ${counted(states.length, 'piece')}`,
    ...(flying > 0 ? [`${grouped(flying)} in flight`] : []),
    ...(unwanted > 0 ? [`${grouped(unwanted)} not wanted`] : []),
    rarestWords(states, availability),
  ].join(', ')
}

/** The rarest of the pieces that it still wants, or of all once it wants none. */
function rarestWords(states: readonly PieceState[], { copies, linkedPeers }: Availability): string {
  if (linkedPeers === 0) return 'no linked peer to count copies at'
  const wanted = [...states.keys()].filter((piece) => states[piece] === 'missing' || states[piece] === 'in-flight')
  const among = wanted.length > 0 ? wanted : [...states.keys()]
  const fewest = among.reduce((least, piece) => Math.min(least, copies[piece] ?? 0), Number.POSITIVE_INFINITY)
  const rarest = among.filter((piece) => copies[piece] === fewest)
  const others = rarest.length === 1 ? '' : ` and ${counted(rarest.length - 1, 'other')}`
  const words =
    fewest === 0 && rarest.every((piece) => states[piece] === 'have') ? 'no other copy' : copiesWords(fewest)
  return `rarest: piece ${rarest[0]}${others} (${words}${others !== '' && fewest > 0 ? ' each' : ''})`
}

function copiesWords(copies: number): string {
  if (copies === 0) return 'no copy'
  return copies === 1 ? '1 copy' : `${copies} copies`
}

const stateWords: Readonly<Record<PieceState, string>> = {
  have: 'here',
  'in-flight': 'in flight',
  missing: 'missing',
  unwanted: 'not wanted',
}

/** The pieces of one cell of the map in words, from the first to before `end`. */
export function cellSentence(pieces: PieceStates, availability: Availability, first: number, end: number): string {
  return end - first === 1 ? onePiece(pieces, availability, first) : severalPieces(pieces, availability, first, end)
}

function onePiece({ states, inFlight }: PieceStates, { copies, linkedPeers }: Availability, piece: number): string {
  const state = states[piece] ?? 'missing'
  const flying = inFlight.get(piece)
  const blocks =
    flying === undefined || state !== 'in-flight'
      ? ''
      : `, ${flying.arrived} of ${counted(flying.blocks, 'block')} here, ${flying.requested} asked for`
  return `Piece ${piece}: ${stateWords[state]}${blocks}; ${copies[piece] ?? 0} of ${counted(linkedPeers, 'linked peer')} ${linkedPeers === 1 ? 'has' : 'have'} it.`
}

function severalPieces({ states }: PieceStates, availability: Availability, first: number, end: number): string {
  const cell = states.slice(first, end)
  const parts = (Object.keys(stateWords) as PieceState[])
    .map((state) => ({ state, count: countOf(cell, state) }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateWords[state]}`)
  const fewest = fewestCopies(availability, first, end)
  return `Pieces ${first}–${end - 1}: ${parts.join(', ')}; the rarest of them: ${copiesWords(fewest)} among ${counted(availability.linkedPeers, 'linked peer')}.`
}

/** The copies of the rarest piece from `first` to before `end`. */
export function fewestCopies({ copies }: Availability, first: number, end: number): number {
  let fewest = copies[first] ?? 0
  for (let piece = first + 1; piece < end; piece++) fewest = Math.min(fewest, copies[piece] ?? 0)
  return fewest
}

function countOf(states: readonly PieceState[], wanted: PieceState): number {
  return states.reduce((count, state) => count + Number(state === wanted), 0)
}
