import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safePaths } from './safe-paths.ts'

const torrent = (name: string, ...paths: string[][]) => ({
  name,
  isFolder: true,
  files: paths.map((path) => ({ path, lengthBytes: 1, isPadding: false })),
})

test.each<[string, string[][], string[]]>([
  ['plain', [['a.txt'], ['b', 'c.txt'], ['b', 'd.txt']], ['t/a.txt', 't/b/c.txt', 't/b/d.txt']],
  ['climbing out', [['..', '..', 'etc', 'passwd']], ['t/file/file/etc/passwd']],
  ['absolute', [['/etc/passwd'], ['C:\\x.dll'], ['\\\\host\\share']], ['t/passwd', 't/x.dll', 't/share']],
  ['nothing', [[''], ['.'], ['', 'a']], ['t/file', 't/file (2)', 't/file (3)/a']],
  [
    'reserved',
    [['CON'], ['nul.txt'], ['com1.tar.gz'], ['aux', 'x']],
    ['t/_CON', 't/_nul.txt', 't/_com1.tar.gz', 't/_aux/x'],
  ],
  ['dots and blanks at the end', [['a. . '], ['a']], ['t/a', 't/a (2)']],
  ['upper and lower case', [['A.txt'], ['a.txt'], ['a (2).txt']], ['t/A.txt', 't/a (2).txt', 't/a (2) (2).txt']],
  ['accents', [['e\u0301.txt'], ['\u00e9.txt']], ['t/e\u0301.txt', 't/\u00e9 (2).txt']],
  ['invisible characters', [['a\u200d.txt'], ['a.txt']], ['t/a\u200d.txt', 't/a (2).txt']],
  ['a file that is a folder too', [['a'], ['a', 'b'], ['a', 'c']], ['t/a', 't/a (2)/b', 't/a (2)/c']],
  [
    'folders of two cases',
    [
      ['A', 'x'],
      ['a', 'x'],
    ],
    ['t/A/x', 't/a (2)/x'],
  ],
  ['control and bidi characters', [['a\u0000b\u202Egpj.exe']], ['t/abgpj.exe']],
  ['like a part file', [['a.c0ffee00.part']], ['t/a.c0ffee00.part_']],
])('%s', (_, paths, safe) => {
  expect(safePaths(torrent('t', ...paths))).toEqual(safe)
})

test('a single file and the folder of the torrent are safe too', () => {
  expect(safePaths({ ...torrent('../nul'), isFolder: false })).toEqual(['_nul'])
  expect(safePaths(torrent('..', ['a']))).toEqual(['file/a'])
})

test('long names and deep folders are cut', () => {
  const [long, other, deep] = safePaths(
    torrent(
      't',
      [`${'x'.repeat(300)}.txt`],
      [`${'x'.repeat(299)}.txt`],
      Array.from({ length: 70 }, (_, i) => `d${i}`),
    ),
  )
  expect(long).toBe(`t/${'x'.repeat(56)}.txt`)
  expect(other).toBe(`t/${'x'.repeat(52)} (2).txt`)
  expect(deep?.split('/')).toHaveLength(11)
})

test('ten thousand files of one name are told apart in no time', () => {
  const paths = safePaths(torrent('t', ...Array.from({ length: 10_000 }, () => ['a.txt'])))
  expect(new Set(paths).size).toBe(10_000)
  expect(paths.at(-1)).toBe('t/a (10000).txt')
})

const part = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '..',
    '.',
    '',
    '/',
    '\\',
    'C:',
    'a',
    'A',
    'a ',
    'a.',
    'CON',
    'con.txt',
    'a (2)',
    'ﬁ',
    'FI',
    'ß',
    'SS',
    'ı',
    'I',
  ),
)

test('any paths land inside their folder, each in a place of its own on every file system, always the same', () => {
  const paths = fc.array(fc.array(part, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(part, paths, (name, given) => {
      const safe = safePaths(torrent(name, ...given))
      const [top] = safe[0]!.split('/')
      const taken = new Map<string, string>()
      for (const path of safe) {
        expect(posix.normalize(path)).toBe(path)
        expect(win32.normalize(path)).toBe(path.replaceAll('/', '\\'))
        expect(path.startsWith(`${top}/`)).toBe(true)
        expect(path).not.toMatch(/(^|\/)(\.|\s|con[./]|con$)|[\p{Cc}\\:*?"<>|]|[.\s](\/|$)/iu)
        expect(Buffer.byteLength(path)).toBeLessThan(3000)
        for (const [i, key] of prefixesOf(path.normalize('NFC').toLowerCase())) {
          const real = path.split('/').slice(0, i).join('/')
          const kind = key === path.normalize('NFC').toLowerCase() ? `file ${path}` : `folder ${real}`
          expect(taken.get(key) ?? kind).toBe(kind)
          taken.set(key, kind)
        }
      }
      expect(new Set(safe).size).toBe(safe.length)
      expect(safePaths(torrent(name, ...given))).toEqual(safe)
    }),
    { numRuns: 300 },
  )
})

function prefixesOf(path: string): [number, string][] {
  const parts = path.split('/')
  return parts.map((_, i) => [i + 1, parts.slice(0, i + 1).join('/')])
}
