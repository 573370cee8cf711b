import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from '../clean-text.ts'
import { toHex } from '../swarm/hex.ts'
import type { InfoHash, PeerId } from '../swarm/ids.ts'
import { bytesOf } from '../wire/message-samples.ts'
import {
  decodeUdpReply,
  decodeUdpRequest,
  encodeUdpReply,
  encodeUdpRequest,
  maxScrapedSwarms,
  type UdpAnnounceRequest,
  type UdpTrackerReply,
  type UdpTrackerRequest,
} from './udp-tracker.ts'

const infoHash = '0123456789abcdef0123456789abcdef01234567' as InfoHash
const peerId = toHex(new TextEncoder().encode('-SS0100-abcdefghijkl')) as PeerId
const announce: UdpAnnounceRequest = {
  kind: 'announce',
  connection: 0x0102030405060708n,
  transaction: 0xdeadbeef,
  infoHash,
  peerId,
  downloadedBytes: 5,
  leftBytes: 2 ** 40,
  uploadedBytes: Number.MAX_SAFE_INTEGER,
  event: 'started',
  key: 0xcafebabe,
  wanted: 50,
  port: 5000,
  urlData: '',
}
const announceBytes =
  `0102030405060708 00000001 deadbeef ${infoHash} ${peerId} 0000000000000005 0000010000000000 001fffffffffffff
  00000002 00000000 cafebabe 00000032 1388`.replaceAll(/\s+/g, ' ')

// Each message beside its bytes, written by hand from BEP 15.
const requests: [UdpTrackerRequest, string][] = [
  [{ kind: 'connect', transaction: 0x2a }, '0000041727101980 00000000 0000002a'],
  [announce, announceBytes],
  [
    { ...announce, event: null, wanted: null },
    announceBytes.replace('00000002 00000000', '00000000 00000000').replace('00000032', 'ffffffff'),
  ],
  [{ ...announce, event: 'completed' }, announceBytes.replace('00000002 0', '00000001 0')],
  [
    { ...announce, event: 'stopped', urlData: '/a?b' },
    `${announceBytes.replace('00000002 0', '00000003 0')} 02 04 2f613f62`,
  ],
  [
    { kind: 'scrape', connection: 2n ** 64n - 1n, transaction: 1, infoHashes: [infoHash, infoHash] },
    `ffffffffffffffff 00000002 00000001 ${infoHash} ${infoHash}`,
  ],
]
const replies: [UdpTrackerReply, string][] = [
  [{ kind: 'connect', transaction: 7, connection: 0xf102030405060708n }, '00000000 00000007 f102030405060708'],
  [
    { kind: 'announce', transaction: 7, intervalSec: 1800, leechers: 2, seeders: 1, peers: bytesOf('7f000001 1388') },
    '00000001 00000007 00000708 00000002 00000001 7f000001 1388',
  ],
  [
    { kind: 'scrape', transaction: 7, swarms: [{ seeders: 3, completed: 2, leechers: 1 }] },
    '00000002 00000007 00000003 00000002 00000001',
  ],
  [{ kind: 'error', transaction: 7, message: 'No.' }, '00000003 00000007 4e6f2e'],
]

test.each(requests)('request %# has the bytes of BEP 15', (request, hex) => {
  expect(toHex(encodeUdpRequest(request))).toBe(hex.replaceAll(' ', ''))
  expect(decodeUdpRequest(bytesOf(hex))).toEqual(request)
})

test.each(replies)('reply %# has the bytes of BEP 15', (reply, hex) => {
  expect(toHex(encodeUdpReply(reply))).toBe(hex.replaceAll(' ', ''))
  expect(decodeUdpReply(bytesOf(hex))).toEqual(reply)
})

describe('a request from the network', () => {
  test('is none when it is cut anywhere', () => {
    for (const [request, hex] of requests) {
      const whole = bytesOf(hex)
      const least = { connect: 16, announce: 98, scrape: 16 }[request.kind]
      for (let length = 0; length < least; length++) expect(decodeUdpRequest(whole.subarray(0, length))).toBeUndefined()
      for (let length = least; length <= whole.length; length++) {
        expect(decodeUdpRequest(whole.subarray(0, length))).toBeDefined()
      }
    }
  })

  test('is none without the number of the protocol, or with another action', () => {
    expect(decodeUdpRequest(bytesOf('0000041727101981 00000000 0000002a'))).toBeUndefined()
    expect(decodeUdpRequest(bytesOf('0000041727101980 00000003 0000002a'))).toBeUndefined()
  })

  test('may count more than a number holds, as a client does that does not know what is left', () => {
    const unknown = announceBytes.replace('0000010000000000', 'ffffffffffffffff')
    expect(decodeUdpRequest(bytesOf(unknown))).toMatchObject({ leftBytes: Number.MAX_SAFE_INTEGER })
  })

  test('with an event of its own invention is a regular one, and less than no peers leaves it to the tracker', () => {
    const odd = announceBytes.replace('00000002 00000000', '00000009 00000000').replace('00000032', '80000000')
    expect(decodeUdpRequest(bytesOf(odd))).toMatchObject({ event: null, wanted: null })
  })

  test('has its path and query read from any options, which may be cut off', () => {
    const dataOf = (options: string) => {
      const request = decodeUdpRequest(bytesOf(`${announceBytes} ${options}`))
      return request?.kind === 'announce' ? request.urlData : undefined
    }
    expect(dataOf('01 01 02 02 2f61 07 03 ffffff 02 01 62 00 02 01 63')).toBe('/ab')
    expect(dataOf('02')).toBe('')
    expect(dataOf('02 ff 2f61')).toBe('/a')
    expect(dataOf('02 03 2f0a61')).toBe('/a')
    expect(dataOf(`02 ff ${'61'.repeat(255)} `.repeat(20))).toBe('a'.repeat(2048))
  })

  test('asks for at most 74 swarms', () => {
    const infoHashes = Array.from({ length: 100 }, () => infoHash)
    const scrape = encodeUdpRequest({ kind: 'scrape', connection: 1n, transaction: 1, infoHashes })
    expect(decodeUdpRequest(scrape)).toMatchObject({ infoHashes: { length: maxScrapedSwarms } })
    const longer = new Uint8Array(16 + 20 * 100)
    longer.set(scrape)
    expect(decodeUdpRequest(longer)).toMatchObject({ infoHashes: { length: maxScrapedSwarms } })
  })
})

