import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { pieceLengthAt } from '../../src-shared/metainfo/piece-geometry.ts'
import { Bitfield } from '../../src-shared/wire/bitfield.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { FileProgress } from './file-progress.ts'
import { type Hasher, sameBytes } from './hasher.ts'
import { type BlockPlace, MissingBytes, type PieceStore } from './piece-store.ts'

/** How content is opened. */
export interface OpenOptions {
  /** Which files are not wanted, by their place in the torrent. */
  readonly unwanted?: readonly number[]
  /** Hears how many pieces were looked at so far. */
  readonly onChecked?: (pieces: number) => void
  /** Ends the checking, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** A torrent and where its bytes rest. A piece counts as had only after its hash was right. */
export class TorrentContent {
  readonly metainfo: Metainfo
  readonly have: Bitfield
  readonly #store: PieceStore
  readonly #hash: Hasher
  readonly #progress: FileProgress
  /** Pieces that are being verified or were right: nothing may be written there. */
  readonly #sealed = new Set<number>()
  readonly #writes = new Map<number, Promise<void>[]>()
  readonly #finishing = new OneAtATime()
  /** Writes and checks that have not ended. */
  readonly #underWay = new Set<Promise<unknown>>()

  private constructor(metainfo: Metainfo, store: PieceStore, hash: Hasher, have: Bitfield) {
    this.metainfo = metainfo
    this.#store = store
    this.#hash = hash
    this.#progress = new FileProgress(metainfo)
    this.have = have
  }

  /**
   * Opens a torrent over a store and hashes what the store may hold already; wanted files that are complete get their final
   * names. Rejects with a StorageError, and with a RangeError as chooseFiles throws it.
   */
  static async open(
    metainfo: Metainfo,
    store: PieceStore,
    hash: Hasher,
    options: OpenOptions = {},
  ): Promise<TorrentContent> {
    const content = new TorrentContent(metainfo, store, hash, Bitfield.empty(metainfo.pieceCount))
    content.chooseFiles(options.unwanted ?? [])
    if (store.mayHoldPieces) await content.#check(options)
    // The program may have ended between the last piece of a file and its renaming.
    for (const piece of content.have.indices()) content.#progress.add(piece)
    await content.#finish()
    return content
  }

  /** A torrent that was made of this very store just now: its pieces are right by their making. */
  static justMade(metainfo: Metainfo, store: PieceStore, hash: Hasher): TorrentContent {
    return new TorrentContent(metainfo, store, hash, Bitfield.full(metainfo.pieceCount))
  }

  get savedAs(): string | null {
    return this.#store.savedAs
  }

  get whole(): boolean {
    return this.have.size === this.have.count
  }

  /** The pieces that a wanted file needs: all at first, and another object after each choice of files. */
  get wanted(): Bitfield {
    return this.#progress.wanted
  }

  /** The files that are not wanted, by their place in the torrent. */
  get unwanted(): readonly number[] {
    return this.#progress.unwanted
  }

  /** Every wanted piece is had. */
  get complete(): boolean {
    const { have, wanted } = this
    if (this.whole) return true
    return have.size >= wanted.size && wanted.bytes.every((bits, i) => (bits & ~(have.bytes[i] ?? 0)) === 0)
  }

  /** Bytes of the pieces that are missing, wanted or not. */
  get leftBytes(): number {
    const { have, metainfo } = this
    const last = have.count - 1
    const lastLacks = have.has(last) ? 0 : this.pieceLengthAt(last)
    const othersLacking = have.count - have.size - (have.has(last) ? 0 : 1)
    return othersLacking * metainfo.pieceLengthBytes + lastLacks
  }

  /** Are blocks being written or pieces verified? */
  get busy(): boolean {
    return this.#underWay.size > 0
  }

