import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Bencodable,
  type Bencoded,
  BencodeError,
  decodeBencode,
  decodeBencodePrefix,
  decodeBencodeWithSpans,
  decodeLooseBencode,
  encodeBencode,
} from './bencode.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array) => new TextDecoder().decode(value)
const read = (input: string) => decodeBencode(bytes(input))

describe('one value, one spelling', () => {
  test.each<[string, Bencodable, Bencoded]>([
    ['i0e', 0, 0],
    ['i-42e', -42, -42],
    ['i9007199254740991e', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['i-9007199254740991e', Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
    ['0:', '', bytes('')],
    ['4:spam', 'spam', bytes('spam')],
    ['le', [], []],
    ['l4:spami7ee', ['spam', 7], [bytes('spam'), 7]],
    ['de', new Map(), new Map()],
    [
      'd1:ai1e2:abi3e1:bi2ee',
      new Map([
        ['b', 2],
        ['a', 1],
        ['ab', 3],
      ]),
      new Map([
        ['a', 1],
        ['ab', 3],
        ['b', 2],
      ]),
    ],
  ])('%s', (spelling, value, decoded) => {
    expect(text(encodeBencode(value))).toBe(spelling)
    expect(read(spelling)).toEqual(decoded)
  })
})

test('read loosely, keys may come in any order and twice, and more bytes may follow; all else stays strict', () => {
  const value = decodeLooseBencode(bytes('d1:bi1e1:ad1:zi2e1:yi3ee1:bi4ee\n'))
  const inner = new Map([
    ['z', 2],
    ['y', 3],
  ])
  expect(value).toEqual(
    new Map<string, Bencoded>([
      ['b', 4],
      ['a', inner],
    ]),
  )
  expect(() => decodeLooseBencode(bytes('d1:bi01ee'))).toThrow(BencodeError)
  expect(() => decodeLooseBencode(bytes('l'.repeat(100)))).toThrow(BencodeError)
})

test('text is UTF-8, and a key keeps its bytes', () => {
  expect(encodeBencode('ë')).toEqual(Uint8Array.of(0x32, 0x3a, 0xc3, 0xab))
  const raw = Uint8Array.of(0x64, 0x32, 0x3a, 0xff, 0x00, 0x69, 0x31, 0x65, 0x65)
  expect(decodeBencode(raw)).toEqual(new Map([['\xff\x00', 1]]))
  expect(encodeBencode(decodeBencode(raw))).toEqual(raw)
})

test('a string is a view of the input', () => {
  const input = bytes('4:spam')
  expect((decodeBencode(input) as Uint8Array).buffer).toBe(input.buffer)
})

test.each([
  ['', 'the input ends where a value should begin'],
  ['x', 'no value begins with this byte'],
  ['i-0e', 'an integer is not written in the one allowed way'],
  ['i03e', 'an integer is not written in the one allowed way'],
  ['ie', 'an integer is not written in the one allowed way'],
  ['i1.5e', 'an integer is not written in the one allowed way'],
  ['i9007199254740992e', 'an integer is too large'],
  ['i12', 'a number has no end'],
  [`i${'1'.repeat(30)}e`, 'a number has no end'],
  ['04:spam', 'the length of a string is not written in the one allowed way'],
  ['5:spam', 'a string says that it is longer than the input'],
  ['9999999999999999:x', 'a string says that it is longer than the input'],
  ['4', 'a number has no end'],
  ['l', 'the input ends where a value should begin'],
  ['d', 'no value begins with this byte'],
  ['d1:ae', 'no value begins with this byte'],
  ['di1ei2ee', 'no value begins with this byte'],
  ['d1:bi1e1:ai2ee', 'the keys of a dictionary are not sorted, or one comes twice'],
  ['d1:ai1e1:ai2ee', 'the keys of a dictionary are not sorted, or one comes twice'],
  ['i1ei2e', 'the value is over, but more bytes follow'],
])('%s is refused', (input, why) => {
  expect(() => read(input)).toThrow(BencodeError)
  expect(() => read(input)).toThrow(why)
})

test('nesting is followed to 32 levels and no further', () => {
  const nested = (levels: number) => 'l'.repeat(levels) + 'e'.repeat(levels)
  expect(read(nested(32))).toBeInstanceOf(Array)
  expect(() => read(nested(34))).toThrow(/nested deeper than 32 levels/)
  expect(() => read('l'.repeat(1_000_000))).toThrow(/nested deeper/)
  expect(() => decodeBencode(bytes('llee'), { maxDepth: 0 })).toThrow(/nested deeper than 0/)
})

test('millions of empty containers are refused before they fill the memory', () => {
  expect(() => read(`l${'de'.repeat(600_000)}e`)).toThrow(/more than 500000 values/)
})

test('the spans of the outermost dictionary say where its values lie', () => {
  const input = 'd1:ad1:xi1ee4:info3:abce'
  const { spans } = decodeBencodeWithSpans(bytes(input))
  expect([...spans].map(([key, { start, end }]) => [key, input.slice(start, end)])).toEqual([
    ['a', 'd1:xi1ee'],
    ['info', '3:abc'],
  ])
})

test('a number that bencoding does not have is our own mistake', () => {
  expect(() => encodeBencode(1.5)).toThrow(RangeError)
  expect(() => encodeBencode(Number.NaN)).toThrow(RangeError)
  expect(text(encodeBencode(-0))).toBe('i0e')
})

const { value: anyValue } = fc.letrec<{ value: Bencoded }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.maxSafeInteger().map((number) => number + 0),
    fc.uint8Array({ maxLength: 12 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .array(
        fc.tuple(
          fc.uint8Array({ maxLength: 4 }).map((key) => String.fromCharCode(...key)),
          tie('value'),
        ),
        { maxLength: 5 },
      )
      .map((entries) => new Map(entries)),
  ),
}))

test('a value at the beginning is read up to its end, whatever follows', () => {
  expect(decodeBencodePrefix(bytes('d1:ai1ee\xffrest'))).toEqual({ value: new Map([['a', 1]]), end: 8 })
  fc.assert(
    fc.property(anyValue, fc.uint8Array(), (value, rest) => {
      const encoded = encodeBencode(value)
      expect(decodeBencodePrefix(Uint8Array.of(...encoded, ...rest))).toEqual({ value, end: encoded.length })
    }),
  )
  expect(() => decodeBencodePrefix(bytes('d1:ai1e'))).toThrow(BencodeError)
})

test('any value reads as it was written', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(decodeBencode(encodeBencode(value))).toEqual(value)
    }),
  )
})

test('random and mutated bytes give a value that is spelled just so, or a BencodeError', () => {
  const letters = fc.array(fc.constantFrom(...'deil0123:-a'), { maxLength: 30 }).map((all) => bytes(all.join('')))
  const mutated = fc.tuple(anyValue, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
    const encoded = encodeBencode(value)
    encoded[at % encoded.length] = byte
    return encoded
  })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), letters, mutated), (input) => {
      let value: Bencoded
      try {
        value = decodeBencode(input)
      } catch (error) {
        expect(error).toBeInstanceOf(BencodeError)
        return
      }
      expect(encodeBencode(value)).toEqual(input)
    }),
    { numRuns: 3000 },
  )
})
