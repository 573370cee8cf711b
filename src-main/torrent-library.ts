import { basename } from 'node:path'
import { type Metainfo, readMetainfo, wrapInfo } from '../src-shared/metainfo/metainfo.ts'
import { MetainfoError } from '../src-shared/metainfo/metainfo-error.ts'
import { choosePieceLength, isPieceLength, maxPieceCount, pieceCountOf } from '../src-shared/metainfo/piece-geometry.ts'
import { oneATier, type TrackerTiers } from '../src-shared/metainfo/tracker-url.ts'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import { CommandError } from './command-failure.ts'
import { sayFileFailure } from './file-failure.ts'
import { agent } from './peer/peer-id.ts'
import { FileStore } from './storage/file-store.ts'
import { sameBytes, sha1, threadHasher } from './storage/hasher.ts'
import { makeTorrent } from './storage/make-torrent.ts'
import { StorageError } from './storage/piece-store.ts'
import { removeDownload } from './storage/remove-download.ts'
import { safeFileName } from './storage/safe-file-name.ts'
import { findSharedFiles, type SharedFiles } from './storage/shared-files.ts'
import { type OpenOptions, TorrentContent } from './storage/torrent-content.ts'

/** How a torrent is made. */
export interface ShareOptions {
  /** A power of two from 16 KiB to 16 MiB; null: chosen by size. */
  readonly pieceLengthBytes: number | null
  /** Only peers from its own tracker may be used (BEP 27). */
  readonly isPrivate: boolean
  /** Those that it names; none when left out. */
  readonly trackers?: TrackerTiers
}

const everydayShare: ShareOptions = { pieceLengthBytes: null, isPrivate: false }

/** The torrents that this app knows, each with its original bytes, and how they become content on disk. */
export class TorrentLibrary {
  readonly #torrents = new Map<InfoHash, Uint8Array>()

  /** The .torrent of a swarm, as it was read or made. */
  torrentOf(infoHash: InfoHash): Uint8Array | undefined {
    return this.#torrents.get(infoHash)
  }

  /** Reads a .torrent. Throws a CommandError with the sentence that says what is wrong with it. */
  read(torrent: Uint8Array): Metainfo {
    const metainfo = parse(torrent)
    this.#torrents.set(metainfo.infoHash, torrent)
    return metainfo
  }

  /**
   * Reads an `info` dictionary that came from peers (BEP 9), and makes its .torrent, in which those bytes stay as they are,
   * with each tracker of its magnet link in a tier of its own. Throws a CommandError.
   */
  readInfo(infoBytes: Uint8Array, trackers: readonly string[] = []): Metainfo {
    const torrent = wrapInfo(infoBytes, { trackers: oneATier(trackers), createdBy: agent })
    // Of more than one dictionary the first may be that of another torrent, which stays as it is known.
    if (!sameBytes(parse(torrent).infoBytes, infoBytes)) {
      throw new CommandError(
        'bad-torrent',
        'What the peers sent is more than one info dictionary. Try another magnet link.',
      )
    }
    return this.read(torrent)
  }

