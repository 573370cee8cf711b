import { constants, fstatSync, type Stats } from 'node:fs'
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OpenFiles } from './open-files.ts'
import { MissingBytes, StorageError } from './piece-store.ts'
import { renameInto } from './rename-into.ts'
import { sayWhy } from './storage-clause.ts'

/** Where a file of a torrent is: nothing of it yet, under its temporary name, complete under its own, or something else is there. */
export type FilePlace = 'nowhere' | 'part' | 'final' | 'foreign'

// Asking whether the path still leads to the file costs as much as reading a block, so it is asked only so often: what was
// opened stays what it was.
const usesBetweenChecks = 16

/**
 * One file of a torrent on disk. A download is written to its part file and renamed when complete; what stands under the
 * final name is opened for reading only, so that it can never be changed.
 */
export class DiskFile {
  readonly path: string
  readonly lengthBytes: number
  /** The temporary name; null for a file that is shared from its own place. */
  readonly #part: string | null
  #place: FilePlace = 'nowhere'
  #known: Stats | undefined
  #uses = 0
  #renaming: Promise<void> | undefined

  constructor(path: string, lengthBytes: number, part: string | null) {
    this.path = path
    this.lengthBytes = lengthBytes
    this.#part = part
  }

  /** Handles for many files, of which few stay open. */
  static handles(): OpenFiles<DiskFile> {
    return new OpenFiles((file) => file.#open())
  }

  get place(): FilePlace {
    return this.#place
  }

  /** Set while it gets its final name: whoever wants to read it waits for that, and asks again. */
  get renaming(): Promise<void> | undefined {
    return this.#renaming
  }

  /** It stands in its own place, where nothing was downloaded. */
  get isShared(): boolean {
    return this.#part === null
  }

  /** Looks where it is. Rejects with a StorageError. */
  look(): Promise<void> {
    return sayWhy(this.path, async () => {
      const found = await statOf(this.path)
      if (found) {
        this.#place = found.isFile() && found.size === this.lengthBytes ? 'final' : 'foreign'
        this.#known = found
        return
      }
      const part = this.#part === null ? undefined : await statOf(this.#part)
      if (this.#part === null && !part)
        throw new StorageError(`${this.path} does not exist; put it back, or check the path`)
      this.#place = part ? 'part' : 'nowhere'
      this.#known = part
    })
  }

  /** Fills the targets, one after the other, from `offset` on. Rejects with a StorageError, MissingBytes where a part file has none yet. */
  read(handles: OpenFiles<DiskFile>, offset: number, targets: readonly Uint8Array[]): Promise<void> {
    return sayWhy(this.path, async () => {
      if (this.#place === 'nowhere') throw new MissingBytes(`nothing of ${this.path} is there yet`)
      await handles.use(this, async (handle) => {
        await this.#requireTheSame()
        let at = offset
        let left = targets
        while (left.length > 0) {
          const { bytesRead } = await handle.readv(left, at)
          if (bytesRead === 0) throw this.#cameShort()
          at += bytesRead
          left = without(left, bytesRead)
        }
        this.#requireUnchanged(handle)
      })
    })
  }

  /** Writes into its part file, which is made when it is not there. Rejects with a StorageError. */
  write(handles: OpenFiles<DiskFile>, offset: number, bytes: Uint8Array): Promise<void> {
    return this.lend(handles, async (handle) => {
      let written = 0
      while (written < bytes.length) {
        written += (await handle.write(bytes, written, bytes.length - written, offset + written)).bytesWritten
      }
    })
  }

  /** Keeps its part file open to be written, which is made when it is not there. Rejects with a StorageError. */
  lend<T>(handles: OpenFiles<DiskFile>, work: (handle: FileHandle) => Promise<T>): Promise<T> {
    return sayWhy(this.path, () =>
      handles.use(this, async (handle) => {
        await this.#requireTheSame()
        return work(handle)
      }),
    )
  }

  /** It is complete and verified: gives it its final name, never in place of another file. Rejects with a StorageError. */
  finish(handles: OpenFiles<DiskFile>): Promise<void> {
    return sayWhy(this.path, async () => {
      const part = this.#part
      if (part === null) return
      // Left by a crash, or because another torrent brought the same file sooner; on a disk that is read-only it may stay.
      if (this.#place === 'final') return rm(part, { force: true }).catch(() => undefined)
      await handles.use(this, async (handle) => {
        this.#uses = 0
        await this.#requireTheSame()
        // What shrank meanwhile would be filled up with zeros.
        if ((await handle.stat()).size < this.lengthBytes) throw this.#changed(part)
        await handle.truncate(this.lengthBytes)
        await handle.sync()
      })
      const renaming = this.#rename(handles, part)
      const done = () => {
        this.#renaming = undefined
      }
      this.#renaming = renaming.then(done, done)
      await renaming
    })
  }

  /** Deletes the part file, and with `evenFinal` also what stands under the final name and has its length. */
  remove(evenFinal: boolean): Promise<void> {
    return sayWhy(this.path, async () => {
      if (this.#part === null) return
      await rm(this.#part, { force: true })
      if (evenFinal && this.#place === 'final') await rm(this.path, { force: true })
    })
  }

  async #rename(handles: OpenFiles<DiskFile>, part: string): Promise<void> {
    await handles.drop(this)
    try {
      await renameInto(part, this.path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new StorageError(
        `a file named ${this.path} has come meanwhile, so the download stays at ${part}; move one of them away`,
      )
    }
    this.#known = await stat(this.path)
    this.#place = 'final'
  }

  async #open(): Promise<FileHandle> {
    const part = this.#part
    if (this.#place === 'final' || part === null) return open(this.path, 'r')
    if (this.#place === 'part') return open(part, 'r+')
    await mkdir(dirname(part), { recursive: true })
    const handle = await open(part, constants.O_RDWR | constants.O_CREAT)
    this.#known = await handle.stat()
    this.#place = 'part'
    return handle
  }

  /** Somebody else may move or delete a file while we use it. */
  async #requireTheSame(): Promise<void> {
    const known = this.#known
    if (this.#uses++ % usesBetweenChecks !== 0 || !known) return
    const path = this.#place === 'final' ? this.path : (this.#part ?? this.path)
    const now = await statOf(path)
    if (!now || now.ino !== known.ino || now.dev !== known.dev) {
      throw new StorageError(`${path} was moved or deleted; put it back, or go on to fetch what is missing`)
    }
  }

  /** What was read from a file that somebody else writes is not what was verified. */
  #requireUnchanged(handle: FileHandle): void {
    const known = this.#known
    if (this.#place !== 'final' || !known) return
    // Here and now: of an open file it takes less than to ask a thread for it.
    const now = fstatSync(handle.fd)
    if (now.size !== known.size || now.mtimeMs !== known.mtimeMs) throw this.#changed(this.path)
  }

  #changed(path: string): StorageError {
    return new StorageError(`${path} was changed by another program; go on to have it checked again`)
  }

  #cameShort(): StorageError {
    if (this.#place === 'part') return new MissingBytes(`${this.path} is not that long yet`)
    return new StorageError(`${this.path} became shorter; put it back, or share it again`)
  }
}

/** What is left of these parts, in order, after their first `done` bytes. */
function without(parts: readonly Uint8Array[], done: number): readonly Uint8Array[] {
  let left = done
  for (const [i, part] of parts.entries()) {
    if (left < part.length) return [part.subarray(left), ...parts.slice(i + 1)]
    left -= part.length
  }
  return []
}

/** Undefined where nothing is. */
async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
