import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bencodable, decodeBencode, encodeBencode } from '../metainfo/bencode.ts'
import type { LinkFigures, LinkReport } from '../swarm/events.ts'
import { toHex } from '../swarm/hex.ts'
import type { Address, PeerId } from '../swarm/ids.ts'
import { maxExtendedLength } from './extended.ts'
import {
  decodeFigures,
  decodeNumbers,
  encodeFigures,
  encodeNumbers,
  maxReportedLinks,
  readReports,
  reportLine,
} from './link-lines.ts'
import { encodeTrackerMessage } from './tracker-message.ts'

const idBytes = new Uint8Array(20).fill(0x61)
const figures: LinkFigures = {
  number: 258,
  amChoking: true,
  amInterested: false,
  peerChoking: false,
  peerInterested: true,
  downBytesPerSec: 65_536,
  upBytesPerSec: 3,
}
const report: LinkReport = {
  ...figures,
  dialler: '127.0.0.1:5001' as Address,
  acceptor: '127.0.0.1:7001' as Address,
  dialled: true,
  remote: toHex(idBytes) as PeerId,
  encryption: 'handshake',
}

const onWire = (lines: readonly Bencodable[]) => {
  const read = decodeBencode(encodeBencode(lines))
  return Array.isArray(read) ? readReports(read) : expect.unreachable()
}
const line = (changes: Record<string, Bencodable> = {}) =>
  new Map<string, Bencodable>([...reportLine(report), ...Object.entries(changes)])

test('a link is one dictionary with a letter a field, and its flags and rates 13 bytes', () => {
  expect(toHex(encodeFigures([figures]))).toBe('00000102' + '09' + '00010000' + '00000003')
  const text = new TextDecoder('latin1').decode(encodeBencode(reportLine(report)))
  expect(text).toBe(
    'd1:a14:127.0.0.1:70011:c14:127.0.0.1:50011:di1e1:ei1e1:f13:\0\0\x01\x02\x09\0\x01\0\0\0\0\0\x031:i20:aaaaaaaaaaaaaaaaaaaae',
  )
  expect(toHex(encodeNumbers([1, 2 ** 32 - 1]))).toBe('00000001ffffffff')
})

test.each([
  ['no acceptor', { a: 7 }],
  ['a name for an address', { a: 'example.org:80' }],
  ['a port out of range', { c: '127.0.0.1:99999' }],
  ['neither end as dialler', { d: 2 }],
  ['an unknown encryption', { e: 3 }],
  ['figures cut short', { f: new Uint8Array(12) }],
  ['figures of two', { f: encodeFigures([figures, figures]) }],
  ['unknown flags', { f: Uint8Array.of(0, 0, 0, 1, 16, 0, 0, 0, 0, 0, 0, 0, 0) }],
  ['half a peer id', { i: idBytes.subarray(10) }],
])('a line with %s is dropped, the others stay', (_, changes) => {
  expect(onWire([line(changes), line()])).toEqual([report])
})

test('what is no line is dropped, and addresses are brought to their one spelling', () => {
  expect(onWire([7, 'x', line({ c: '[0:0:0:0:0:0:0:1]:5001' })])).toEqual([{ ...report, dialler: '[::1]:5001' }])
})

test('figures and numbers that are cut off are left out', () => {
  expect(decodeFigures(encodeFigures([figures, figures]).subarray(0, 25))).toEqual([figures])
  expect(decodeNumbers(encodeNumbers([1, 2]).subarray(0, 7))).toEqual([1])
})

test('a rate beyond 4 bytes is told as the highest there is', () => {
  const [read] = decodeFigures(encodeFigures([{ ...figures, downBytesPerSec: 2 ** 40 }]))
  expect(read?.downBytesPerSec).toBe(2 ** 32 - 1)
})

test('at most 200 are read in each way, whoever sent them', () => {
  const many = maxReportedLinks + 1
  expect(onWire(new Array<Bencodable>(many).fill(line()))).toHaveLength(maxReportedLinks)
  expect(decodeFigures(new Uint8Array(13 * many))).toHaveLength(maxReportedLinks)
  expect(decodeNumbers(new Uint8Array(4 * many))).toHaveLength(maxReportedLinks)
})

test('200 of the longest in each way fit into one message', () => {
  const longest = `[${'1234:'.repeat(7)}1234]:65535` as Address
  const opened = new Array<LinkReport>(maxReportedLinks).fill({ ...report, dialler: longest, acceptor: longest })
  const gone = new Array<number>(maxReportedLinks).fill(2 ** 32 - 1)
  const message = { kind: 'links', gone, opened, told: opened } as const
  expect(encodeTrackerMessage(message).length).toBeLessThanOrEqual(maxExtendedLength)
})

const anyRate = fc.nat({ max: 2 ** 32 - 1 })
const anyFigures: fc.Arbitrary<LinkFigures> = fc.record({
  number: fc.nat({ max: 2 ** 32 - 1 }),
  amChoking: fc.boolean(),
  amInterested: fc.boolean(),
  peerChoking: fc.boolean(),
  peerInterested: fc.boolean(),
  downBytesPerSec: anyRate,
  upBytesPerSec: anyRate,
})
const anyAddress = fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65535 })).map((parts) => parts.join(':') as Address)
const anyReport: fc.Arbitrary<LinkReport> = fc
  .tuple(anyFigures, anyAddress, anyAddress, fc.boolean(), fc.uint8Array({ minLength: 20, maxLength: 20 }))
  .map(([numbers, dialler, acceptor, dialled, id]) => {
    return { ...numbers, dialler, acceptor, dialled, remote: toHex(id) as PeerId, encryption: 'none' }
  })

test('any reports and figures read as they were written', () => {
  fc.assert(
    fc.property(fc.array(anyReport, { maxLength: 20 }), (reports) => {
      expect(onWire(reports.map(reportLine))).toEqual(reports)
    }),
  )
  fc.assert(
    fc.property(fc.array(anyFigures, { maxLength: 20 }), (all) => {
      expect(decodeFigures(encodeFigures(all))).toEqual(all)
    }),
  )
})

test('any bytes give figures in range, and no more than they can hold', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const read = decodeFigures(bytes)
      expect(read.length).toBeLessThanOrEqual(bytes.length / 13)
      expect(decodeFigures(encodeFigures(read))).toEqual(read)
    }),
  )
})
