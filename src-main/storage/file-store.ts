import { rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { Aside } from './aside.ts'
import { DiskFile } from './disk-file.ts'
import { FileLayout, type FileSpan } from './file-layout.ts'
import { sameBytes } from './hasher.ts'
import type { OpenFiles } from './open-files.ts'
import { partPath } from './part-path.ts'
import { type BlockPlace, type OpenPlace, type PieceStore, StorageError } from './piece-store.ts'
import { safePaths } from './safe-paths.ts'

interface StoredFile {
  /** As the user knows it: relative to the torrent's folder. */
  readonly name: string
  /** Null for padding (BEP 47): it is read as zeros and never written. */
  readonly disk: DiskFile | null
  readonly lengthBytes: number
}

/**
 * The files of a torrent on disk. A file of a download is made when its first byte comes, so of one that is not wanted
 * there are at most the bytes that share a piece with its neighbours, in its part file.
 */
export class FileStore implements PieceStore {
  readonly savedAs: string
  readonly #files: readonly StoredFile[]
  readonly #layout: FileLayout
  readonly #handles: OpenFiles<DiskFile> = DiskFile.handles()
  // A file that was found complete is never written: blocks that differ from it wait until their piece is verified.
  readonly #aside = new Aside()
  #closed = false

  private constructor(savedAs: string, files: readonly StoredFile[]) {
    this.savedAs = savedAs
    this.#files = files
    this.#layout = new FileLayout(files)
  }

  /**
   * Opens the place of a download. Where a file of the right length stands under its final name it is used, and hashed
   * before it counts; one of another length is somebody else's: it is refused, never overwritten. Rejects with a StorageError.
   */
  static async openDownload(metainfo: Metainfo, folder: string): Promise<FileStore> {
    const store = await FileStore.lookFor(metainfo, folder)
    for (const { disk } of store.#files) {
      if (disk?.place === 'foreign') {
        throw new StorageError(
          `another file named ${disk.path} is already there; move it away or choose another folder`,
        )
      }
    }
    return store
  }

  /** What there is at the place of a download, somebody else's files included. Rejects with a StorageError. */
  static async lookFor(metainfo: Metainfo, folder: string): Promise<FileStore> {
    const paths = safePaths(metainfo)
    const files = metainfo.files.map(({ lengthBytes, isPadding }, i) => {
      const relative = paths[i] ?? ''
      const path = join(folder, relative)
      const disk = isPadding ? null : new DiskFile(path, lengthBytes, partPath(path, metainfo.infoHash))
      return { name: metainfo.isFolder ? relative.slice(relative.indexOf('/') + 1) : relative, disk, lengthBytes }
    })
    const top = (paths[0] ?? '').split('/')[0] ?? ''
    return FileStore.#look(new FileStore(join(folder, top), files))
  }

  /** Opens files to share them in their own places, in the torrent's order. Rejects with a StorageError. */
  static async openShared(
    savedAs: string,
    files: readonly { readonly name: string; readonly path: string | null; readonly lengthBytes: number }[],
  ): Promise<FileStore> {
    const stored = files.map(({ name, path, lengthBytes }) => {
      return { name, disk: path === null ? null : new DiskFile(path, lengthBytes, null), lengthBytes }
    })
    const store = await FileStore.#look(new FileStore(savedAs, stored))
    for (const { disk } of stored) {
      if (disk?.place === 'foreign') {
        throw new StorageError(`${disk.path} has another length than the torrent says; put it back, or share it again`)
      }
    }
    return store
  }

  static async #look(store: FileStore): Promise<FileStore> {
    await Promise.all(store.#files.map(({ disk }) => disk?.look()))
    return store
  }

  get mayHoldPieces(): boolean {
    return this.#files.some(({ disk }) => disk && disk.place !== 'nowhere' && disk.lengthBytes > 0)
  }

  async readInto(offset: number, targets: readonly Uint8Array[]): Promise<void> {
    const length = targets.reduce((sum, target) => sum + target.length, 0)
    const spans = this.#layout.spans(offset, length)
    const [only, another] = spans
    if (only && !another) await this.#readSpan(only, targets)
    else await this.#readSpans(spans, targets)
    let at = offset
    for (const target of targets) {
      this.#aside.layOver(at, target)
      at += target.length
    }
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    for (const span of this.#layout.spans(offset, bytes.length)) {
      this.#requireOpen()
      const part = bytes.subarray(span.at, span.at + span.length)
      const disk = this.#files[span.file]?.disk
      if (disk && this.#isWritable(span.file)) await disk.write(this.#handles, span.offset, part)
      else await this.#compare(span, offset + span.at, part)
    }
  }

  lend<T>(offset: number, length: number, work: (place: OpenPlace) => Promise<T>): Promise<T> | undefined {
    const [only, another] = this.#layout.spans(offset, length)
    const disk = only && this.#files[only.file]?.disk
    // A piece of many small files would take as many descriptors.
    if (!disk || another || this.#closed || !this.#isWritable(only.file)) return undefined
    return disk.lend(this.#handles, ({ fd }) => work({ fd, offset: only.offset }))
  }

  placeOf(offset: number): BlockPlace {
    const [span] = this.#layout.spans(offset, 1)
    return { file: this.#files[span?.file ?? 0]?.name ?? '', offset: span?.offset ?? 0 }
  }

  refusal(offset: number, length: number): StorageError | null {
    const files = this.#layout.spans(offset, length).flatMap(({ file }) => this.#files[file]?.disk ?? [])
    if (files.some(({ place }) => place !== 'final')) return null
    return this.#isNotIt(files)
  }

  conflict(offset: number, length: number): StorageError | null {
    const span = this.#layout.spans(offset, length).find(({ at, length }) => {
      return this.#aside.touches(offset + at, offset + at + length)
    })
    if (!span) return null
    const disk = this.#files[span.file]?.disk
    return this.#isNotIt(disk ? [disk] : [])
  }

  async finish(files: readonly number[]): Promise<void> {
    for (const file of files) {
      this.#requireOpen()
      await this.#files[file]?.disk?.finish(this.#handles)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#handles.close()
  }

  /**
   * Deletes what was downloaded: part files, and of the files under their final names those that are `ours`. Folders that
   * are empty then go too. Files that are shared from their own places stay. Rejects with a StorageError.
   */
  async remove(isOurs: (file: number) => Promise<boolean>): Promise<void> {
    const verdicts: boolean[] = []
    for (const [i, { disk }] of this.#files.entries()) verdicts.push(disk?.place === 'final' && (await isOurs(i)))
    await this.close()
    for (const [i, { disk }] of this.#files.entries()) await disk?.remove(verdicts[i] ?? false)
    const folders = new Set(this.#files.flatMap(({ disk }) => (disk && !disk.isShared ? this.#foldersOf(disk) : [])))
    // The deepest first.
    for (const folder of [...folders].sort((a, b) => b.length - a.length)) await rmdir(folder).catch(() => undefined)
  }

  /** The folders from the file's up to the torrent's own. */
  #foldersOf(disk: DiskFile): string[] {
    const folders: string[] = []
    for (let path = dirname(disk.path); path.length >= this.savedAs.length; path = dirname(path)) folders.push(path)
    return folders
  }

  /** Targets need not end where files do. */
  async #readSpans(spans: readonly FileSpan[], targets: readonly Uint8Array[]): Promise<void> {
    let start = 0
    for (const target of targets) {
      for (const { file, offset, length, at } of spans) {
        const from = Math.max(at, start)
        const to = Math.min(at + length, start + target.length)
        if (from >= to) continue
        const part = { file, offset: offset + from - at, length: to - from, at: from }
        await this.#readSpan(part, [target.subarray(from - start, to - start)])
      }
      start += target.length
    }
  }

  async #readSpan(span: FileSpan, targets: readonly Uint8Array[]): Promise<void> {
    const disk = this.#files[span.file]?.disk
    while (disk?.renaming) await disk.renaming
    this.#requireOpen()
    if (disk) await disk.read(this.#handles, span.offset, targets)
    else for (const target of targets) target.fill(0)
  }

  #isWritable(file: number): boolean {
    const disk = this.#files[file]?.disk
    return !!disk && disk.place !== 'final'
  }

  async #compare(span: FileSpan, offset: number, bytes: Uint8Array): Promise<void> {
    const there = new Uint8Array(bytes.length)
    await this.#readSpan(span, [there])
    if (sameBytes(there, bytes)) this.#aside.drop(offset)
    else this.#aside.keep(offset, bytes.slice())
  }

  #isNotIt(files: readonly DiskFile[]): StorageError {
    const paths = files.map(({ path }) => path).join(' or ')
    if (paths === '') return new StorageError('this torrent is broken: its padding is not empty; make it again')
    if (files.some(({ isShared }) => isShared)) {
      return new StorageError(`${paths} is not as it was shared; put it back, or share it again`)
    }
    return new StorageError(`${paths} is not the file of this torrent; move it away or choose another folder`)
  }

  #requireOpen(): void {
    if (this.#closed) throw new StorageError(`${this.savedAs} is closed; go on to open it again`)
  }
}
