import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDigits, readQuery } from './query-string.ts'

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

function read(query: string): [string, string][] | 'broken' {
  const parameters: [string, string][] = []
  const isWhole = readQuery(ascii(query), (name, value) => parameters.push([name, String.fromCharCode(...value)]))
  return isWhole ? parameters : 'broken'
}

test.each([
  ['', []],
  ['a=1', [['a', '1']]],
  [
    'a=1&b=&c&d=x=y',
    [
      ['a', '1'],
      ['b', ''],
      ['c', ''],
      ['d', 'x=y'],
    ],
  ],
  ['a=%00%fF+%2b', [['a', '\0\xff +']]],
  [
    'info_hash=1&info_hash=2',
    [
      ['info_hash', '1'],
      ['info_hash', '2'],
    ],
  ],
  ['a=%', 'broken'],
  ['a=%4', 'broken'],
  ['a=%4&b=1', 'broken'],
  ['a=%g1', 'broken'],
  [`${'n'.repeat(25)}=1`, []],
] as const)('%s', (query, parameters) => {
  expect(read(query)).toEqual(parameters)
})

test.each([
  ['0', 0],
  ['007', 7],
  ['65536', 65_536],
  ['9'.repeat(40), Number.MAX_SAFE_INTEGER],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
])('digits: %s', (text, number) => {
  expect(readDigits(ascii(text))).toBe(number)
})

// Each byte as itself where that is allowed, or escaped: both are right, in any mixture.
const escapedByte = fc.tuple(fc.nat(255), fc.boolean()).map(([byte, isUpper]) => {
  const hex = byte.toString(16).padStart(2, '0')
  return { byte, text: `%${isUpper ? hex.toUpperCase() : hex}` }
})
const plainByte = fc.constantFrom(...'abcXYZ019-_.~').map((text) => ({ byte: text.charCodeAt(0), text }))

test('any bytes come through as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.oneof(escapedByte, plainByte), { maxLength: 30 })), (values) => {
      const query = values.map((value, i) => `n${i}=${value.map(({ text }) => text).join('')}`).join('&')
      expect(read(query)).toEqual(
        values.map((value, i) => [`n${i}`, String.fromCharCode(...value.map(({ byte }) => byte))]),
      )
    }),
  )
})

test('random bytes are parameters or a broken query, never an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (query) => {
      readQuery(query, (name, value) => expect(name.length + value.length).toBeLessThanOrEqual(query.length))
    }),
    { numRuns: 1000 },
  )
})
