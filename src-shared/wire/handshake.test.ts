import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex } from '../swarm/hex.ts'
import type { InfoHash, PeerId } from '../swarm/ids.ts'
import {
  decodeHandshake,
  encodeHandshake,
  handshakeLength,
  looksLikeHandshake,
  supportsExtended,
  supportsFast,
} from './handshake.ts'
import { HandshakeReader } from './handshake-reader.ts'
import { ProtocolError } from './protocol-error.ts'

const infoHash = '0102030405060708090a0b0c0d0e0f1011121314' as InfoHash
const peerId = '2d5353303130302d616263646566303132333435' as PeerId
const bytes = encodeHandshake({ infoHash, peerId })

test('a handshake is the protocol string, the bits of BEP 6 and 10 alone, the info hash and the peer id', () => {
  expect(toHex(bytes)).toBe(`13426974546f7272656e742070726f746f636f6c${'0000000000100004'}${infoHash}${peerId}`)
})

test('reading gives back what was written', () => {
  const handshake = decodeHandshake(bytes)
  expect(handshake).toEqual({ reserved: fromHex('0000000000100004'), infoHash, peerId })
  expect(supportsExtended(handshake)).toBe(true)
  expect(supportsFast(handshake)).toBe(true)
})

test('a handshake with other reserved bits is no promise of BEP 6 or BEP 10', () => {
  const other = bytes.slice()
  other.set(fromHex('ffffffffffeffffb'), 20)
  expect(supportsExtended(decodeHandshake(other))).toBe(false)
  expect(supportsFast(decodeHandshake(other))).toBe(false)
})

test('another protocol string and missing bytes are named', () => {
  expect(() => decodeHandshake(new TextEncoder().encode('GET / HTTP/1.1'))).toThrow(/not-bittorrent/)
  expect(() => decodeHandshake(bytes.subarray(0, 67))).toThrow(/handshake-truncated.*68.*67/)
})

test('every beginning of a handshake looks like one, and none does once one of its first 20 bytes differs', () => {
  for (let length = 0; length <= handshakeLength; length++) {
    expect(looksLikeHandshake(bytes.subarray(0, length))).toBe(true)
  }
  for (let wrong = 0; wrong < 20; wrong++) {
    const other = bytes.slice(0, wrong + 1)
    other[wrong]! ^= 1
    expect(looksLikeHandshake(other)).toBe(false)
  }
})

test('the reader finds the handshake however the stream is cut, and hands on what follows', () => {
  const stream = Uint8Array.from([...bytes, 9, 8, 7])
  for (let cut = 0; cut < handshakeLength; cut++) {
    const reader = new HandshakeReader()
    expect(reader.push(stream.subarray(0, cut))).toBeUndefined()
    const shaken = reader.push(stream.subarray(cut))
    expect(shaken?.handshake.peerId).toBe(peerId)
    expect([...(shaken?.rest ?? [])]).toEqual([9, 8, 7])
  }
})

test('the reader takes single bytes', () => {
  const reader = new HandshakeReader()
  const answers = Array.from(bytes, (byte) => reader.push(Uint8Array.of(byte)))
  expect(answers.slice(0, -1).every((answer) => answer === undefined)).toBe(true)
  expect(answers.at(-1)?.handshake.infoHash).toBe(infoHash)
})

test('the reader refuses another protocol at the first wrong byte', () => {
  const reader = new HandshakeReader()
  expect(reader.push(Uint8Array.of(19, 0x42))).toBeUndefined()
  expect(() => reader.push(Uint8Array.of(0x69, 0x54))).toThrow(ProtocolError)
  expect(() => new HandshakeReader().push(new TextEncoder().encode('H'))).toThrow(/not-bittorrent/)
})

test('random bytes give a handshake, a wait for more, or a ProtocolError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(20), (random, kept) => {
      const reader = new HandshakeReader()
      try {
        reader.push(bytes.subarray(0, kept))
        reader.push(random)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
  )
})
