// Bencoding (BEP 3), read strictly: one value has one spelling, so decode and encode are each other's inverse.

/** A decoded value. Byte strings are views of the input; dictionary keys are byte strings with one character a byte. */
export type Bencoded = number | Uint8Array | Bencoded[] | Map<string, Bencoded>

/** A value to encode; text becomes UTF-8. */
export type Bencodable = number | string | Uint8Array | readonly Bencodable[] | ReadonlyMap<string, Bencodable>

/** Where a value lies in the input: bytes `start` up to, not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The input is not strict bencoding; `message` says what is wrong at which byte. */
export class BencodeError extends Error {
  override readonly name = 'BencodeError'
}

/** Reads exactly one value that fills the input. Throws BencodeError. */
export function decodeBencode(bytes: Uint8Array, limits: { readonly maxDepth?: number } = {}): Bencoded {
  return new Parser(bytes, limits.maxDepth ?? defaultMaxDepth).parse()
}

/**
 * Reads the value with which the input begins as not all programs write it: the keys of a dictionary in any order, and of
 * those that come twice the last one counts. Throws BencodeError.
 */
export function decodeLooseBencode(bytes: Uint8Array): Bencoded {
  return new Parser(bytes, defaultMaxDepth, false).parsePrefix().value
}

/** Reads the value with which the input begins; other bytes may follow from `end` on (BEP 9). Throws BencodeError. */
export function decodeBencodePrefix(bytes: Uint8Array): { readonly value: Bencoded; readonly end: number } {
  return new Parser(bytes, defaultMaxDepth).parsePrefix()
}

/** As decodeBencode, and where each value of the outermost dictionary lies, so that it can be hashed as it came. */
export function decodeBencodeWithSpans(bytes: Uint8Array): {
  readonly value: Bencoded
  readonly spans: ReadonlyMap<string, Span>
} {
  const parser = new Parser(bytes, defaultMaxDepth)
  return { value: parser.parse(), spans: parser.spans }
}

/** The bytes of a value, dictionary keys sorted. Throws a RangeError for a number that is not a safe integer. */
export function encodeBencode(value: Bencodable): Uint8Array {
  const parts: Uint8Array[] = []
  collect(value, parts)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const encoder = new TextEncoder()
const defaultMaxDepth = 32

// A container takes two bytes of input but hundreds of memory: without a cap, a small input could fill it.
const maxValues = 500_000

const longestInteger = '-9007199254740991'.length
const integerForm = /^(?:0|-?[1-9]\d*)$/
const lengthForm = /^(?:0|[1-9]\d*)$/

const [letterD, letterE, letterI, letterL, colon, digit0, digit9] = Uint8Array.from('deil:09', (letter) =>
  letter.charCodeAt(0),
)

class Parser {
  readonly spans = new Map<string, Span>()
  readonly #bytes: Uint8Array
  readonly #maxDepth: number
  readonly #inOrder: boolean
  #at = 0
  #values = 0

  constructor(bytes: Uint8Array, maxDepth: number, inOrder = true) {
    this.#bytes = bytes
    this.#maxDepth = maxDepth
    this.#inOrder = inOrder
  }

  parsePrefix(): { value: Bencoded; end: number } {
    return { value: this.#value(0), end: this.#at }
  }

  parse(): Bencoded {
    const { value } = this.parsePrefix()
    if (this.#at < this.#bytes.length) this.#fail('the value is over, but more bytes follow')
    return value
  }

  #value(depth: number): Bencoded {
    if (depth > this.#maxDepth) this.#fail(`nested deeper than ${this.#maxDepth} levels`)
    if (++this.#values > maxValues) this.#fail(`more than ${maxValues} values`)
    const first = this.#bytes[this.#at]
    if (first === undefined) this.#fail('the input ends where a value should begin')
    if (first === letterI) return this.#integer()
    if (first === letterL) return this.#list(depth)
    if (first === letterD) return this.#dictionary(depth)
    return this.#string()
  }

  #integer(): number {
    this.#at++
    const digits = this.#textUntil(letterE, longestInteger)
    const value = Number(digits)
    if (!integerForm.test(digits)) this.#fail('an integer is not written in the one allowed way')
    if (!Number.isSafeInteger(value)) this.#fail('an integer is too large')
    return value
  }

  #string(): Uint8Array {
    const first = this.#bytes[this.#at] ?? 0
    if (first < (digit0 ?? 0) || first > (digit9 ?? 0)) this.#fail('no value begins with this byte')
    const digits = this.#textUntil(colon, longestInteger)
    if (!lengthForm.test(digits)) this.#fail('the length of a string is not written in the one allowed way')
    const start = this.#at
    const end = start + Number(digits)
    if (end > this.#bytes.length) this.#fail('a string says that it is longer than the input')
    this.#at = end
    return this.#bytes.subarray(start, end)
  }

  #list(depth: number): Bencoded[] {
    const items: Bencoded[] = []
    this.#at++
    while (this.#bytes[this.#at] !== letterE) items.push(this.#value(depth + 1))
    this.#at++
    return items
  }

  #dictionary(depth: number): Map<string, Bencoded> {
    const entries = new Map<string, Bencoded>()
    let previous: string | undefined
    this.#at++
    while (this.#bytes[this.#at] !== letterE) {
      const key = byteText(this.#string())
      if (this.#inOrder && previous !== undefined && key <= previous)
        this.#fail('the keys of a dictionary are not sorted, or one comes twice')
      previous = key
      const start = this.#at
      entries.set(key, this.#value(depth + 1))
      if (depth === 0) this.spans.set(key, { start, end: this.#at })
    }
    this.#at++
    return entries
  }

  /** The text up to the end mark, which is skipped; it may have at most `maxLength` bytes. */
  #textUntil(mark: number | undefined, maxLength: number): string {
    const start = this.#at
    while (this.#bytes[this.#at] !== mark) {
      if (this.#at >= this.#bytes.length || this.#at - start >= maxLength) this.#fail('a number has no end')
      this.#at++
    }
    return byteText(this.#bytes.subarray(start, this.#at++))
  }

  #fail(what: string): never {
    throw new BencodeError(`byte ${this.#at}: ${what}`)
  }
}

function byteText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

function keyBytes(key: string): Uint8Array {
  const bytes = new Uint8Array(key.length)
  // By index: lists of peers are encoded often, and going through an iterator takes ten times as long.
  for (let i = 0; i < key.length; i++) bytes[i] = key.charCodeAt(i)
  return bytes
}

function collect(value: Bencodable, parts: Uint8Array[]): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`bencoding has integers only, not ${value}`)
    // `+ 0` turns -0, which bencoding does not have, into 0.
    parts.push(keyBytes(`i${value + 0}e`))
  } else if (typeof value === 'string') {
    collect(encoder.encode(value), parts)
  } else if (value instanceof Uint8Array) {
    parts.push(keyBytes(`${value.length}:`), value)
  } else if (isList(value)) {
    parts.push(keyBytes('l'))
    for (const item of value) collect(item, parts)
    parts.push(keyBytes('e'))
  } else {
    parts.push(keyBytes('d'))
    for (const key of [...value.keys()].sort()) {
      collect(keyBytes(key), parts)
      collect(value.get(key) ?? 0, parts)
    }
    parts.push(keyBytes('e'))
  }
}

function isList(value: readonly Bencodable[] | ReadonlyMap<string, Bencodable>): value is readonly Bencodable[] {
  return Array.isArray(value)
}
