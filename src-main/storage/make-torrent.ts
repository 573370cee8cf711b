import { type NewTorrent, writeMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import { pieceCountOf, pieceLengthAt } from '../../src-shared/metainfo/piece-geometry.ts'
import type { Hasher } from './hasher.ts'
import type { PieceStore } from './piece-store.ts'

/** Makes the .torrent (BEP 3) of what a store holds, hashing it piece by piece. Rejects with a StorageError. */
export async function makeTorrent(
  parts: Omit<NewTorrent, 'pieceHashes'> & { readonly store: PieceStore; readonly hash: Hasher },
): Promise<Uint8Array> {
  const { store, hash, ...torrent } = parts
  const pieceCount = pieceCountOf(torrent)
  const pieceHashes = new Uint8Array(20 * pieceCount)
  let buffer: Uint8Array = new Uint8Array(torrent.pieceLengthBytes)
  for (let piece = 0; piece < pieceCount; piece++) {
    const target = buffer.subarray(0, pieceLengthAt(torrent, piece))
    await store.readInto(piece * torrent.pieceLengthBytes, [target])
    const hashed = await hash(target)
    pieceHashes.set(hashed.hash, 20 * piece)
    buffer = new Uint8Array(hashed.bytes.buffer)
  }
  return writeMetainfo({ ...torrent, pieceHashes })
}
