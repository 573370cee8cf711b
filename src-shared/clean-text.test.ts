import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'

test('ordinary text of any script stays as it is', () => {
  expect(cleanText('Zoë 小明 שלום 👩‍🔬', 40)).toBe('Zoë 小明 שלום 👩‍🔬')
})

test('control characters, line ends and terminal escapes go', () => {
  expect(cleanText(' a\u0000b\r\n\u001b[31mc\u0085\u2028\u2029\uFEFF ', 40)).toBe('ab[31mc')
})

test('characters that turn the direction of text go', () => {
  expect(cleanText('photo\u202Egpj.exe\u2066\u200F\u061C', 40)).toBe('photogpj.exe')
})

test('half a surrogate pair goes', () => {
  expect(cleanText('a\uD83Db', 40)).toBe('ab')
})

test('long text ends in an ellipsis, never inside a character', () => {
  expect(cleanText('👍👍👍👍', 3)).toBe('👍👍…')
  expect(cleanText('👍👍👍', 3)).toBe('👍👍👍')
})

test('the result is never longer than asked, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
      const clean = cleanText(text, maxLength)
      expect([...clean].length).toBeLessThanOrEqual(maxLength)
      expect(cleanText(clean, maxLength)).toBe(clean)
    }),
  )
})
