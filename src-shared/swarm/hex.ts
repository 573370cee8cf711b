import type { Hex } from './ids.ts'

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const zero = '0'.charCodeAt(0)
const smallA = 'a'.charCodeAt(0)

/** Bytes as lower-case hex digits. */
export function toHex(bytes: Uint8Array): Hex {
  let text = ''
  for (const byte of bytes) text += pairs[byte]
  return text
}

/** Hex digits as bytes. Throws on anything else: only our own text comes here. */
export function fromHex(text: Hex): Uint8Array {
  if (text.length % 2 !== 0) throw new Error('not hex digits')
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * digitAt(text, 2 * i) + digitAt(text, 2 * i + 1)
  return bytes
}

function digitAt(text: Hex, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= zero && code <= zero + 9) return code - zero
  // The bit that makes a letter a small one.
  const letter = (code | 0x20) - smallA
  if (letter >= 0 && letter < 6) return letter + 10
  throw new Error('not hex digits')
}
