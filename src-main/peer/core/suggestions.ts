import type { Bitfield } from '../../../src-shared/wire/bitfield.ts'

// Enough that a fast peer does not run out of them before it tells that it has one.
const maxOpen = 8

/**
 * What a seeder suggests to whom (BEP 6): pieces that nobody else has yet, each to one peer, so that its upload is not spent
 * on the same piece twice. What it says is a hint only; who does not follow it is served all the same.
 */
export class Suggestions<Link> {
  readonly #have: Bitfield
  /** How many links' remotes have each piece. */
  readonly #spread: Uint16Array
  /** Pieces that were suggested and that nobody has yet: to each link, and to whom each. */
  readonly #open = new Map<Link, Set<number>>()
  readonly #openTo = new Map<number, Link>()
  /** Pieces that nobody else has and that are suggested to nobody; made when it is first asked for. */
  #fresh: Set<number> | undefined

  constructor(have: Bitfield) {
    this.#have = have
    this.#spread = new Uint16Array(have.count)
  }

  /** Another remote has these pieces too: nobody needs to be told of them any more. */
  remoteHas(pieces: Iterable<number>): void {
    for (const piece of pieces) {
      this.#spread[piece] = (this.#spread[piece] ?? 0) + 1
      this.#fresh?.delete(piece)
      this.#close(piece)
    }
  }

  /** The remote, which has these pieces, is gone. */
  gone(link: Link, pieces: Iterable<number>): void {
    this.withdraw(link)
    for (const piece of pieces) {
      this.#spread[piece] = (this.#spread[piece] ?? 0) - 1
      if (this.#spread[piece] === 0) this.#fresh?.add(piece)
    }
  }

  /** The remote is choked: what was suggested to it may be suggested to another. */
  withdraw(link: Link): void {
    for (const piece of [...(this.#open.get(link) ?? [])]) {
      this.#close(piece)
      this.#fresh?.add(piece)
    }
    this.#open.delete(link)
  }

  /** The pieces to suggest to this remote now. */
  next(link: Link): number[] {
    const open = this.#open.get(link) ?? new Set()
    this.#open.set(link, open)
    this.#fresh ??= new Set([...this.#have.indices()].filter((piece) => this.#spread[piece] === 0))
    const chosen: number[] = []
    for (const piece of this.#fresh) {
      if (open.size >= maxOpen) break
      open.add(piece)
      this.#openTo.set(piece, link)
      chosen.push(piece)
    }
    for (const piece of chosen) this.#fresh.delete(piece)
    return chosen
  }

  #close(piece: number): void {
    // Most remotes come with many pieces, of which few are suggested.
    if (this.#openTo.size === 0) return
    const link = this.#openTo.get(piece)
    if (link !== undefined) this.#open.get(link)?.delete(piece)
    this.#openTo.delete(piece)
  }
}
