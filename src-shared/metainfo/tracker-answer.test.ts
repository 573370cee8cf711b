import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAddress, parseAddress } from '../swarm/address.ts'
import { encodeCompact } from '../wire/compact-address.ts'
import { bytesOf } from '../wire/message-samples.ts'
import { type Bencodable, encodeBencode } from './bencode.ts'
import { readCompactPeers, readTrackerAnswer } from './tracker-answer.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (entries: Record<string, Bencodable>) => readTrackerAnswer(encodeBencode(new Map(Object.entries(entries))))
const entry = (ip: Bencodable, port: Bencodable) => new Map(Object.entries({ ip, port, 'peer id': 'x'.repeat(20) }))
const nothing = {
  intervalSec: null,
  minIntervalSec: null,
  seeders: null,
  leechers: null,
  peers: [],
  warning: null,
  trackerId: null,
}

test('an answer has all that BEP 3, 7 and 23 know', () => {
  const answer = read({
    complete: 3,
    incomplete: 4,
    downloaded: 9,
    interval: 1800,
    'min interval': 60,
    peers: bytesOf('7f000001 1388 0a000001 0001'),
    peers6: bytesOf('00000000000000000000000000000001 1388'),
    'tracker id': 'abc',
    'warning message': 'Soon closed.',
  })
  expect(answer).toEqual({
    intervalSec: 1800,
    minIntervalSec: 60,
    seeders: 3,
    leechers: 4,
    peers: ['127.0.0.1:5000', '10.0.0.1:1', '[::1]:5000'],
    warning: 'Soon closed.',
    trackerId: bytes('abc'),
  })
})

test('peers may come as dictionaries, IPv4 and IPv6, but not by name', () => {
  const peers = [entry('10.0.0.1', 5000), entry('2001:DB8::7', 1), entry('::ffff:10.0.0.2', 2), entry('example.org', 3)]
  expect(read({ peers })).toMatchObject({ peers: ['10.0.0.1:5000', '[2001:db8::7]:1', '10.0.0.2:2'] })
  const odd = [7, entry('10.0.0.1', 0), entry('10.0.0.1', 65536), entry(7, 1), new Map(), entry('10.0.0.1\n', 1)]
  expect(read({ peers: odd })).toMatchObject({ peers: ['10.0.0.1:1'] })
})

test('what is missing, of another type or out of range is as if it was not told', () => {
  expect(read({})).toEqual(nothing)
  const odd = { interval: -1, complete: 'x', incomplete: 2 ** 31, peers: 7, 'tracker id': 'x'.repeat(257) }
  expect(read({ ...odd, 'warning message': '' })).toEqual(nothing)
})

test('keys in any order and bytes after the end are read all the same', () => {
  expect(readTrackerAnswer(bytes('d5:peers0:8:intervali5e8:completei1ee\r\n'))).toEqual({
    ...nothing,
    intervalSec: 5,
    seeders: 1,
  })
})

test('a refusal is its reason, cleaned and capped', () => {
  expect(read({ 'failure reason': 'not \u202Ehere\n', interval: 5 })).toEqual({ failure: 'not here' })
  expect(read({ 'failure reason': 7 })).toEqual({ failure: '' })
  expect(read({ 'failure reason': 'x'.repeat(9000) })).toEqual({ failure: `${'x'.repeat(299)}…` })
})

test.each(['', 'hello', '<html>', 'le', 'i7e', 'd8:interval', '4:spam'])('%j is no answer', (body) => {
  expect(readTrackerAnswer(bytes(body))).toBeUndefined()
})

describe('of the peers', () => {
  const crowd = (host: string) => Array.from({ length: 900 }, (_, i) => formatAddress(host, 1 + i))
  const ipv4 = encodeCompact(crowd('10.0.0.1'), 'ipv4')
  const ipv6 = encodeCompact(crowd('::1'), 'ipv6')

  test('at most 200 are taken', () => {
    expect(readCompactPeers(ipv4, 'ipv4')).toHaveLength(200)
    expect(read({ peers: ipv4, peers6: ipv6 })).toMatchObject({ peers: { length: 200 } })
    const peers = Array.from({ length: 900 }, (_, i) => entry('10.0.0.1', 1 + i))
    expect(read({ peers })).toMatchObject({ peers: { length: 200 } })
  })

  test('those with port 0 are left out, and one that comes again counts once', () => {
    expect(readCompactPeers(bytesOf('7f000001 0000 7f000001 1388 7f000001 1388 0a'), 'ipv4')).toEqual([
      '127.0.0.1:5000',
    ])
    expect(read({ peers: [entry('10.0.0.1', 1), entry('10.0.0.1', 1)] })).toMatchObject({ peers: { length: 1 } })
  })
})

test('any bytes give an answer within its bounds, a refusal, or none', () => {
  const real = encodeBencode(
    new Map<string, Bencodable>([
      ['interval', 1800],
      ['peers', [entry('10.0.0.1', 5000)]],
      ['peers6', bytesOf('00000000000000000000000000000001 1388')],
      ['warning message', 'x'],
    ]),
  )
  const mutated = fc
    .tuple(fc.nat(real.length - 1), fc.nat(255), fc.nat(real.length))
    .map(([at, value, length]) => Uint8Array.from(real, (byte, i) => (i === at ? value : byte)).subarray(0, length))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), mutated), (body) => {
      const answer = readTrackerAnswer(body)
      if (!answer || 'failure' in answer) return
      expect(answer.peers.length).toBeLessThanOrEqual(200)
      for (const address of answer.peers) expect(parseAddress(address)).toMatchObject({ ok: true, address })
    }),
    { numRuns: 2000 },
  )
})
