import {
  type MetadataMessage,
  metadataPieceCount,
  metadataPieceLength,
} from '../../../src-shared/wire/metadata-message.ts'

// Enough to keep a link busy, little enough that a refusal costs nothing.
const maxAsked = 4

type MetadataPiece = Extract<MetadataMessage, { kind: 'data' }>

/** A torrent's `info` dictionary on its way from one remote peer, in pieces of 16 KiB (BEP 9). */
export class MetadataFetch {
  readonly bytes: Uint8Array
  receivedBytes = 0
  readonly #arrived: boolean[]
  #nextPiece = 0
  #asked = 0

  /** `totalBytes` as the remote peer says, capped by whoever read it. */
  constructor(totalBytes: number) {
    this.bytes = new Uint8Array(totalBytes)
    this.#arrived = new Array(metadataPieceCount(totalBytes)).fill(false)
  }

  get complete(): boolean {
    return this.receivedBytes === this.bytes.length
  }

  /** The next piece to ask for; undefined while enough are asked for. */
  next(): number | undefined {
    if (this.#asked >= maxAsked || this.#nextPiece >= this.#arrived.length) return undefined
    this.#asked++
    return this.#nextPiece++
  }

  /** Takes a piece in; false when it is of something else, not one that is waited for, or not as long as it must be. */
  arrived({ piece, totalSize, data }: MetadataPiece): boolean {
    const begin = piece * metadataPieceLength
    const isWaitedFor = piece < this.#nextPiece && this.#arrived[piece] === false
    if (
      !isWaitedFor ||
      totalSize !== this.bytes.length ||
      data.length !== Math.min(metadataPieceLength, this.bytes.length - begin)
    )
      return false
    this.#arrived[piece] = true
    this.#asked--
    this.bytes.set(data, begin)
    this.receivedBytes += data.length
    return true
  }
}
