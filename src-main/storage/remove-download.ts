import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { pieceLengthAt } from '../../src-shared/metainfo/piece-geometry.ts'
import { FileLayout } from './file-layout.ts'
import { FileStore } from './file-store.ts'
import { type Hasher, sameBytes } from './hasher.ts'
import { MissingBytes, readBytes } from './piece-store.ts'

/**
 * Deletes a download, which must be closed. A file under its final name goes only if a piece of it is right, so that somebody
 * else's file of the same name and length stays. Rejects with a StorageError.
 */
export async function removeDownload(metainfo: Metainfo, folder: string, hash: Hasher): Promise<void> {
  const { pieceLengthBytes } = metainfo
  const store = await FileStore.lookFor(metainfo, folder)
  const layout = new FileLayout(metainfo.files)
  const checked = new Map<number, boolean>()
  const isRight = async (piece: number) => {
    const known = checked.get(piece)
    if (known !== undefined) return known
    const bytes = await readIfThere(store, piece * pieceLengthBytes, pieceLengthAt(metainfo, piece))
    const right = bytes !== null && sameBytes((await hash(bytes)).hash, metainfo.pieceHash(piece))
    checked.set(piece, right)
    return right
  }
  await store.remove(async (file) => {
    const pieces = layout.piecesOf(file, pieceLengthBytes)
    if (!pieces) return true
    for (let piece = pieces.first; piece <= pieces.last; piece++) if (await isRight(piece)) return true
    return false
  })
}

async function readIfThere(store: FileStore, offset: number, length: number): Promise<Uint8Array | null> {
  try {
    return await readBytes(store, offset, length)
  } catch (error) {
    if (error instanceof MissingBytes) return null
    throw error
  }
}
