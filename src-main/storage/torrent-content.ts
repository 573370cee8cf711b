import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { pieceLengthAt } from '../../src-shared/metainfo/piece-geometry.ts'
import { Bitfield } from '../../src-shared/wire/bitfield.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { FileProgress } from './file-progress.ts'
import { type Hashed, type Hasher, sameBytes } from './hasher.ts'
import { pieceBuffers } from './piece-buffers.ts'
import { type BlockPlace, MissingBytes, type PieceStore, readBytes } from './piece-store.ts'

/** How content is opened. */
export interface OpenOptions {
  /** Which files are not wanted, by their place in the torrent. */
  readonly unwanted?: readonly number[]
  /** Hears how many pieces were looked at so far. */
  readonly onChecked?: (pieces: number) => void
  /** Ends the checking, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

// What is asked for and what waits to be hashed and written had better be no more than this: it would fall out of the caches.
const maxUnderWayBytes = 8 * 2 ** 20

/**
 * A torrent and where its bytes rest. A piece that arrives is put together in memory as long as there is some, and written once
 * its hash was right; else its blocks are written as they come, and hashed when they are read back. Only then does it count as had.
 */
export class TorrentContent {
  readonly metainfo: Metainfo
  readonly have: Bitfield
  readonly #store: PieceStore
  readonly #hash: Hasher
  readonly #progress: FileProgress
  /** Pieces that are being verified or were right: nothing may be written there. */
  readonly #sealed = new Set<number>()
  /** Pieces that are put together in memory. */
  readonly #assembled = new Map<number, Uint8Array>()
  /** Of the others, what is being written. */
  readonly #writes = new Map<number, Promise<void>[]>()
  #verifyingBytes = 0
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

