// Smooth chance from integers: the same numbers on every machine, because only exact arithmetic is used.

/** A number from 0 up to 1 that looks random but depends on these three integers alone. */
export function hash(x: number, y: number, seed: number): number {
  let bits = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d)
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39)
  return ((bits ^ (bits >>> 15)) >>> 0) / 4294967296
}

/** From 0 to 1 as `x` goes from `from` to `to`, flat at both ends. */
export function smoothStep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

/** Value noise along a line, 0–1: a new random value at each integer, eased in between. */
export function noise1(x: number, seed: number): number {
  const cell = Math.floor(x)
  const t = x - cell
  const left = hash(cell, 0, seed)
  return left + (hash(cell + 1, 0, seed) - left) * t * t * (3 - 2 * t)
}

/** One row of value noise over a plane, 0–1 a pixel: `cellWidth` pixels between random values, `y` in rows of them. */
export function noiseRow(row: Float64Array, cellWidth: number, y: number, seed: number): Float64Array {
  const line = Math.floor(y)
  const ty = y - line
  const sy = ty * ty * (3 - 2 * ty)
  const valueAt = (cell: number) => {
    const above = hash(cell, line, seed)
    return above + (hash(cell, line + 1, seed) - above) * sy
  }
  let right = valueAt(0)
  for (let cell = 0; cell * cellWidth < row.length; cell++) {
    const left = right
    right = valueAt(cell + 1)
    const end = Math.min(row.length, (cell + 1) * cellWidth)
    for (let x = Math.ceil(cell * cellWidth); x < end; x++) {
      const t = x / cellWidth - cell
      row[x] = left + (right - left) * t * t * (3 - 2 * t)
    }
  }
  return row
}

/** Several octaves of noise1, each twice as fine and half as strong, 0–1. */
export function fractal1(x: number, seed: number, octaves: number): number {
  let sum = 0
  let total = 0
  let weight = 1
  let fineness = 1
  for (let octave = 0; octave < octaves; octave++) {
    sum += weight * noise1(x * fineness, seed + octave)
    total += weight
    weight /= 2
    fineness *= 2
  }
  return sum / total
}
