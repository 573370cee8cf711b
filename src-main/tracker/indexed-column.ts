import { randomInt } from 'node:crypto'

const noBytes = new Uint8Array(0)

// Nobody can see what comes of it, so it is no chance that has to be handed in.
const secret = { factor: randomInt(2 ** 31) * 2 + 1, start: randomInt(2 ** 32) } as const

/**
 * A column of a table: in every row as many bytes, and every row is found by them, but for those that are blank. Open addressing, 4 to 12 bytes a row; its
 * hash is secret, so nobody can choose bytes that all fall on one place.
 */
export class IndexedColumn {
  readonly #width: number
  readonly #blank: Uint8Array
  #bytes: Uint8Array = noBytes
  /** The row plus 1; 0 where there is none. */
  #places = new Uint32Array(2)

  /** `blank`: bytes that many rows may have, and by which none is found. */
  constructor(width: number, blank: Uint8Array = noBytes) {
    this.#width = width
    this.#blank = blank
  }

  /** Memory that it takes. */
  get byteLength(): number {
    return this.#bytes.byteLength + this.#places.byteLength
  }

  /** All rows one after another. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** The bytes of one row, as a view. */
  at(row: number): Uint8Array {
    return this.#bytes.subarray(row * this.#width, (row + 1) * this.#width)
  }

  /** A row with these bytes; −1 where there is none. */
  find(key: Uint8Array): number {
    const mask = this.#places.length - 1
    for (let place = this.#hash(key, 0) & mask; ; place = (place + 1) & mask) {
      const row = (this.#places[place] ?? 0) - 1
      if (row < 0 || this.equals(row, key)) return row
    }
  }

  /** Whether a row has these bytes. */
  equals(row: number, key: Uint8Array): boolean {
    const start = row * this.#width
    for (let i = 0; i < this.#width; i++) if (this.#bytes[start + i] !== key[i]) return false
    return true
  }

  /** Sets the bytes of a row that has none yet. */
  add(row: number, key: Uint8Array): void {
    this.#bytes.set(key, row * this.#width)
    this.#index(row)
  }

  /** Other bytes for a row that has some. */
  change(row: number, key: Uint8Array): void {
    this.remove(row)
    this.add(row, key)
  }

  remove(row: number): void {
    if (!this.#isBlank(row)) this.#vacate(this.#placeOf(row))
  }

  /** A row becomes another one, which has no bytes. */
  move(from: number, to: number): void {
    if (!this.#isBlank(from)) this.#places[this.#placeOf(from)] = to + 1
    this.#bytes.copyWithin(to * this.#width, from * this.#width, (from + 1) * this.#width)
  }

  /** Makes room for so many rows; the first `count` of them are kept. */
  resize(capacity: number, count: number): void {
    const bytes = new Uint8Array(capacity * this.#width)
    bytes.set(this.#bytes.subarray(0, count * this.#width))
    this.#bytes = bytes
    this.#places = new Uint32Array(2 ** Math.ceil(Math.log2(1.5 * capacity + 1)))
    for (let row = 0; row < count; row++) this.#index(row)
  }

  #isBlank(row: number): boolean {
    return this.#blank !== noBytes && this.equals(row, this.#blank)
  }

  #index(row: number): void {
    if (this.#isBlank(row)) return
    const mask = this.#places.length - 1
    let place = this.#hash(this.#bytes, row * this.#width) & mask
    while (this.#places[place] !== 0) place = (place + 1) & mask
    this.#places[place] = row + 1
  }

  #placeOf(row: number): number {
    const mask = this.#places.length - 1
    let place = this.#hash(this.#bytes, row * this.#width) & mask
    while (this.#places[place] !== row + 1) place = (place + 1) & mask
    return place
  }

  // What follows moves up, so that every row is still found from its own place on without a gap.
  #vacate(place: number): void {
    const mask = this.#places.length - 1
    let gap = place
    for (let next = (gap + 1) & mask; this.#places[next] !== 0; next = (next + 1) & mask) {
      const row = (this.#places[next] ?? 0) - 1
      const own = this.#hash(this.#bytes, row * this.#width) & mask
      if (((next - own) & mask) < ((next - gap) & mask)) continue
      this.#places[gap] = row + 1
      gap = next
    }
    this.#places[gap] = 0
  }

  #hash(bytes: Uint8Array, from: number): number {
    let hash = secret.start
    for (let i = 0; i < this.#width; i++) hash = Math.imul(hash ^ (bytes[from + i] ?? 0), secret.factor)
    hash ^= hash >>> 15
    hash = Math.imul(hash, secret.factor)
    return hash ^ (hash >>> 13)
  }
}
