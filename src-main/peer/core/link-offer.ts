import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import type { PieceQueue } from './piece-queue.ts'

// The remote names them; one that names many does not make us remember many.
const maxSuggested = 16

/** What one link's remote peer has, and how we look through it for the next piece. */
export class LinkOffer {
  /** The pieces of it that were counted. */
  readonly pieces: Bitfield
  /** How many of them are wanted and not had, as long as it is not whole: then it is all that are missing. */
  wanted = 0
  /** The piece that was begun last. */
  last: number | undefined
  /** The pieces to choose from, by rank; made when first needed. */
  queue: PieceQueue | undefined
  readonly #suggested: number[] = []
  #from = 0
  #to: number

  constructor(count: number) {
    this.pieces = Bitfield.empty(count)
    this.#to = count
  }

  /** The remote has every piece. */
  get isWhole(): boolean {
    return this.pieces.size === this.pieces.count
  }

  /** The latest pieces that the remote suggested (BEP 6), at most 16. */
  get suggested(): readonly number[] {
    return this.#suggested
  }

  suggest(piece: number): void {
    if (this.#suggested.includes(piece)) return
    this.#suggested.push(piece)
    if (this.#suggested.length > maxSuggested) this.#suggested.shift()
  }

  forgetSuggestions(): void {
    this.#suggested.length = 0
  }

  /** All pieces may be open to choice again. */
  reopen(): void {
    this.queue = undefined
    this.#from = 0
    this.#to = this.pieces.count
  }

  /** One more piece is open to choice. */
  widen(piece: number): void {
    this.#from = Math.min(this.#from, piece)
    this.#to = Math.max(this.#to, piece + 1)
  }

  /** The lowest of its pieces that is free; what lies below is not looked at again. */
  lowest(isFree: (piece: number) => boolean): number | undefined {
    for (; this.#from < this.#to; this.#from++) {
      if (this.pieces.has(this.#from) && isFree(this.#from)) return this.#from
    }
    this.#from = this.pieces.count
    this.#to = 0
    return undefined
  }
}