  /**
   * Makes the torrent of the file or folder at `path` and opens it for seeding. In a folder, hidden files and links are left
   * out. Rejects with a CommandError.
   */
  share(path: string, options: ShareOptions = everydayShare): Promise<TorrentContent> {
    return sayFileFailure(async () => {
      const { isFolder, files } = await findSharedFiles(path)
      const lengthBytes = files.reduce((sum, file) => sum + file.lengthBytes, 0)
      const pieceLengthBytes = pieceLengthFor(lengthBytes, options.pieceLengthBytes)
      return closeOnFailure(await openInPlace(path, files), async (store) => {
        const torrent = await makeTorrent({
          name: safeFileName(basename(path)),
          ...(isFolder && { files: files.map(({ names, lengthBytes }) => ({ path: names, lengthBytes })) }),
          lengthBytes,
          pieceLengthBytes,
          isPrivate: options.isPrivate,
          trackers: options.trackers ?? [],
          store,
          hash: threadHasher,
          createdBy: agent,
        })
        const metainfo = parse(torrent)
        // One that came from outside may say more, such as its tracker.
        if (!this.#torrents.has(metainfo.infoHash)) this.#torrents.set(metainfo.infoHash, torrent)
        return TorrentContent.justMade(metainfo, store, threadHasher)
      })
    })
  }

  /**
   * Opens what is shared from its own place at `path`, hashing it again: with anything missing or changed it is refused.
   * Rejects with a CommandError, or with the reason of an aborted signal.
   */
  openShared(metainfo: Metainfo, path: string, options: OpenOptions = {}): Promise<TorrentContent> {
    return sayFileFailure(async () => {
      const found = await findSharedFiles(path)
      return closeOnFailure(await openInPlace(path, filesOf(metainfo, path, found)), (store) =>
        TorrentContent.open(metainfo, store, threadHasher, options),
      )
    })
  }

  /**
   * Opens a torrent for download into `folder`, under names that are safe there, hashing what is there already. Rejects with a
   * CommandError, or with the reason of an aborted signal.
   */
  download(metainfo: Metainfo, folder: string, options: OpenOptions = {}): Promise<TorrentContent> {
    return sayFileFailure(async () =>
      closeOnFailure(await FileStore.openDownload(metainfo, folder), (store) =>
        TorrentContent.open(metainfo, store, threadHasher, options),
      ),
    )
  }

  /** Whether there is nothing of a download in `folder` yet that would have to be hashed. Rejects with a CommandError. */
  isFresh(metainfo: Metainfo, folder: string): Promise<boolean> {
    return sayFileFailure(async () => !(await FileStore.lookFor(metainfo, folder)).mayHoldPieces)
  }

  /** Deletes what was downloaded into `folder`; it must be closed. Rejects with a CommandError. */
  deleteDownload(metainfo: Metainfo, folder: string): Promise<void> {
    return sayFileFailure(() => removeDownload(metainfo, folder, threadHasher))
  }
}

function parse(torrent: Uint8Array): Metainfo {
  try {
    return readMetainfo(torrent, sha1)
  } catch (error) {
    if (error instanceof MetainfoError) throw new CommandError('bad-torrent', error.message)
    throw error
  }
}

function pieceLengthFor(lengthBytes: number, wanted: number | null): number {
  const pieceLengthBytes = wanted ?? choosePieceLength(lengthBytes)
  if (!isPieceLength(pieceLengthBytes)) {
    throw new CommandError(
      'bad-file',
      'A piece has 16 KiB, 32 KiB, 64 KiB and so on up to 16 MiB. Choose one of these.',
    )
  }
  const count = pieceCountOf({ lengthBytes, pieceLengthBytes })
  if (count <= maxPieceCount) return pieceLengthBytes
  throw new CommandError('bad-file', `It would have ${count} pieces; ${maxPieceCount} is the most. Choose longer ones.`)
}

type PlacedFile = { readonly path: string | null; readonly names: readonly string[]; readonly lengthBytes: number }

function openInPlace(path: string, files: readonly PlacedFile[]): Promise<FileStore> {
  return FileStore.openShared(
    path,
    files.map((file) => ({ name: file.names.join('/'), path: file.path, lengthBytes: file.lengthBytes })),
  )
}

/** Where each file of a torrent stands among those that were found. */
function filesOf(metainfo: Metainfo, path: string, found: SharedFiles): PlacedFile[] {
  const places = new Map(found.files.map((file) => [file.names.join('/'), file.path]))
  return metainfo.files.map(({ path: names, lengthBytes, isPadding }) => {
    const place = metainfo.isFolder ? places.get(names.join('/')) : found.files[0]?.path
    if (isPadding) return { path: null, names, lengthBytes }
    if (place !== undefined && metainfo.isFolder === found.isFolder) return { path: place, names, lengthBytes }
    throw new StorageError(`${names.join('/')} is no longer in ${path}; put it back, or share it again`)
  })
}

async function closeOnFailure<T>(store: FileStore, work: (store: FileStore) => Promise<T>): Promise<T> {
  try {
    return await work(store)
  } catch (error) {
    await store.close()
    throw error
  }
}
