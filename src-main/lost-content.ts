import type { Metainfo } from '../src-shared/metainfo/metainfo.ts'
import { threadHasher } from './storage/hasher.ts'
import { type PieceStore, StorageError } from './storage/piece-store.ts'
import { TorrentContent } from './storage/torrent-content.ts'

/** Stands for content that could not be opened: it has nothing, and whatever is asked of it fails. */
export function lostContent(metainfo: Metainfo): Promise<TorrentContent> {
  const lost = () => Promise.reject(new StorageError('its files could not be opened'))
  const store: PieceStore = {
    savedAs: null,
    mayHoldPieces: false,
    placeOf: (offset) => ({ file: metainfo.name, offset }),
    readInto: lost,
    write: lost,
    refusal: () => null,
    conflict: () => null,
    finish: lost,
    close: async () => undefined,
  }
  return TorrentContent.open(metainfo, store, threadHasher)
}
