import { randomInt } from 'node:crypto'

/** Chance, handed in: `below(n)` gives a whole number from 0 to n − 1. */
export interface Random {
  below(limit: number): number
}

/** Chance from the operating system. */
export const systemRandom: Random = { below: (limit) => randomInt(limit) }

/** The same numbers for the same seed (the mulberry32 generator), for tests and simulations. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
    },
  }
}
