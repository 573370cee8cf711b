import type { Random } from '../../random.ts'

// One peer that comes or goes may change the rank of every piece: not all of them are put right for a single choice.
const maxMoved = 256

/**
 * Pieces by rank, the lowest first, equals at random. The rank of a waiting piece may rise, but must never fall: so each
 * lies in the bucket of its rank or in a lower one, and is put right only when its turn comes. No order is kept that nobody
 * asks for.
 */
export class PieceQueue {
  readonly #buckets = new Map<number, number[]>()
  #lowest = Number.POSITIVE_INFINITY

  add(piece: number, rank: number): void {
    const bucket = this.#buckets.get(rank)
    if (bucket) bucket.push(piece)
    else this.#buckets.set(rank, [piece])
    this.#lowest = Math.min(this.#lowest, rank)
  }

  /**
   * One of the pieces with the lowest rank, which stays in the queue; those that `rankOf` says have no rank now leave it. When
   * many ranks have risen since, it is the lowest of those that were put right now, and the next call goes on from there.
   */
  first(rankOf: (piece: number) => number | undefined, random: Random): number | undefined {
    let moved = 0
    let best: { readonly piece: number; readonly rank: number } | undefined
    for (let bucket = this.#first(); bucket && moved < maxMoved; bucket = this.#first()) {
      const at = random.below(bucket.length)
      const piece = bucket[at] ?? 0
      const rank = rankOf(piece)
      if (rank === this.#lowest) return piece
      bucket[at] = bucket.at(-1) ?? 0
      bucket.pop()
      if (rank === undefined) continue
      this.add(piece, rank)
      moved++
      if (!best || rank < best.rank) best = { piece, rank }
    }
    return best?.piece
  }

  #first(): number[] | undefined {
    while (this.#buckets.size > 0) {
      const bucket = this.#buckets.get(this.#lowest)
      if (bucket && bucket.length > 0) return bucket
      this.#buckets.delete(this.#lowest)
      this.#lowest++
    }
    this.#lowest = Number.POSITIVE_INFINITY
    return undefined
  }
}
