import type { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import type { Random } from '../../random.ts'

/**
 * Chooses which piece to fetch next: the rarest that a remote peer has and we lack, at random among equals (BEP 3 has
 * "random order"; rarest first is what makes a swarm outlive its seeder). Keeps how many remote peers have each piece.
 */
export class PiecePicker {
  readonly #availability: Uint32Array
  readonly #taken: Uint8Array
  readonly #random: Random
  /** Pieces that we lack and nobody fetches yet. */
  remaining: number

  constructor(have: Bitfield, random: Random) {
    this.#availability = new Uint32Array(have.count)
    this.#taken = new Uint8Array(have.count)
    for (const index of have.indices()) this.#taken[index] = 1
    this.#random = random
    this.remaining = have.count - have.size
  }

  /** A remote peer has these pieces; `change` is +1 as it joins, −1 as it goes. */
  count(pieces: Iterable<number>, change: 1 | -1): void {
    for (const index of pieces) this.#availability[index] = (this.#availability[index] ?? 0) + change
  }

  /** The next piece to open, which is then taken; undefined when the remote has none that is free. */
  take(remoteHas: Bitfield): number | undefined {
    let best: number | undefined
    let ties = 0
    for (let index = 0; index < this.#taken.length; index++) {
      if (this.#taken[index] === 1 || !remoteHas.has(index)) continue
      const rarer = best === undefined ? -1 : this.#rarity(index) - this.#rarity(best)
      if (rarer > 0) continue
      ties = rarer < 0 ? 1 : ties + 1
      // Keeps each of the equally rare with the same chance, in one pass.
      if (rarer < 0 || this.#random.below(ties) === 0) best = index
    }
    if (best === undefined) return undefined
    this.#taken[best] = 1
    this.remaining--
    return best
  }

  /** A piece that was taken came to nothing: it may be taken again. */
  free(index: number): void {
    this.#taken[index] = 0
    this.remaining++
  }

  #rarity(index: number): number {
    return this.#availability[index] ?? 0
  }
}
