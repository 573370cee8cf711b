import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bencodable, encodeBencode } from '../metainfo/bencode.ts'
import { formatAddress } from '../swarm/address.ts'
import type { Address } from '../swarm/ids.ts'
import { bytesOf } from './message-samples.ts'
import { decodePexMessage, encodePexMessage, type PexMessage, type PexPeer } from './pex-message.ts'
import { ProtocolError } from './protocol-error.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array) => new TextDecoder().decode(value)
const peerAt = (address: string, facts: Partial<PexPeer> = {}): PexPeer => ({
  address: address as Address,
  prefersEncryption: false,
  uploadOnly: false,
  reachable: false,
  ...facts,
})
const read = (entries: Record<string, Bencodable>) => decodePexMessage(encodeBencode(new Map(Object.entries(entries))))
const many = (count: number, start = 1) => Array.from({ length: count }, (_, i) => `10.0.0.1:${start + i}` as Address)

test('a message has the addresses and flags of BEP 11, IPv4 and IPv6 apart', () => {
  const message: PexMessage = {
    added: [
      peerAt('65.66.67.68:16705', { reachable: true, uploadOnly: true }),
      peerAt('[4142:4142:4142:4142:4142:4142:4142:4142]:16705', { prefersEncryption: true }),
    ],
    dropped: ['66.66.66.66:16962' as Address],
  }
  expect(text(encodePexMessage(message))).toBe(
    'd5:added6:ABCDAA7:added.f1:\x126:added618:ABABABABABABABABAA8:added6.f1:\x017:dropped6:BBBBBB8:dropped60:e',
  )
  expect(decodePexMessage(encodePexMessage(message))).toEqual(message)
})

test('a message of another client needs no more than one of the lists', () => {
  expect(read({ dropped6: bytesOf('00000000000000000000000000000001 1388') })).toEqual({
    added: [],
    dropped: ['[::1]:5000'],
  })
  expect(read({ added: bytesOf('7f000001 1388') }).added).toEqual([peerAt('127.0.0.1:5000')])
})

test('port 0 is skipped, and the flags after it stay with their peers', () => {
  const added = bytesOf('7f000001 0000 7f000001 1388')
  expect(read({ added, 'added.f': bytesOf('01 12') }).added).toEqual([
    peerAt('127.0.0.1:5000', { uploadOnly: true, reachable: true }),
  ])
})

test('fields of a wrong type are as if not there, and a repeated address counts once', () => {
  const twice = bytesOf('7f000001 1388 7f000001 1388')
  const message = read({ added: twice, 'added.f': 7, added6: [], dropped: twice, dropped6: new Map() })
  expect(message).toEqual({ added: [peerAt('127.0.0.1:5000')], dropped: ['127.0.0.1:5000'] })
})

test('at most 50 are sent of each, and at most 50 of each kind of address are taken', () => {
  const sent = encodePexMessage({ added: many(60).map((address) => peerAt(address)), dropped: many(60, 100) })
  expect(decodePexMessage(sent).added.map((peer) => peer.address)).toEqual(many(50))
  expect(decodePexMessage(sent).dropped).toEqual(many(50, 100))
  const mixed = many(60).map((address, i) => (i % 2 === 0 ? address : formatAddress('::1', 1 + i)))
  const both = decodePexMessage(encodePexMessage({ added: mixed.map((address) => peerAt(address)), dropped: mixed }))
  expect([both.added.length, both.dropped.length]).toEqual([50, 50])
  const crowd = (length: number) => Uint8Array.from({ length: 900 * length }, (_, i) => (i * 31 + i / 256) % 251)
  const taken = read({ added: crowd(6), added6: crowd(18), dropped: crowd(6), dropped6: crowd(18) })
  expect(taken.added).toHaveLength(100)
  expect(taken.dropped).toHaveLength(100)
})

test.each(['', 'hello', 'le', 'de!', 'd5:added6:ABC'])('%j is a broken rule', (payload) => {
  expect(() => decodePexMessage(bytes(payload))).toThrow(/^bad-extended: /)
})

const anyAddress = fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 65535 })).map(([host, port]) => {
  return formatAddress(host, port)
})
const anyMessage: fc.Arbitrary<PexMessage> = fc.record({
  added: fc.uniqueArray(
    fc.record({
      address: anyAddress,
      prefersEncryption: fc.boolean(),
      uploadOnly: fc.boolean(),
      reachable: fc.boolean(),
    }),
    { maxLength: 50, selector: (peer) => peer.address },
  ),
  dropped: fc.uniqueArray(anyAddress, { maxLength: 50 }),
})

test('any message reads as it was written, IPv4 first', () => {
  const isIpv6 = (address: Address) => address.startsWith('[')
  fc.assert(
    fc.property(anyMessage, (message) => {
      const { added, dropped } = decodePexMessage(encodePexMessage(message))
      const expected = [...message.added].sort((a, b) => Number(isIpv6(a.address)) - Number(isIpv6(b.address)))
      expect(added).toEqual(expected)
      expect(dropped).toEqual([...message.dropped].sort((a, b) => Number(isIpv6(a)) - Number(isIpv6(b))))
    }),
  )
})

test('a message that is cut anywhere, random bytes and mutated ones give a message or a ProtocolError', () => {
  const real = encodePexMessage({
    added: [peerAt('10.0.0.1:5000'), peerAt('[::1]:5000')],
    dropped: ['10.0.0.2:5000' as Address],
  })
  const cut = fc.nat(real.length - 1).map((length) => real.subarray(0, length))
  const mutated = fc
    .tuple(fc.nat(real.length - 1), fc.nat(255))
    .map(([at, value]) => Uint8Array.from(real, (byte, i) => (i === at ? value : byte)))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), cut, mutated), (payload) => {
      try {
        decodePexMessage(payload)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
    { numRuns: 2000 },
  )
})
