import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InfoHash, PeerId } from '../swarm/ids.ts'
import { tellFirstBytes } from './first-bytes.ts'
import { encodeHandshake } from './handshake.ts'

const handshake = encodeHandshake({ infoHash: '01'.repeat(20) as InfoHash, peerId: '02'.repeat(20) as PeerId })
const text = (line: string) => new TextEncoder().encode(line)
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']

test('a handshake is one once its first 20 bytes are there, and not before', () => {
  for (let length = 0; length < 20; length++) expect(tellFirstBytes(handshake.subarray(0, length))).toBeUndefined()
  for (let length = 20; length <= 68; length++) expect(tellFirstBytes(handshake.subarray(0, length))).toBe('peer')
})

test('what differs from a handshake in any of those 20 bytes is none', () => {
  for (let wrong = 0; wrong < 20; wrong++) {
    const other = handshake.slice()
    other[wrong]! ^= 1
    expect(tellFirstBytes(other.subarray(0, wrong + 1))).toBe('encrypted')
    expect(tellFirstBytes(other)).toBe('encrypted')
  }
})

test.each(methods)('%s is a request once its space is there, and not before', (method) => {
  const request = text(`${method} /announce?info_hash=%01 HTTP/1.1\r\n`)
  for (let length = 0; length <= method.length; length++) {
    expect(tellFirstBytes(request.subarray(0, length))).toBeUndefined()
  }
  for (let length = method.length + 1; length <= request.length; length++) {
    expect(tellFirstBytes(request.subarray(0, length))).toBe('http')
  }
})

test.each(['GEX', 'get ', 'GETS ', 'PAX', 'HTTP/1.1 200 OK', '\x16\x03\x01', '\x14BitTorrent protocol', '\0'])(
  '%j is neither, from the first byte that differs on',
  (line) => {
    expect(tellFirstBytes(text(line))).toBe('encrypted')
  },
)

test('random bytes are told apart, and once told the answer stays', () => {
  const starts = fc.constantFrom(new Uint8Array(0), handshake, ...methods.map((method) => text(`${method} `)))
  fc.assert(
    fc.property(starts, fc.nat(20), fc.uint8Array({ maxLength: 96 }), (start, kept, random) => {
      const bytes = Uint8Array.from([...start.subarray(0, kept), ...random])
      let told: ReturnType<typeof tellFirstBytes>
      for (let length = 0; length <= bytes.length; length++) {
        const now = tellFirstBytes(bytes.subarray(0, length))
        if (told) expect(now).toBe(told)
        told = now
      }
      if (bytes.length >= 20) expect(told).toBeDefined()
    }),
  )
})
