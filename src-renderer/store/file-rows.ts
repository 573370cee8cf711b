import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { Hex } from '../../src-shared/swarm/ids.ts'
import type { MembershipView } from '../../src-shared/swarm/view.ts'
import { hasPiece } from './has-piece.ts'

/** One file of a torrent, as a peer stands to it. */
export interface FileRow {
  /** Its place in the torrent. */
  readonly index: number
  readonly path: string
  readonly lengthBytes: number
  /** How much of it lies in pieces that the peer has. */
  readonly haveBytes: number
  readonly wanted: boolean
}

/** A row a file, in the torrent's order. */
export function fileRows(torrent: TorrentSummary, membership: MembershipView): FileRow[] {
  const unwanted = new Set(membership.unwanted)
  let begin = 0
  return torrent.files.map(({ path, lengthBytes }, index) => {
    const haveBytes = bytesHad(membership.pieces, torrent.pieceLengthBytes, begin, begin + lengthBytes)
    begin += lengthBytes
    return { index, path, lengthBytes, haveBytes, wanted: !unwanted.has(index) }
  })
}

/** How many bytes of the wanted files a peer lacks. */
export function missingBytes(torrent: TorrentSummary, membership: MembershipView): number {
  if (membership.unwanted.length === 0)
    return torrent.lengthBytes * (1 - Math.min(1, membership.haveCount / Math.max(1, torrent.pieceCount)))
  return fileRows(torrent, membership)
    .filter(({ wanted }) => wanted)
    .reduce((sum, { lengthBytes, haveBytes }) => sum + lengthBytes - haveBytes, 0)
}

/** The unwanted files after some were ticked (`wanted`) or unticked; undefined when none would stay wanted. */
export function unwantedAfter(
  torrent: TorrentSummary,
  unwanted: readonly number[],
  changed: readonly number[],
  wanted: boolean,
): number[] | undefined {
  const after = new Set(unwanted)
  for (const index of changed) {
    if (wanted) after.delete(index)
    else after.add(index)
  }
  return after.size < torrent.files.length ? [...after].sort((one, other) => one - other) : undefined
}

function bytesHad(pieces: Hex, pieceLengthBytes: number, begin: number, end: number): number {
  let had = 0
  for (let piece = Math.floor(begin / pieceLengthBytes); piece * pieceLengthBytes < end; piece++) {
    if (!hasPiece(pieces, piece)) continue
    had += Math.min(end, (piece + 1) * pieceLengthBytes) - Math.max(begin, piece * pieceLengthBytes)
  }
  return had
}
