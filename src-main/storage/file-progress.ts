import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { Bitfield } from '../../src-shared/wire/bitfield.ts'
import { FileLayout } from './file-layout.ts'

/** Which files of a torrent are wanted, and which of them are complete and wait for their final names. */
export class FileProgress {
  readonly #metainfo: Metainfo
  readonly #layout: FileLayout
  readonly #counted: Bitfield
  /** Pieces that each file still lacks. */
  readonly #lacking: number[]
  /** Complete, but without their final names. */
  readonly #due = new Set<number>()
  #unwanted: ReadonlySet<number> = new Set()
  #wanted: Bitfield

  constructor(metainfo: Metainfo) {
    this.#metainfo = metainfo
    this.#layout = new FileLayout(metainfo.files)
    this.#counted = Bitfield.empty(metainfo.pieceCount)
    this.#wanted = Bitfield.full(metainfo.pieceCount)
    this.#lacking = metainfo.files.map((_, file) => {
      const pieces = this.#piecesOf(file)
      return pieces ? pieces.last - pieces.first + 1 : 0
    })
    for (const [file, { lengthBytes }] of metainfo.files.entries()) if (lengthBytes === 0) this.#due.add(file)
  }

  get unwanted(): readonly number[] {
    return [...this.#unwanted].sort((a, b) => a - b)
  }

  /** The pieces that a wanted file needs; another object after each choice. */
  get wanted(): Bitfield {
    return this.#wanted
  }

  /** Chooses. Throws a RangeError for a file that there is none of, and when no file is left. */
  choose(unwanted: readonly number[]): void {
    if (!isFileChoice(this.#metainfo, unwanted)) throw new RangeError(`${unwanted} leaves no file, or is none`)
    const chosen = new Set(unwanted)
    this.#unwanted = chosen
    this.#wanted = chosen.size === 0 ? Bitfield.full(this.#metainfo.pieceCount) : this.#needed(chosen)
  }

  /** A piece was verified and is had. */
  add(piece: number): void {
    if (this.#counted.has(piece)) return
    this.#counted.set(piece)
    const { pieceLengthBytes, lengthBytes } = this.#metainfo
    const offset = piece * pieceLengthBytes
    for (const { file } of this.#layout.spans(offset, Math.min(pieceLengthBytes, lengthBytes - offset))) {
      const left = (this.#lacking[file] ?? 0) - 1
      this.#lacking[file] = left
      if (left === 0) this.#due.add(file)
    }
  }

  /** The wanted files that may have their final names now; empty ones come when all else is there. */
  due(complete: boolean): number[] {
    const { files } = this.#metainfo
    return [...this.#due].filter((file) => {
      return !this.#unwanted.has(file) && (complete || (files[file]?.lengthBytes ?? 0) > 0)
    })
  }

  /** They have their final names. */
  finished(files: readonly number[]): void {
    for (const file of files) this.#due.delete(file)
  }

  #needed(unwanted: ReadonlySet<number>): Bitfield {
    const needed = Bitfield.empty(this.#metainfo.pieceCount)
    for (const [file, { isPadding }] of this.#metainfo.files.entries()) {
      const pieces = isPadding || unwanted.has(file) ? undefined : this.#piecesOf(file)
      if (pieces) for (let piece = pieces.first; piece <= pieces.last; piece++) needed.set(piece)
    }
    return needed
  }

  #piecesOf(file: number) {
    return this.#layout.piecesOf(file, this.#metainfo.pieceLengthBytes)
  }
}

/** Are these files, by their place, all the torrent's, and is at least one left that is wanted? */
export function isFileChoice({ files }: Metainfo, unwanted: readonly number[]): boolean {
  const chosen = new Set(unwanted)
  const areFiles = unwanted.every((file) => Number.isInteger(file) && file >= 0 && file < files.length)
  return areFiles && (chosen.size === 0 || files.some((file, i) => !chosen.has(i) && !file.isPadding))
}
