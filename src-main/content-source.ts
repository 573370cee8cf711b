import type { Metainfo } from '../src-shared/metainfo/metainfo.ts'
import type { SavedPlace } from './saved-session.ts'
import { threadHasher } from './storage/hasher.ts'
import type { MemoryStore } from './storage/memory-store.ts'
import { type OpenOptions, TorrentContent } from './storage/torrent-content.ts'
import type { TorrentLibrary } from './torrent-library.ts'

/** Where the content of a torrent comes from, to open it again whenever that is needed. */
export interface ContentSource {
  readonly metainfo: Metainfo
  /** Null: in memory, and gone with the program. */
  readonly place: SavedPlace | null
  /** Whether nothing is there yet, so that opening takes no time. */
  isFresh(): Promise<boolean>
  /**
   * Opens it afresh: whatever is there is hashed before it counts, and `onChecked` hears how many pieces were. Rejects with
   * a CommandError, or when `signal` aborts.
   */
  open(options: OpenOptions): Promise<TorrentContent>
  /** Deletes what was downloaded; it must be closed. What is shared from its own place stays. */
  deleteFiles(): Promise<void>
}

/** What is on disk, at a saved place. */
export function diskSource(library: TorrentLibrary, metainfo: Metainfo, place: SavedPlace): ContentSource {
  const { kind, path } = place
  return {
    metainfo,
    place,
    isFresh: async () => kind === 'download' && library.isFresh(metainfo, path),
    open: (options) =>
      kind === 'download' ? library.download(metainfo, path, options) : library.openShared(metainfo, path, options),
    async deleteFiles() {
      if (kind === 'download') await library.deleteDownload(metainfo, path)
    },
  }
}

/** What is kept in memory. */
export function memorySource(metainfo: Metainfo, store: MemoryStore): ContentSource {
  return {
    metainfo,
    place: null,
    isFresh: async () => !store.mayHoldPieces,
    open: (options) => TorrentContent.open(metainfo, store, threadHasher, options),
    deleteFiles: async () => undefined,
  }
}
