import type { TorrentFile } from '../../src-shared/metainfo/file-list.ts'

/** Part of one file. */
export interface FileSpan {
  /** The file's place in the torrent. */
  readonly file: number
  /** In bytes from the start of the file. */
  readonly offset: number
  readonly length: number
  /** In bytes from the start of what was asked about. */
  readonly at: number
}

/** How the files of a torrent follow one another in its pieces (BEP 3). */
export class FileLayout {
  /** Where each file starts, and after the last, where the content ends. */
  readonly #starts: Float64Array

  constructor(files: readonly Pick<TorrentFile, 'lengthBytes'>[]) {
    this.#starts = new Float64Array(files.length + 1)
    let start = 0
    for (const [i, file] of files.entries()) {
      start += file.lengthBytes
      this.#starts[i + 1] = start
    }
  }

  /** The parts of files that `length` bytes of content from `offset` on are; empty files are left out. */
  spans(offset: number, length: number): FileSpan[] {
    const spans: FileSpan[] = []
    const end = Math.min(offset + length, this.#start(this.#starts.length - 1))
    let from = offset
    for (let file = this.#fileAt(offset); from < end; file++) {
      const to = Math.min(end, this.#start(file + 1))
      if (to === from) continue
      spans.push({ file, offset: from - this.#start(file), length: to - from, at: from - offset })
      from = to
    }
    return spans
  }

  /** The first and the last piece that a file needs; undefined for an empty file. */
  piecesOf(file: number, pieceLengthBytes: number): { readonly first: number; readonly last: number } | undefined {
    const { start, end } = this.bounds(file)
    if (start === end) return undefined
    return { first: Math.floor(start / pieceLengthBytes), last: Math.floor((end - 1) / pieceLengthBytes) }
  }

  /** Where a file starts in the content and where it ends, in bytes. */
  bounds(file: number): { readonly start: number; readonly end: number } {
    return { start: this.#start(file), end: this.#start(file + 1) }
  }

  /** The last file that starts at or before the offset: no empty one, but for the end of the content. */
  #fileAt(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.#start(middle) <= offset) low = middle
      else high = middle
    }
    return low
  }

  #start(file: number): number {
    return this.#starts[file] ?? 0
  }
}