describe('a reply from the network', () => {
  test('is none when it is cut before its end', () => {
    for (const [reply, hex] of replies) {
      const whole = bytesOf(hex)
      const least = { connect: 16, announce: 20, scrape: 8, error: 8 }[reply.kind]
      for (let length = 0; length < least; length++) expect(decodeUdpReply(whole.subarray(0, length))).toBeUndefined()
    }
    expect(decodeUdpReply(bytesOf('00000004 00000007 0000000000000000'))).toBeUndefined()
  })

  test('keeps its peers when the datagram is written over', () => {
    const datagram = bytesOf(replies[1]![1])
    const reply = decodeUdpReply(datagram)
    datagram.fill(0)
    expect(reply).toEqual(replies[1]![0])
  })

  test('has its message cleaned and capped', () => {
    const text = new TextEncoder().encode(`no\u202Eway\n${'x'.repeat(60_000)}`)
    const datagram = new Uint8Array(8 + text.length)
    datagram.set(bytesOf('00000003 00000007'))
    datagram.set(text, 8)
    expect(decodeUdpReply(datagram)).toMatchObject({ message: `noway${'x'.repeat(494)}…` })
  })

  test('counts at most 74 swarms', () => {
    const datagram = new Uint8Array(8 + 12 * 100)
    datagram[3] = 2
    expect(decodeUdpReply(datagram)).toMatchObject({ swarms: { length: maxScrapedSwarms } })
  })
})

test.each([
  [{ ...announce, port: 65536 }],
  [{ ...announce, transaction: -1 }],
  [{ ...announce, key: 2 ** 32 }],
  [{ ...announce, leftBytes: 0.5 }],
  [{ ...announce, leftBytes: 2 ** 53 }],
  [{ ...announce, wanted: 2 ** 31 }],
  [{ ...announce, connection: 2n ** 64n }],
])('a number that does not fit is our own mistake: %#', (request) => {
  expect(() => encodeUdpRequest(request)).toThrow(RangeError)
})

const any32 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const any64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const anyHash = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => toHex(bytes) as InfoHash & PeerId)
const anyRequest: fc.Arbitrary<UdpTrackerRequest> = fc.oneof(
  fc.record({ kind: fc.constant('connect' as const), transaction: any32 }),
  fc.record({
    kind: fc.constant('announce' as const),
    connection: any64,
    transaction: any32,
    infoHash: anyHash,
    peerId: anyHash,
    downloadedBytes: fc.maxSafeNat(),
    leftBytes: fc.maxSafeNat(),
    uploadedBytes: fc.maxSafeNat(),
    event: fc.constantFrom('started' as const, 'completed' as const, 'stopped' as const, null),
    key: any32,
    wanted: fc.option(fc.nat(2 ** 31 - 1)),
    port: fc.nat(65535),
    urlData: fc.webUrl().map((url) => url.slice(0, 2048)),
  }),
  fc.record({
    kind: fc.constant('scrape' as const),
    connection: any64,
    transaction: any32,
    infoHashes: fc.array(anyHash, { maxLength: maxScrapedSwarms }),
  }),
)
const anyReply: fc.Arbitrary<UdpTrackerReply> = fc.oneof(
  fc.record({ kind: fc.constant('connect' as const), transaction: any32, connection: any64 }),
  fc.record({
    kind: fc.constant('announce' as const),
    transaction: any32,
    intervalSec: any32,
    leechers: any32,
    seeders: any32,
    peers: fc.uint8Array(),
  }),
  fc.record({
    kind: fc.constant('scrape' as const),
    transaction: any32,
    swarms: fc.array(fc.record({ seeders: any32, completed: any32, leechers: any32 }), { maxLength: maxScrapedSwarms }),
  }),
  fc.record({
    kind: fc.constant('error' as const),
    transaction: any32,
    message: fc.string({ unit: 'binary' }).map((text) => cleanText(text, 500)),
  }),
)

test('any message reads as it was written', () => {
  fc.assert(
    fc.property(anyRequest, anyReply, (request, reply) => {
      expect(decodeUdpRequest(encodeUdpRequest(request))).toEqual(request)
      expect(decodeUdpReply(encodeUdpReply(reply))).toEqual(reply)
    }),
  )
})

test('any bytes give a message or none, and a message that was read can be written', () => {
  const near = fc.tuple(
    fc.constantFrom(...[...requests, ...replies].map(([, hex]) => bytesOf(hex))),
    fc.nat(200),
    fc.nat(255),
  )
  const mutated = near.map(([bytes, at, value]) => Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte)))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), (bytes) => {
      const request = decodeUdpRequest(bytes)
      if (request) expect(decodeUdpRequest(encodeUdpRequest(request))).toEqual(request)
      const reply = decodeUdpReply(bytes)
      if (reply) expect(decodeUdpReply(encodeUdpReply(reply))).toEqual(reply)
    }),
    { numRuns: 2000 },
  )
})
