import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex } from './hex.ts'

test('bytes are two digits each, and come back from them in capitals too', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = toHex(bytes)
      expect(text).toBe([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
      expect([fromHex(text), fromHex(text.toUpperCase())]).toEqual([bytes, bytes])
    }),
  )
})

test.each(['a', 'g0', '0G', '/0', ':0', '@0', '`0', ' 0', '0é'])('%j is refused', (text) => {
  expect(() => fromHex(text)).toThrow('not hex digits')
})
