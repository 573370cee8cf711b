import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bencodable, BencodeError, encodeBencode } from './bencode.ts'
import { readMetainfo, withTrackers, wrapInfo, writeMetainfo } from './metainfo.ts'
import { MetainfoError } from './metainfo-error.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array) => new TextDecoder().decode(value)
const hashes = (count: number) => Uint8Array.from({ length: 20 * count }, (_, i) => 97 + Math.floor(i / 20))

// Stands for SHA-1: what matters here is which bytes it is given.
const hashed: string[] = []
const sha1 = (input: Uint8Array) => {
  hashed.push(text(input))
  return new Uint8Array(20).fill(0xab)
}

const goodInfo = { length: 50_000, name: 'picture.bmp', 'piece length': 32_768, pieces: hashes(2) }
const torrent = (info: Record<string, Bencodable>, outer: Record<string, Bencodable> = {}) =>
  encodeBencode(new Map(Object.entries({ ...outer, info: new Map(Object.entries(info)) })))
const read = (input: Uint8Array) => readMetainfo(input, sha1)

test('what was written reads the same', () => {
  const metainfo = read(
    writeMetainfo({
      name: 'picture.bmp',
      lengthBytes: 50_000,
      pieceLengthBytes: 32_768,
      pieceHashes: hashes(2),
      trackers: [['http://127.0.0.1:6969/announce']],
      createdBy: 'Swarmscope 0.1.0',
    }),
  )
  expect(metainfo).toMatchObject({
    infoHash: 'ab'.repeat(20),
    name: 'picture.bmp',
    lengthBytes: 50_000,
    pieceLengthBytes: 32_768,
    pieceCount: 2,
    files: [{ path: ['picture.bmp'], lengthBytes: 50_000, isPadding: false }],
    isFolder: false,
    trackers: [['http://127.0.0.1:6969/announce']],
    isPrivate: false,
  })
  expect(text(metainfo.pieceHash(0))).toBe('a'.repeat(20))
  expect(text(metainfo.pieceHash(1))).toBe('b'.repeat(20))
  expect(() => metainfo.pieceHash(2)).toThrow(RangeError)
})

test('a torrent is written with sorted keys and nothing that changes from one time to the next', () => {
  const written = writeMetainfo({
    name: 'a',
    lengthBytes: 3,
    pieceLengthBytes: 16_384,
    pieceHashes: hashes(1),
    createdBy: 'me',
  })
  expect(text(written)).toBe(
    'd10:created by2:me4:infod6:lengthi3e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee',
  )
})

test('the info hash is of the bytes as they came, with keys that we do not know', () => {
  const info = 'd6:lengthi3e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaa7:privatei1e6:sourcel1:xee'
  const metainfo = read(bytes(`d4:info${info}5:nodesi0ee`))
  expect(hashed.at(-1)).toBe(info)
  expect(text(metainfo.infoBytes)).toBe(info)
  expect(metainfo.isPrivate).toBe(true)
  expect(metainfo.trackers).toEqual([])
})

test('what is kept does not change with the bytes it was read from', () => {
  const input = torrent(goodInfo)
  const metainfo = read(input)
  input.fill(0)
  expect(text(metainfo.pieceHash(0))).toBe('a'.repeat(20))
  expect(text(metainfo.infoBytes)).toContain('picture.bmp')
})

test('a torrent of several files lists them in order', () => {
  const file = (length: number, ...path: string[]) => new Map<string, Bencodable>(Object.entries({ length, path }))
  const { length: _, ...info } = goodInfo
  const metainfo = read(
    torrent({ ...info, files: [file(40_000, 'a', 'b.txt'), file(0, 'empty'), file(10_000, 'c.txt')] }),
  )
  expect(metainfo.lengthBytes).toBe(50_000)
  expect(metainfo.files).toEqual([
    { path: ['a', 'b.txt'], lengthBytes: 40_000, isPadding: false },
    { path: ['empty'], lengthBytes: 0, isPadding: false },
    { path: ['c.txt'], lengthBytes: 10_000, isPadding: false },
  ])
  expect(metainfo.isFolder).toBe(true)
})

test('a folder and a private torrent read as they were written', () => {
  const files = [
    { path: ['ä', 'b.txt'], lengthBytes: 40_000 },
    { path: ['c'], lengthBytes: 10_000 },
  ]
  const written = writeMetainfo({
    name: 'course',
    files,
    lengthBytes: 50_000,
    pieceLengthBytes: 32_768,
    pieceHashes: hashes(2),
    isPrivate: true,
    createdBy: 'me',
  })
  expect(read(written)).toMatchObject({ name: 'course', files, isFolder: true, isPrivate: true, lengthBytes: 50_000 })
})

