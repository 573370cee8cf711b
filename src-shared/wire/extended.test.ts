import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bencodable, encodeBencode } from '../metainfo/bencode.ts'
import { decodeExtendedHandshake, encodeExtendedHandshake, maxExtendedLength } from './extended.ts'
import { ProtocolError } from './protocol-error.ts'

const uuid = '6d223864-9cd7-4327-ad02-7856d636af66'
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (value: string) => new TextEncoder().encode(value)
const read = (entries: Record<string, Bencodable>) =>
  decodeExtendedHandshake(encodeBencode(new Map(Object.entries(entries))))

test('our handshake is a sorted dictionary with our own part under ss', () => {
  const payload = encodeExtendedHandshake({
    m: { ss_tracker: 1 },
    v: 'Swarmscope 0.1.0',
    p: 5000,
    reqq: 500,
    lab: { uuid, name: 'Ada', profile: 'lab' },
  })
  expect(text(payload)).toBe(
    `d1:md10:ss_trackeri1ee1:pi5000e4:reqqi500e2:ssd1:n3:Ada1:p3:lab1:u36:${uuid}e1:v16:Swarmscope 0.1.0e`,
  )
})

test('reading gives back what was written', () => {
  const full = {
    m: { ss_tracker: 1, ut_pex: 2 },
    v: 'Swarmscope 0.1.0',
    p: 5000,
    reqq: 500,
    metadataSize: 31_235,
    uploadOnly: false,
    lab: { uuid, name: 'Zoë', profile: 'lab', wantsLinks: true },
  }
  expect(decodeExtendedHandshake(encodeExtendedHandshake(full))).toEqual(full)
  const silent = { ...full, lab: { ...full.lab, wantsLinks: false } }
  expect(decodeExtendedHandshake(encodeExtendedHandshake(silent))).toEqual(silent)
  expect(decodeExtendedHandshake(encodeExtendedHandshake({ m: {} }))).toEqual({ m: {} })
})

test('a handshake as another client sends it is understood, and its unknown keys are ignored', () => {
  const payload = bytes(
    'd12:complete_agoi1e1:md11:lt_donthavei7e10:share_modei8e11:upload_onlyi3e12:ut_holepunchi4e11:ut_metadatai2e6:ut_pexi1ee' +
      '13:metadata_sizei310e1:pi51413e4:reqqi500e11:upload_onlyi1e1:v18:qBittorrent/4.6.506:yourip4:\x7f\0\0\x01e',
  )
  expect(decodeExtendedHandshake(payload)).toEqual({
    m: { lt_donthave: 7, share_mode: 8, upload_only: 3, ut_holepunch: 4, ut_metadata: 2, ut_pex: 1 },
    p: 51413,
    reqq: 500,
    v: 'qBittorrent/4.6.50',
    metadataSize: 310,
    uploadOnly: true,
  })
})

test('known keys of a wrong type or range are ignored', () => {
  expect(read({ m: [], v: 7, p: 70000, reqq: -1, ss: 'x' })).toEqual({ m: {} })
  expect(
    read({
      m: new Map<string, Bencodable>([
        ['a', 256],
        ['b', 'x'],
        ['c', 0],
      ]),
      p: 0,
      reqq: 0,
    }),
  ).toEqual({ m: { c: 0 } })
  expect(
    read({
      ss: new Map([
        ['u', 'me'],
        ['n', 'Ada'],
        ['p', 'lab'],
      ]),
    }),
  ).toEqual({ m: {} })
  expect(
    read({
      ss: new Map([
        ['u', uuid],
        ['n', 'Ada'],
      ]),
    }),
  ).toEqual({ m: {} })
})

test('a length of the metadata is believed from 1 byte to 10 MiB', () => {
  expect(read({ metadata_size: 1 })).toEqual({ m: {}, metadataSize: 1 })
  expect(read({ metadata_size: 10 * 1024 * 1024 })).toEqual({ m: {}, metadataSize: 10 * 1024 * 1024 })
  for (const wrong of [0, -1, 10 * 1024 * 1024 + 1, '31235']) expect(read({ metadata_size: wrong })).toEqual({ m: {} })
})

test('upload_only says yes or no, or nothing that can be understood', () => {
  expect(text(encodeExtendedHandshake({ m: {}, uploadOnly: true }))).toBe('d1:mde11:upload_onlyi1ee')
  expect(read({ upload_only: 1 })).toEqual({ m: {}, uploadOnly: true })
  expect(read({ upload_only: 0 })).toEqual({ m: {}, uploadOnly: false })
  expect(read({ upload_only: -1 })).toEqual({ m: {} })
  expect(read({ upload_only: '1' })).toEqual({ m: {} })
})

test('texts are cleaned and capped, and no name of an extension reaches the prototype', () => {
  const handshake = read({
    m: new Map([
      ['__proto__', 5],
      ['x'.repeat(33), 6],
    ]),
    v: `evil\u202E\n${'x'.repeat(100)}`,
    ss: new Map([
      ['u', uuid.toUpperCase()],
      ['n', `\u0007${'n'.repeat(100)}`],
      ['p', 'lab'],
    ]),
  })
  expect(Object.entries(handshake.m)).toEqual([['__proto__', 5]])
  expect(handshake.v).toBe(`evil${'x'.repeat(59)}…`)
  expect(handshake.lab).toEqual({ uuid, name: `${'n'.repeat(63)}…`, profile: 'lab' })
})

test('a thousand extensions are cut to a few', () => {
  const many = new Map(Array.from({ length: 1000 }, (_, i) => [`x${i}`, 1] as const))
  expect(Object.keys(read({ m: many }).m)).toHaveLength(64)
})

test.each([
  ['nothing', ''],
  ['no bencoding', 'hello'],
  ['a list', 'le'],
  ['a dictionary with unsorted keys', 'd1:v1:x1:pi1ee'],
  ['bytes after the dictionary', 'de!'],
  ['a bomb of lists', 'l'.repeat(60_000)],
  ['a string longer than the input', 'd1:v99999999999:xe'],
])('%s is a broken rule', (_, payload) => {
  expect(() => decodeExtendedHandshake(bytes(payload))).toThrow(/^bad-extended: /)
})

test('a payload over 64 KiB is refused unread', () => {
  expect(() => decodeExtendedHandshake(new Uint8Array(maxExtendedLength + 1))).toThrow(/65537 bytes, at most 65536/)
})

test('random and mutated payloads give a handshake or a ProtocolError', () => {
  const real = encodeExtendedHandshake({ m: { ut_pex: 1 }, v: 'v', p: 1, lab: { uuid, name: 'n', profile: 'lab' } })
  const mutated = fc
    .tuple(fc.nat(real.length - 1), fc.nat(255))
    .map(([at, value]) => Uint8Array.from(real, (byte, i) => (i === at ? value : byte)))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), mutated), (payload) => {
      try {
        decodeExtendedHandshake(payload)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
    { numRuns: 2000 },
  )
})
