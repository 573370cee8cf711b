import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utpResetFor } from './utp-reset.ts'

// type SYN and version 1, extension 2, connection 0x1234, three times 4 bytes, sequence number 1, nothing acknowledged; an extension follows.
const syn = Uint8Array.of(
  0x41,
  2,
  0x12,
  0x34,
  9,
  9,
  9,
  9,
  0,
  0,
  0,
  0,
  0,
  0x40,
  0,
  0,
  0,
  1,
  0,
  0,
  0,
  8,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
)

test('a connection attempt is answered by a reset of the same connection, which acknowledges it', () => {
  const reset = Uint8Array.of(0x31, 0, 0x12, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
  expect(utpResetFor(syn)).toEqual(reset)
})

test('nothing else is answered, a reset least of all, and never at greater length', () => {
  expect(utpResetFor(syn.subarray(0, 19))).toBeUndefined()
  expect(utpResetFor(Uint8Array.of(0x31, ...syn.subarray(1)))).toBeUndefined()
  // A connect request to a tracker (BEP 15) begins with 0x00000417.
  expect(utpResetFor(Uint8Array.of(0, 0, 4, 0x17, ...new Uint8Array(12)))).toBeUndefined()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(utpResetFor(bytes)?.length ?? 0).toBeLessThanOrEqual(bytes.length)
    }),
  )
})
