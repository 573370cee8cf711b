import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbered, safeFileName } from './safe-file-name.ts'

test.each([
  ['lab notes.pdf', 'lab notes.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\a.txt', 'a.txt'],
  ['..', 'file'],
  ['', 'file'],
  ['.hidden', 'hidden'],
  [`${'x'.repeat(59)} ${'y'.repeat(20)}`, 'x'.repeat(59)],
  ['con.txt', '_con.txt'],
  ['a:b?.txt', 'a_b_.txt'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  [`${'x'.repeat(300)}.torrent`, `${'x'.repeat(52)}.torrent`],
])('%j becomes %j', (given, safe) => {
  expect(safeFileName(given)).toBe(safe)
})

test('a safe name is never empty, never leads elsewhere, and is safe already', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (given) => {
      const name = safeFileName(given)
      expect(name).not.toMatch(/^$|^\.|[/\\\0]/)
      expect(safeFileName(name)).toBe(name)
    }),
  )
})

test('numbers keep the extension', () => {
  expect(numbered('a.b.txt', 1)).toBe('a.b.txt')
  expect(numbered('a.b.txt', 2)).toBe('a.b (2).txt')
  expect(numbered('README', 3)).toBe('README (3)')
})
