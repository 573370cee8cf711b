import type { Random } from '../random.ts'

/** Leechers first: a seeder is told of nobody else. Who cannot be told comes last. */
export const group = { leechers: 0, seeders: 1, untold: 2 } as const

/** One of the three groups, by its number. */
export type Group = (typeof group)[keyof typeof group]

/**
 * The rows of a table in three groups, which lie one after another in one array: a row changes its group, and lots are drawn
 * among the first groups, without looking at the others. 8 bytes a row.
 */
export class MemberGroups {
  #order = new Uint32Array(0)
  #position = new Uint32Array(0)
  /** Where each group ends. */
  readonly #ends: [number, number, number] = [0, 0, 0]

  /** Memory that it takes. */
  get byteLength(): number {
    return this.#order.byteLength + this.#position.byteLength
  }

  /** A new row, in the last group. */
  add(row: number): void {
    this.#put(row, this.#ends[group.untold]++)
  }

  remove(row: number): void {
    this.moveTo(row, group.untold)
    const last = --this.#ends[group.untold]
    this.#swap(this.#positionOf(row), last)
  }

  moveTo(row: number, wanted: Group): void {
    const position = this.#positionOf(row)
    let now: number = position < this.#ends[0] ? 0 : position < this.#ends[1] ? 1 : 2
    // To the edge of its group, which then moves over it.
    for (; now > wanted; now--) this.#swap(this.#positionOf(row), this.#moveEnd(now - 1, 1))
    for (; now < wanted; now++) this.#swap(this.#positionOf(row), this.#moveEnd(now, -1) - 1)
  }

  /** A row becomes another one, which is in no group. */
  move(from: number, to: number): void {
    this.#put(to, this.#positionOf(from))
  }

  resize(capacity: number): void {
    const [order, position] = [this.#order, this.#position]
    this.#order = new Uint32Array(capacity)
    this.#position = new Uint32Array(capacity)
    this.#order.set(order.subarray(0, capacity))
    this.#position.set(position.subarray(0, capacity))
  }

  /**
   * Up to `most` different rows of the groups up to `last`, by lot: from a random one on in steps of a random length, so the
   * time depends on `most` alone. Answering false ends it.
   */
  draw(random: Random, last: Group, most: number, onRow: (row: number) => boolean): void {
    const count = this.#ends[last]
    if (count === 0) return
    const step = stepThrough(count, random)
    const order = this.#order
    let at = random.below(count)
    for (let drawn = Math.min(most, count); drawn > 0; drawn--) {
      if (!onRow(order[at] ?? 0)) return
      at += step
      if (at >= count) at -= count
    }
  }

  #positionOf(row: number): number {
    return this.#position[row] ?? 0
  }

  // Answers the end as it was.
  #moveEnd(which: number, by: 1 | -1): number {
    const end = this.#ends[which] ?? 0
    this.#ends[which] = end + by
    return end
  }

  #swap(a: number, b: number): void {
    const [rowA = 0, rowB = 0] = [this.#order[a], this.#order[b]]
    this.#put(rowA, b)
    this.#put(rowB, a)
  }

  #put(row: number, position: number): void {
    this.#order[position] = row
    this.#position[row] = position
  }
}

// A step that has no divisor in common with the count comes to every place before it comes to one again.
function stepThrough(count: number, random: Random): number {
  if (count < 3) return 1
  let step = 1 + random.below(count - 1)
  while (commonDivisor(step, count) > 1) step = (step % (count - 1)) + 1
  return step
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
