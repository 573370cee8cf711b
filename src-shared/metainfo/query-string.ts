// The part of a URL after its question mark, as bytes: info hashes and peer ids are no text in any encoding.

const ampersand = 0x26
const equals = 0x3d
const percent = 0x25
const plus = 0x2b
const space = 0x20

// A longer name is none that anybody here knows.
const maxNameLength = 24

/**
 * Calls back for every `name=value`, the value with its percent escapes read, valid as long as the query. A name that stands
 * alone has an empty value. False, and nothing more is called, where a `%` is not followed by two hex digits.
 */
export function readQuery(query: Uint8Array, onParameter: (name: string, value: Uint8Array) => void): boolean {
  let at = 0
  while (at < query.length) {
    const end = indexFrom(query, ampersand, at, query.length)
    const nameEnd = indexFrom(query, equals, at, end)
    const value = unescaped(query.subarray(Math.min(nameEnd + 1, end), end))
    if (!value) return false
    if (nameEnd - at <= maxNameLength) onParameter(latin1(query, at, nameEnd), value)
    at = end + 1
  }
  return true
}

/** Decimal digits as a number, at most 2^53 − 1 however many there are; undefined when they are not digits. */
export function readDigits(value: Uint8Array): number | undefined {
  if (value.length === 0) return undefined
  let number = 0
  for (let i = 0; i < value.length; i++) {
    const digit = (value[i] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return undefined
    number = Math.min(number * 10 + digit, Number.MAX_SAFE_INTEGER)
  }
  return number
}

/** The value of a hex digit; NaN for any other byte, and so is whatever is calculated with it. */
export function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : Number.NaN
}

function unescaped(value: Uint8Array): Uint8Array | undefined {
  if (!value.includes(percent) && !value.includes(plus)) return value
  const bytes = new Uint8Array(value.length)
  let length = 0
  for (let at = 0; at < value.length; at++) {
    let byte = value[at] ?? 0
    if (byte === percent) {
      byte = hexDigit(value[at + 1]) * 16 + hexDigit(value[at + 2])
      if (!(byte >= 0)) return undefined
      at += 2
    } else if (byte === plus) {
      // As web forms have it, and with them the libraries of several languages.
      byte = space
    }
    bytes[length++] = byte
  }
  return bytes.subarray(0, length)
}

function indexFrom(bytes: Uint8Array, wanted: number, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at] !== wanted) at++
  return at
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}
