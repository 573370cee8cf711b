import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { type PieceStore, StorageError } from './piece-store.ts'

/** The temporary name of a download beside its final one; the info hash in it keeps torrents of the same name apart. */
export function partPath(path: string, infoHash: InfoHash): string {
  return `${path}.${infoHash.slice(0, 8)}.part`
}

/**
 * One file on disk. A download is written to its partPath and renamed to `path` when whole; a file that stands under its
 * final name is opened for reading only, so that sharing can never change it.
 */
export class FileStore implements PieceStore {
  readonly savedAs: string
  readonly mayHoldPieces: boolean
  readonly #file: FileHandle
  /** The temporary name; undefined once the file has its own. */
  #part: string | undefined

  private constructor(path: string, file: FileHandle, part: string | undefined, mayHoldPieces: boolean) {
    this.savedAs = path
    this.#file = file
    this.#part = part
    this.mayHoldPieces = mayHoldPieces
  }

  /** Opens an existing file to share it. Rejects with a StorageError. */
  static async openWhole(path: string): Promise<FileStore> {
    return sayWhy(path, async () => new FileStore(path, await open(path, 'r'), undefined, true))
  }

  /**
   * Opens the place of a download: the finished file when one of the right length stands there (it is still hashed before
   * it counts), else its part file. A file of another length is somebody else's: it is refused, never overwritten.
   */
  static async openDownload(path: string, lengthBytes: number, infoHash: InfoHash): Promise<FileStore> {
    return sayWhy(path, async () => {
      await mkdir(dirname(path), { recursive: true })
      const finished = await lengthOf(path)
      if (finished === lengthBytes) return FileStore.openWhole(path)
      if (finished !== undefined) {
        throw new StorageError(`another file named ${path} is already there; move it away or choose another folder`)
      }
      const part = partPath(path, infoHash)
      const before = await lengthOf(part)
      const file = await open(part, before === undefined ? 'w+' : 'r+')
      await file.truncate(lengthBytes).catch(async (error) => {
        await file.close()
        throw error
      })
      return new FileStore(path, file, part, before !== undefined && before > 0)
    })
  }

  get whole(): boolean {
    return this.#part === undefined
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    return sayWhy(this.savedAs, async () => {
      const bytes = new Uint8Array(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await this.#file.read(bytes, filled, length - filled, offset + filled)
        if (bytesRead === 0) throw new StorageError(`${this.savedAs} became shorter; share it again`)
        filled += bytesRead
      }
      return bytes
    })
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    await sayWhy(this.savedAs, async () => {
      let written = 0
      while (written < bytes.length) {
        written += (await this.#file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten
      }
    })
  }

  async finish(): Promise<void> {
    const part = this.#part
    if (part === undefined) return
    await sayWhy(this.savedAs, async () => {
      await this.#file.sync()
      // The open file keeps its handle through the renaming, so blocks go on being served from it meanwhile.
      if ((await lengthOf(this.savedAs)) !== undefined) {
        throw new StorageError(
          `a file named ${this.savedAs} has come meanwhile, so the download stays at ${part}; move one of them away`,
        )
      }
      await rename(part, this.savedAs)
      this.#part = undefined
    })
  }

  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined)
  }
}

async function lengthOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.size
}

async function sayWhy<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageError) throw error
    throw new StorageError(clause(path, error as NodeJS.ErrnoException))
  }
}

function clause(path: string, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return `${path} does not exist`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be opened; check its permissions or choose another folder`
    case 'ENOSPC':
      return `the disk of ${path} is full; make room and try again`
    case 'EISDIR':
      return `${path} is a folder; choose a file`
    default:
      return `${path}: ${error.code ?? error.message}`
  }
}