  /** Resolves once it is not busy. Whoever comes back to it waits for that: what is written meanwhile could be let go. */
  async idle(): Promise<void> {
    while (this.busy) await Promise.allSettled(this.#underWay)
  }

  /** Says which files are not wanted. Throws a RangeError for a file that there is none of, and when no file is left. */
  chooseFiles(unwanted: readonly number[]): void {
    this.#progress.choose(unwanted)
  }

  pieceLengthAt(piece: number): number {
    return pieceLengthAt(this.metainfo, piece)
  }

  /** Where a block rests, or will. */
  placeOf(piece: number, begin: number): BlockPlace {
    return this.#store.placeOf(this.#offsetOf(piece) + begin)
  }

  /**
   * Writes a block; the bytes are the caller's again when this returns. One of a piece that is being verified, or had, is let
   * go. Rejects with a StorageError.
   */
  writeBlock(piece: number, begin: number, bytes: Uint8Array): Promise<void> {
    if (begin < 0 || begin + bytes.length > this.pieceLengthAt(piece)) {
      return Promise.reject(new RangeError(`piece ${piece} has no ${bytes.length} bytes at ${begin}`))
    }
    if (this.#sealed.has(piece) || this.have.has(piece)) return Promise.resolve()
    const write = this.#track(this.#store.write(this.#offsetOf(piece) + begin, bytes))
    const writes = this.#writes.get(piece)
    if (writes) writes.push(write)
    else this.#writes.set(piece, [write])
    return write
  }

  /**
   * Reads a piece back once all its blocks are written, and hashes it. Whoever asked for it marks it as had and settles it.
   * Rejects with a StorageError.
   */
  verify(piece: number): Promise<{ right: boolean; bytes: Uint8Array }> {
    return this.#track(this.#verify(piece))
  }

  /**
   * A verified piece is marked as had, or more files are wanted: wanted files that are complete get their final names.
   * Rejects with a StorageError.
   */
  settle(piece?: number): Promise<void> {
    if (piece !== undefined && this.have.has(piece)) this.#progress.add(piece)
    return this.#finish()
  }

  /** Bytes of a piece that we have. Rejects with a RangeError for others, and with a StorageError. */
  read(piece: number, begin: number, length: number): Promise<Uint8Array> {
    if (!this.have.has(piece) || begin < 0 || begin + length > this.pieceLengthAt(piece)) {
      return Promise.reject(new RangeError(`no verified ${length} bytes at ${begin} of piece ${piece}`))
    }
    return this.#store.read(this.#offsetOf(piece) + begin, length)
  }

  /** Afterwards nothing changes on disk any more. */
  async close(): Promise<void> {
    const closing = this.#store.close()
    await this.#finishing.run(() => closing)
  }

  async #verify(piece: number): Promise<{ right: boolean; bytes: Uint8Array }> {
    const writes = this.#writes.get(piece) ?? []
    this.#writes.delete(piece)
    this.#sealed.add(piece)
    let right = false
    try {
      await Promise.all(writes)
      const bytes = await this.#readPiece(piece)
      const isRight = await this.#isRight(piece, bytes)
      // At once: bytes that can never come to rest must not gather in memory.
      const conflict = isRight ? this.#store.conflict(this.#offsetOf(piece), this.pieceLengthAt(piece)) : null
      if (conflict) throw conflict
      right = isRight
      // A store in memory answers with a view, which the next attempt would change.
      return { right, bytes: right ? bytes : bytes.slice() }
    } finally {
      if (!right) this.#sealed.delete(piece)
    }
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    const over = () => void this.#underWay.delete(work)
    work.then(over, over)
    return work
  }

  #finish(): Promise<void> {
    return this.#finishing.run(async () => {
      const files = this.#progress.due(this.complete)
      if (files.length === 0) return
      await this.#store.finish(files)
      this.#progress.finished(files)
    })
  }

  async #check({ onChecked, signal }: OpenOptions): Promise<void> {
    for (let piece = 0; piece < this.metainfo.pieceCount; piece++) {
      signal?.throwIfAborted()
      const bytes = await this.#readPiece(piece).catch(ifMissing)
      if (bytes && (await this.#isRight(piece, bytes))) this.have.set(piece)
      else if (bytes) this.#requireReplaceable(piece)
      onChecked?.(piece + 1)
    }
  }

  #requireReplaceable(piece: number): void {
    const refusal = this.#store.refusal(this.#offsetOf(piece), this.pieceLengthAt(piece))
    if (refusal) throw refusal
  }

  #readPiece(piece: number): Promise<Uint8Array> {
    return this.#store.read(this.#offsetOf(piece), this.pieceLengthAt(piece))
  }

  #offsetOf(piece: number): number {
    return piece * this.metainfo.pieceLengthBytes
  }

  async #isRight(piece: number, bytes: Uint8Array): Promise<boolean> {
    return sameBytes(await this.#hash(bytes), this.metainfo.pieceHash(piece))
  }
}

function ifMissing(error: unknown): null {
  if (error instanceof MissingBytes) return null
  throw error
}
