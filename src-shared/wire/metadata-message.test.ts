import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeExtendedHandshake, maxExtendedLength } from './extended.ts'
import {
  decodeMetadataMessage,
  encodeMetadataMessage,
  type MetadataMessage,
  metadataPieceCount,
  metadataPieceLength,
} from './metadata-message.ts'
import { ProtocolError } from './protocol-error.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array) => new TextDecoder().decode(value)
const mebibyte = 1024 * 1024
const dataOf = (piece: number, totalSize: number, length: number): MetadataMessage => ({
  kind: 'data',
  piece,
  totalSize,
  data: new Uint8Array(length).fill(0x65),
})

test.each<[MetadataMessage, string]>([
  [{ kind: 'request', piece: 0 }, 'd8:msg_typei0e5:piecei0ee'],
  [{ kind: 'reject', piece: 7 }, 'd8:msg_typei2e5:piecei7ee'],
  [dataOf(0, 5, 5), 'd8:msg_typei1e5:piecei0e10:total_sizei5eeeeeee'],
])('%j is sent as BEP 9 has it, and read again', (message, spelled) => {
  expect(text(encodeMetadataMessage(message))).toBe(spelled)
  expect(decodeMetadataMessage(bytes(spelled))).toEqual(message)
})

test('pieces are 16 KiB, the last may be shorter, and a whole one fits into a message', () => {
  const whole = dataOf(0, 3 * metadataPieceLength + 1, metadataPieceLength)
  expect(encodeMetadataMessage(whole).length).toBeLessThan(maxExtendedLength)
  for (const message of [whole, dataOf(3, 3 * metadataPieceLength + 1, 1)]) {
    expect(decodeMetadataMessage(encodeMetadataMessage(message))).toEqual(message)
  }
  expect([1, 16_384, 16_385, 10 * mebibyte].map(metadataPieceCount)).toEqual([1, 1, 2, 640])
})

test('a kind that BEP 9 does not know is ignored, and so are further keys', () => {
  expect(decodeMetadataMessage(bytes('d8:msg_typei3e5:piecei0ee'))).toBeUndefined()
  expect(decodeMetadataMessage(bytes('d8:msg_typei9ee'))).toBeUndefined()
  expect(decodeMetadataMessage(bytes('d8:msg_typei2e5:piecei1e10:total_sizei9e1:zlee'))).toEqual({
    kind: 'reject',
    piece: 1,
  })
})

test.each([
  ['no bencoding', 'hello'],
  ['no kind', 'd5:piecei0ee'],
  ['no piece', 'd8:msg_typei0ee'],
  ['a piece before the first', 'd8:msg_typei0e5:piecei-1ee'],
  ['a piece after 10 MiB', 'd8:msg_typei0e5:piecei640ee'],
  ['data without a size', 'd8:msg_typei1e5:piecei0eexxxx'],
  ['data of nothing', 'd8:msg_typei1e5:piecei0e10:total_sizei0ee'],
  ['more than 10 MiB', 'd8:msg_typei1e5:piecei0e10:total_sizei10485761eexxxx'],
  ['a piece that is too short', 'd8:msg_typei1e5:piecei0e10:total_sizei5eexxxx'],
  ['a piece that is too long', 'd8:msg_typei1e5:piecei0e10:total_sizei5eexxxxxx'],
  ['a piece after the last', 'd8:msg_typei1e5:piecei1e10:total_sizei5ee'],
  ['a piece after a whole last one', 'd8:msg_typei1e5:piecei1e10:total_sizei16384ee'],
  ['a dictionary that is cut off', 'd8:msg_typei0e5:piecei0e'],
])('%s is a broken rule', (_, payload) => {
  expect(() => decodeMetadataMessage(bytes(payload))).toThrow(/^bad-extended: /)
})

test('any piece of any metadata reads as it was written', () => {
  const anyPiece = fc.integer({ min: 1, max: 10 * mebibyte }).chain((totalSize) =>
    fc.nat(metadataPieceCount(totalSize) - 1).map((piece) => {
      return dataOf(piece, totalSize, Math.min(metadataPieceLength, totalSize - piece * metadataPieceLength))
    }),
  )
  fc.assert(
    fc.property(anyPiece, (message) => {
      expect(decodeMetadataMessage(encodeMetadataMessage(message))).toEqual(message)
    }),
    { numRuns: 20 },
  )
})

test('a message that is cut anywhere, random bytes and mutated ones give a message, nothing, or a ProtocolError', () => {
  const real = encodeMetadataMessage(dataOf(0, 40, 40))
  const cut = fc.nat(real.length - 1).map((length) => real.subarray(0, length))
  const mutated = fc
    .tuple(fc.nat(real.length - 1), fc.nat(255))
    .map(([at, value]) => Uint8Array.from(real, (byte, i) => (i === at ? value : byte)))
  const other = fc.constant(encodeExtendedHandshake({ m: { ut_metadata: 3 }, metadataSize: 31_235 }))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), cut, mutated, other), (payload) => {
      try {
        const message = decodeMetadataMessage(payload)
        if (message?.kind === 'data') expect(message.data.length).toBeLessThanOrEqual(metadataPieceLength)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
    { numRuns: 2000 },
  )
})