test('an info dictionary is wrapped as it is, with its trackers', () => {
  const info = encodeBencode(new Map(Object.entries({ ...goodInfo, 'unknown to us': 1 })))
  const trackers = [['http://a/announce'], ['http://b/announce']]
  const wrapped = wrapInfo(info, { trackers, createdBy: 'me' })
  expect(read(wrapped)).toMatchObject({ infoBytes: info, trackers })
  expect(text(wrapped)).toContain('13:announce-listll17:http://a/announceel17:http://b/announceee')
  expect(text(wrapInfo(info, { trackers: [], createdBy: 'me' }))).toMatch(/^d10:created by2:me4:info/)
})

describe('the trackers of a torrent', () => {
  const trackersOf = (outer: Record<string, Bencodable>) => read(torrent(goodInfo, outer)).trackers

  test('are those of its list, in tiers, and without one its only tracker', () => {
    const list = [['udp://a:1', 'http://b'], ['https://c/announce?key=1']]
    expect(trackersOf({ announce: 'http://other', 'announce-list': list })).toEqual(list)
    expect(trackersOf({ announce: 'http://b' })).toEqual([['http://b']])
    expect(trackersOf({ announce: 'http://b', 'announce-list': [] })).toEqual([['http://b']])
    expect(trackersOf({ announce: 'http://b', 'announce-list': [['wss://x']] })).toEqual([['http://b']])
    expect(trackersOf({})).toEqual([])
  })

  test('are left out where they are no URLs that can be asked, or come again', () => {
    const list = [
      ['wss://x', 'http://b', 7],
      [],
      'udp://a:1',
      [['http://c']],
      ['http://b', 'http://d\u202E', 'http://e'],
    ]
    expect(trackersOf({ 'announce-list': list })).toEqual([['http://b'], ['udp://a:1'], ['http://e']])
    expect(trackersOf({ announce: `http://${'x'.repeat(2048)}` })).toEqual([])
    expect(trackersOf({ announce: 7, 'announce-list': 7 })).toEqual([])
  })

  test('are 20 at most', () => {
    const many = Array.from({ length: 30 }, (_, i) => `http://t${i}`)
    expect(trackersOf({ 'announce-list': [many] })).toEqual([many.slice(0, 20)])
    expect(trackersOf({ 'announce-list': many.map((url) => [url]) })).toHaveLength(20)
    expect(trackersOf({ 'announce-list': [many.slice(0, 15), many.slice(15)] }).map((tier) => tier.length)).toEqual([
      15, 5,
    ])
  })

  test('are changed without a change of anything else', () => {
    const old = torrent(goodInfo, {
      announce: 'http://a',
      'announce-list': [['http://a'], ['http://b']],
      comment: 'hi',
    })
    const trackers = [['http://c', 'udp://d:1'], ['http://e']]
    const changed = withTrackers(old, trackers)
    expect(read(changed)).toMatchObject({ trackers, infoBytes: read(old).infoBytes })
    expect(text(changed)).toContain('7:comment2:hi')
    expect(text(withTrackers(old, []))).toMatch(/^d7:comment2:hi4:info/)
    expect(withTrackers(withTrackers(old, []), [['http://a'], ['http://b']])).toEqual(old)
    expect(() => withTrackers(bytes('de!'), [])).toThrow(BencodeError)
  })
})

test('hostile paths are kept for showing, cleaned and at most 64 names deep', () => {
  const { length: _, ...info } = goodInfo
  const pathOf = (...path: string[]) => {
    const file = new Map<string, Bencodable>(Object.entries({ length: 50_000, path }))
    return read(torrent({ ...info, files: [file] })).files[0]?.path
  }
  expect(pathOf('..', '.\u202E.', 'C:\\x', '')).toEqual(['..', '..', 'C:\\x', ''])
  expect(pathOf('x'.repeat(300))?.[0]).toHaveLength(255)
  expect(pathOf(...Array.from({ length: 70 }, (_, i) => `${i}`))?.slice(62)).toEqual(['62', '63_64_65_66_67_68_69'])
  expect(read(torrent({ ...goodInfo, name: '../../etc/passwd' })).name).toBe('../../etc/passwd')
})

