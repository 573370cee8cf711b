import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from '../swarm/hex.ts'
import { bytesOf } from './message-samples.ts'
import { Rc4 } from './rc4.ts'

test.each([
  ['0102030405', 0, 'b2396305f03dc027ccc3524a0a1118a8'],
  ['0102030405', 1024, '30abbcc7c20b01609f23ee2d5f6bb7df'],
  ['0102030405060708', 0, '97ab8a1bf0afb96132f2f67258da15a8'],
])('the key stream of %s from byte %i is that of RFC 6229', (key, offset, expected) => {
  const stream = new Rc4(bytesOf(key)).apply(new Uint8Array(offset + 16))
  expect(toHex(stream.subarray(offset))).toBe(expected)
})

test('what one encrypts the other decrypts, however either side cuts it', () => {
  const cuts = fc.array(fc.nat(40), { maxLength: 8 })
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 256 }),
      fc.uint8Array(),
      cuts,
      cuts,
      (key, text, ours, theirs) => {
        const encrypted = applyInParts(new Rc4(key), text.slice(), ours)
        expect(applyInParts(new Rc4(key), encrypted, theirs)).toEqual(text)
      },
    ),
  )
})

function applyInParts(cipher: Rc4, bytes: Uint8Array, lengths: readonly number[]): Uint8Array {
  let at = 0
  for (const length of lengths) {
    cipher.apply(bytes.subarray(at, at + length))
    at += length
  }
  cipher.apply(bytes.subarray(at))
  return bytes
}