  /** How much may be asked for now without hashing and writing lagging behind, in bytes. */
  get roomBytes(): number {
    return Math.max(0, maxUnderWayBytes - this.#verifyingBytes)
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
   * Takes in a block; the bytes are the caller's again when this returns. One of a piece that is being verified, or had, is let
   * go. What has to be written now is a promise, which rejects with a StorageError. Throws a RangeError for bytes outside the piece.
   */
  writeBlock(piece: number, begin: number, bytes: Uint8Array): Promise<void> | undefined {
    if (begin < 0 || begin + bytes.length > this.pieceLengthAt(piece)) {
      throw new RangeError(`piece ${piece} has no ${bytes.length} bytes at ${begin}`)
    }
    if (this.#sealed.has(piece) || this.have.has(piece)) return undefined
    const assembled = this.#assembled.get(piece) ?? this.#startAssembling(piece)
    if (!assembled) return this.#writeNow(piece, begin, bytes)
    assembled.set(bytes, begin)
    return undefined
  }

  /**
   * Hashes a piece whose blocks are all here, and sees to it that a right one rests in the store. `judge` hears the verdict
   * and the piece's bytes, which hold good only until it returns; whoever asked marks the piece as had and settles it.
   * Answers what `judge` does. Rejects with a StorageError.
   */
  verify<Judgement>(piece: number, judge: (right: boolean, bytes: Uint8Array) => Judgement): Promise<Judgement> {
    return this.#track(this.#verify(piece, judge))
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
  async read(piece: number, begin: number, length: number): Promise<Uint8Array> {
    this.#requireHad(piece, begin, length)
    return readBytes(this.#store, this.#offsetOf(piece) + begin, length)
  }

  /** Fills these targets, one after the other, from there on: with bytes of the pieces after it, too, where they go on. */
  async readInto(piece: number, begin: number, targets: readonly Uint8Array[]): Promise<void> {
    let left = targets.reduce((sum, target) => sum + target.length, 0)
    for (let [at, from] = [piece, begin]; left > 0; at++, from = 0) {
      const length = Math.min(left, Math.max(1, this.pieceLengthAt(at) - from))
      this.#requireHad(at, from, length)
      left -= length
    }
    await this.#store.readInto(this.#offsetOf(piece) + begin, targets)
  }

  /** What has arrived of pieces in flight is let go: they are fetched from their start, whoever goes on. */
  forgetUnfinished(): void {
    for (const [piece, assembled] of this.#assembled) {
      if (this.#sealed.has(piece)) continue
      this.#assembled.delete(piece)
      pieceBuffers.giveBack(assembled)
    }
  }

  /** Afterwards nothing changes on disk any more. */
  async close(): Promise<void> {
    this.forgetUnfinished()
    const closing = this.#store.close()
    await this.#finishing.run(() => closing)
  }

  #startAssembling(piece: number): Uint8Array | undefined {
    // Of which there is something on disk already, all of it goes there.
    if (this.#writes.has(piece)) return undefined
    const buffer = pieceBuffers.take(this.metainfo.pieceLengthBytes)
    if (buffer) this.#assembled.set(piece, buffer)
    return buffer
  }

  #writeNow(piece: number, begin: number, bytes: Uint8Array): Promise<void> {
    const write = this.#track(this.#store.write(this.#offsetOf(piece) + begin, bytes.slice()))
    const writes = this.#writes.get(piece)
    if (writes) writes.push(write)
    else this.#writes.set(piece, [write])
    return write
  }

  async #verify<Judgement>(piece: number, judge: (right: boolean, bytes: Uint8Array) => Judgement): Promise<Judgement> {
    const offset = this.#offsetOf(piece)
    const length = this.pieceLengthAt(piece)
    const assembled = this.#assembled.get(piece)
    this.#sealed.add(piece)
    this.#verifyingBytes += length
    let right = false
    let buffer: ArrayBufferLike | undefined
    try {
      const given = (assembled ?? (await this.#readBack(piece))).subarray(0, length)
      const hashed = assembled ? await this.#hashAndWrite(piece, given) : await this.#hash(given)
      const { bytes } = hashed
      buffer = bytes.buffer
      const isRight = this.#isRight(piece, hashed)
      if (isRight && assembled && !hashed.isWritten) await this.#store.write(offset, bytes)
      // At once: bytes that can never come to rest must not gather in memory.
      const conflict = isRight ? this.#store.conflict(offset, length) : null
      if (conflict) throw conflict
      right = isRight
      return judge(right, bytes)
    } finally {
      this.#verifyingBytes -= length
      if (!right) this.#sealed.delete(piece)
      this.#assembled.delete(piece)
      if (assembled) this.#letGo(buffer ?? assembled.buffer)
    }
  }

  #letGo(buffer: ArrayBufferLike): void {
    // It stayed with a thread that failed.
    if (buffer.byteLength === 0) pieceBuffers.lost(this.metainfo.pieceLengthBytes)
    else pieceBuffers.giveBack(new Uint8Array(buffer))
  }

  async #hashAndWrite(piece: number, bytes: Uint8Array): Promise<Hashed> {
    const hash = this.metainfo.pieceHash(piece)
    const lent = this.#store.lend?.(this.#offsetOf(piece), bytes.length, (place) => this.#hash(bytes, { hash, place }))
    return lent ?? this.#hash(bytes)
  }

  async #readBack(piece: number): Promise<Uint8Array> {
    const writes = this.#writes.get(piece) ?? []
    this.#writes.delete(piece)
    await Promise.all(writes)
    return readBytes(this.#store, this.#offsetOf(piece), this.pieceLengthAt(piece))
  }

  #requireHad(piece: number, begin: number, length: number): void {
    if (this.have.has(piece) && begin >= 0 && begin + length <= this.pieceLengthAt(piece)) return
    throw new RangeError(`no verified ${length} bytes at ${begin} of piece ${piece}`)
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
    const { pieceLengthBytes } = this.metainfo
    let buffer: Uint8Array = new Uint8Array(pieceLengthBytes)
    for (let piece = 0; piece < this.metainfo.pieceCount; piece++) {
      signal?.throwIfAborted()
      const target = buffer.subarray(0, this.pieceLengthAt(piece))
      const isThere = await this.#store.readInto(this.#offsetOf(piece), [target]).then(() => true, ifMissing)
      if (isThere) {
        const hashed = await this.#hash(target)
        buffer = new Uint8Array(hashed.bytes.buffer)
        if (this.#isRight(piece, hashed)) this.have.set(piece)
        else this.#requireReplaceable(piece)
      }
      onChecked?.(piece + 1)
    }
  }

  #requireReplaceable(piece: number): void {
    const refusal = this.#store.refusal(this.#offsetOf(piece), this.pieceLengthAt(piece))
    if (refusal) throw refusal
  }

  #offsetOf(piece: number): number {
    return piece * this.metainfo.pieceLengthBytes
  }

  #isRight(piece: number, { hash }: Hashed): boolean {
    return sameBytes(hash, this.metainfo.pieceHash(piece))
  }
}

function ifMissing(error: unknown): false {
  if (error instanceof MissingBytes) return false
  throw error
}
