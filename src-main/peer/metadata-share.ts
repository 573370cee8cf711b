import {
  type MetadataMessage,
  metadataPieceCount,
  metadataPieceLength,
} from '../../src-shared/wire/metadata-message.ts'

// Each piece may be fetched again after a mistake; more often, and somebody only wants to make us send.
const timesServed = 3

/** Serves a torrent's `info` dictionary to one remote peer (BEP 9). */
export class MetadataShare {
  readonly #info: Uint8Array | null
  #left: number

  /** `info` null: it is not here (yet), and every request is rejected. */
  constructor(info: Uint8Array | null) {
    this.#info = info
    this.#left = info ? timesServed * metadataPieceCount(info.length) : 0
  }

  /** The answer to a request for one piece: the piece, or a reject. */
  answer(piece: number): MetadataMessage {
    const begin = piece * metadataPieceLength
    if (!this.#info || begin >= this.#info.length || this.#left === 0) return { kind: 'reject', piece }
    this.#left--
    const data = this.#info.subarray(begin, begin + metadataPieceLength)
    return { kind: 'data', piece, totalSize: this.#info.length, data }
  }
}
