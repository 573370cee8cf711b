import { writeMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import type { Hasher } from './hasher.ts'
import type { PieceStore } from './piece-store.ts'

/** Makes the .torrent (BEP 3, one file) of what a store holds, hashing it piece by piece. Rejects with a StorageError. */
export async function makeTorrent(parts: {
  name: string
  lengthBytes: number
  pieceLengthBytes: number
  store: PieceStore
  hash: Hasher
  createdBy: string
}): Promise<Uint8Array> {
  const { name, lengthBytes, pieceLengthBytes, store, hash } = parts
  const pieceCount = Math.ceil(lengthBytes / pieceLengthBytes)
  const pieceHashes = new Uint8Array(20 * pieceCount)
  for (let piece = 0; piece < pieceCount; piece++) {
    const begin = piece * pieceLengthBytes
    const bytes = await store.read(begin, Math.min(pieceLengthBytes, lengthBytes - begin))
    pieceHashes.set(await hash(bytes), 20 * piece)
  }
  return writeMetainfo({ name, lengthBytes, pieceLengthBytes, pieceHashes, createdBy: parts.createdBy })
}
