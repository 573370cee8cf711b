import { pieceBuffers } from '../storage/piece-buffers.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'

/** Has a piece verified, and keeps its bytes. */
export function verdictOf(content: TorrentContent, piece: number): Promise<{ right: boolean; bytes: Uint8Array }> {
  return content.verify(piece, (right, bytes) => ({ right, bytes: bytes.slice() }))
}

/** Works while no piece can be put together in memory, so that each block goes to the store at once. */
export async function withoutPieceBuffers<T>(lengthBytes: number, work: () => Promise<T>): Promise<T> {
  const taken: Uint8Array[] = []
  for (const length of [lengthBytes * 1_000, lengthBytes]) {
    for (let buffer = pieceBuffers.take(length); buffer; buffer = pieceBuffers.take(length)) taken.push(buffer)
  }
  try {
    return await work()
  } finally {
    for (const buffer of taken) pieceBuffers.giveBack(buffer)
  }
}
