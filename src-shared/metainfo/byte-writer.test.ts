import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteWriter } from './byte-writer.ts'

const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

test('it writes text, bytes and numbers one after another, and grows', () => {
  const writer = new ByteWriter(1)
  writer.latin1('d').number(0).latin1(':\xff').bytes(Uint8Array.of(65, 66)).number(1205)
  expect(text(writer.view())).toBe('d0:\xffAB1205')
  expect(writer.length).toBe(10)
})

test('what is taken is a copy, and then it begins anew', () => {
  const writer = new ByteWriter()
  const taken = writer.latin1('one').take()
  writer.latin1('two')
  expect([text(taken), text(writer.view())]).toEqual(['one', 'two'])
  writer.clear()
  expect(writer.length).toBe(0)
})

test('any number is written as people write it', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (number) => {
      expect(text(new ByteWriter(1).number(number).view())).toBe(String(number))
    }),
  )
})
