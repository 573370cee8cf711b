const digit0 = 0x30

/** Bytes written one after another into memory that is used again and grows as needed: for replies made by the thousand. */
export class ByteWriter {
  #bytes: Uint8Array
  #length = 0

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  /** Characters up to U+00FF, one byte each. */
  latin1(text: string): this {
    this.#reserve(text.length)
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i)
    return this
  }

  bytes(source: Uint8Array): this {
    this.#reserve(source.length)
    this.#bytes.set(source, this.#length)
    this.#length += source.length
    return this
  }

  /** A whole number from 0 up, in decimal digits. */
  number(value: number): this {
    if (value > 9) this.number(Math.floor(value / 10))
    this.#reserve(1)
    this.#bytes[this.#length++] = digit0 + (value % 10)
    return this
  }

  /** A view of what is written; valid until more is written. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** A copy of what is written; then it begins anew. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return taken
  }

  clear(): void {
    this.#length = 0
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
