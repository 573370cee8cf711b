import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Metainfo, readMetainfo } from '../src-shared/metainfo/metainfo.ts'
import { MetainfoError } from '../src-shared/metainfo/metainfo-error.ts'
import { choosePieceLength } from '../src-shared/metainfo/piece-geometry.ts'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import { CommandError } from './command-failure.ts'
import { agent } from './peer/peer-id.ts'
import { FileStore } from './storage/file-store.ts'
import { poolHasher, sha1 } from './storage/hasher.ts'
import { makeTorrent } from './storage/make-torrent.ts'
import { StorageError } from './storage/piece-store.ts'
import { safeFileName } from './storage/safe-file-name.ts'
import { TorrentContent } from './storage/torrent-content.ts'

/** The torrents that this app knows, each with its original bytes, and how they become content on disk. */
export class TorrentLibrary {
  readonly #torrents = new Map<InfoHash, Uint8Array>()

  /** The .torrent of a swarm, as it was read or made. */
  torrentOf(infoHash: InfoHash): Uint8Array | undefined {
    return this.#torrents.get(infoHash)
  }

  /** Reads a .torrent. Throws a CommandError with the sentence that says what is wrong with it. */
  read(torrent: Uint8Array): Metainfo {
    try {
      const metainfo = readMetainfo(torrent, sha1)
      if (metainfo.files.length > 1) {
        throw new CommandError(
          'bad-torrent',
          'This torrent holds several files; Swarmscope reads torrents of one file. Share the files one by one, or packed into one.',
        )
      }
      this.#torrents.set(metainfo.infoHash, torrent)
      return metainfo
    } catch (error) {
      if (error instanceof MetainfoError) throw new CommandError('bad-torrent', error.message)
      throw error
    }
  }

  /** Makes the torrent of the file at `path` and opens it for seeding. Rejects with a CommandError. */
  share(path: string): Promise<TorrentContent> {
    return sayWhy(async () => {
      const found = await stat(path).catch(() => undefined)
      if (found && !found.isFile()) {
        throw new CommandError('bad-file', `${path} is no file. Choose a file; a folder can be packed into one first.`)
      }
      if (found?.size === 0) throw new CommandError('bad-file', `${path} is empty: there is nothing to share.`)
      return closeOnFailure(await FileStore.openWhole(path), async (store) => {
        const lengthBytes = found?.size ?? 0
        const pieceLengthBytes = choosePieceLength(lengthBytes)
        const name = safeFileName(basename(path))
        const torrent = await makeTorrent({
          name,
          lengthBytes,
          pieceLengthBytes,
          store,
          hash: poolHasher,
          createdBy: agent,
        })
        return TorrentContent.justMade(this.read(torrent), store, poolHasher)
      })
    })
  }

  /** Opens a torrent for download into `folder`, under a name that is safe there. Rejects with a CommandError. */
  download(metainfo: Metainfo, folder: string): Promise<TorrentContent> {
    const path = join(folder, safeFileName(metainfo.name))
    return sayWhy(async () =>
      closeOnFailure(await FileStore.openDownload(path, metainfo.lengthBytes, metainfo.infoHash), (store) =>
        TorrentContent.open(metainfo, store, poolHasher),
      ),
    )
  }
}

async function closeOnFailure<T>(store: FileStore, work: (store: FileStore) => Promise<T>): Promise<T> {
  try {
    return await work(store)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function sayWhy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageError)
      throw new CommandError('bad-file', `The file could not be used: ${error.message}.`)
    throw error
  }
}
