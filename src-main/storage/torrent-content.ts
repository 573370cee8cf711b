import type { Metainfo } from '../../src-shared/metainfo/metainfo.ts'
import { pieceLengthAt } from '../../src-shared/metainfo/piece-geometry.ts'
import { Bitfield } from '../../src-shared/wire/bitfield.ts'
import { type Hasher, sameBytes } from './hasher.ts'
import { type PieceStore, StorageError } from './piece-store.ts'

/** A torrent and where its bytes rest. A piece counts as had only after its hash was right. */
export class TorrentContent {
  readonly metainfo: Metainfo
  readonly have: Bitfield
  readonly #store: PieceStore
  readonly #hash: Hasher

  private constructor(metainfo: Metainfo, store: PieceStore, hash: Hasher, have: Bitfield) {
    this.metainfo = metainfo
    this.#store = store
    this.#hash = hash
    this.have = have
  }

  /** Opens a torrent over a store and hashes what the store may hold already. Rejects with a StorageError. */
  static async open(metainfo: Metainfo, store: PieceStore, hash: Hasher): Promise<TorrentContent> {
    const content = new TorrentContent(metainfo, store, hash, Bitfield.empty(metainfo.pieceCount))
    if (store.mayHoldPieces) await content.#check()
    if (store.whole && !content.whole) {
      throw new StorageError(`${store.savedAs} is not the file of this torrent; move it away or choose another folder`)
    }
    // Every piece was there but the file had not got its name yet: the program had ended in between.
    if (content.whole) await store.finish()
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

  pieceLengthAt(piece: number): number {
    return pieceLengthAt(this.metainfo, piece)
  }

  /** Hashes an arrived piece and, when it is right, writes it. Whoever asked for it marks it as had. */
  async verify(piece: number, bytes: Uint8Array): Promise<boolean> {
    if (!(await this.#isRight(piece, bytes))) return false
    await this.#store.write(piece * this.metainfo.pieceLengthBytes, bytes)
    return true
  }

  /** Bytes of a piece that we have. */
  read(piece: number, begin: number, length: number): Promise<Uint8Array> {
    return this.#store.read(piece * this.metainfo.pieceLengthBytes + begin, length)
  }

  /** Everything is here: gives the file its final name. */
  finish(): Promise<void> {
    return this.#store.finish()
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  async #check(): Promise<void> {
    for (let piece = 0; piece < this.metainfo.pieceCount; piece++) {
      if (await this.#isRight(piece, await this.read(piece, 0, this.pieceLengthAt(piece)))) this.have.set(piece)
    }
  }

  async #isRight(piece: number, bytes: Uint8Array): Promise<boolean> {
    return sameBytes(await this.#hash(bytes), this.metainfo.pieceHash(piece))
  }
}