test('padding is told apart (BEP 47)', () => {
  const { length: _, ...info } = goodInfo
  const file = (attr: string) =>
    new Map<string, Bencodable>(Object.entries({ attr, length: 25_000, path: ['.pad', '1'] }))
  expect(read(torrent({ ...info, files: [file('x'), file('hp')] })).files.map((f) => f.isPadding)).toEqual([
    false,
    true,
  ])
})

test('names are cleaned for showing', () => {
  expect(read(torrent({ ...goodInfo, name: 'photo\u202Egpj.exe\n' })).name).toBe('photogpj.exe')
})

test('a hybrid torrent is read by its version 1 part', () => {
  expect(read(torrent({ ...goodInfo, 'file tree': new Map(), 'meta version': 2 })).pieceCount).toBe(2)
})

describe('refused with a sentence', () => {
  const { pieces: _, ...withoutPieces } = goodInfo
  const { length: __, ...withoutLength } = goodInfo
  const { name: ___, ...withoutName } = goodInfo
  const path = (...parts: Bencodable[]) => [
    new Map<string, Bencodable>([
      ['length', 50_000],
      ['path', parts],
    ]),
  ]
  test.each<[string, Uint8Array, RegExp]>([
    ['a picture', bytes('\x89PNG'), /not a valid \.torrent file .*Choose another/],
    ['a list', bytes('le'), /not a \.torrent file/],
    ['no info', bytes('de'), /no info dictionary/],
    ['unsorted keys', bytes('d4:infod4:name1:a6:lengthi3eee'), /not sorted/],
    [
      'a version 2 torrent',
      torrent({ 'file tree': new Map(), 'meta version': 2, name: 'a', 'piece length': 16_384 }),
      /version 2 torrent.*hybrid/,
    ],
    ['no piece hashes', torrent(withoutPieces), /no piece hashes/],
    ['no name', torrent(withoutName), /no name/],
    ['piece length 0', torrent({ ...goodInfo, 'piece length': 0 }), /piece length is not between 1 byte and 64 MiB/],
    ['piece length over 64 MiB', torrent({ ...goodInfo, 'piece length': 2 ** 26 + 1 }), /64 MiB/],
    [
      'hashes not a multiple of 20',
      torrent({ ...goodInfo, pieces: new Uint8Array(39) }),
      /2 pieces need 40 bytes of hashes, it has 39/,
    ],
    ['a hash too many', torrent({ ...goodInfo, pieces: hashes(3) }), /2 pieces need 40 bytes of hashes, it has 60/],
    ['no length', torrent(withoutLength), /no length/],
    ['a negative length', torrent({ ...goodInfo, length: -1 }), /no length, or a negative one/],
    ['an empty file', torrent({ ...goodInfo, length: 0, pieces: '' }), /shares nothing/],
    ['a length beyond all hashes', torrent({ ...goodInfo, length: Number.MAX_SAFE_INTEGER }), /too large/],
    ['length and files both', torrent({ ...goodInfo, files: path('a') }), /does not say which files/],
    ['an empty list of files', torrent({ ...withoutLength, files: [] }), /does not say which files/],
    ['a file that is none', torrent({ ...withoutLength, files: [7] }), /is no file/],
    ['a file with no path', torrent({ ...withoutLength, files: path() }), /no usable name/],
    ['a path that is no text', torrent({ ...withoutLength, files: path('a', 7) }), /no usable name/],
    [
      'more than 10,000 files',
      torrent({ ...withoutLength, files: Array.from({ length: 10_001 }, () => path('a')).flat() }),
      /10001 files; 10000 is the most/,
    ],
    ['more than 10 MiB', new Uint8Array(10 * 1024 * 1024 + 1), /larger than 10 MiB/],
  ])('%s', (_, input, sentence) => {
    expect(() => read(input)).toThrow(MetainfoError)
    expect(() => read(input)).toThrow(sentence)
  })
})

test('a mutated torrent is read or refused, never another error', () => {
  const real = torrent(goodInfo, { announce: 'http://x' })
  fc.assert(
    fc.property(fc.nat(real.length - 1), fc.nat(255), fc.nat(real.length), (at, value, length) => {
      try {
        const mutated = Uint8Array.from(real, (byte, i) => (i === at ? value : byte))
        read(length > real.length / 2 ? mutated : mutated.subarray(0, length))
      } catch (error) {
        expect(error).toBeInstanceOf(MetainfoError)
      }
    }),
    { numRuns: 2000 },
  )
})
