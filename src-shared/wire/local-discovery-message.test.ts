import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../swarm/hex.ts'
import type { InfoHash } from '../swarm/ids.ts'
import {
  type LocalAnnounce,
  maxLocalAnnounceBytes,
  readLocalAnnounce,
  writeLocalAnnounce,
} from './local-discovery-message.ts'

const one = '6d2238649cd74327ad027856d636af66deadbeef' as InfoHash
const two = 'f4e024e9026547baa5251c880a7a9a5d00000001' as InfoHash
const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes)

/** A datagram whose lines are these, after the first one. */
const datagram = (...lines: string[]) => bytesOf(`${['BT-SEARCH * HTTP/1.1', ...lines].join('\r\n')}\r\n\r\n\r\n`)

describe('a datagram that is written', () => {
  test('has the lines of BEP 14 in their order, for either group', () => {
    const announce = { port: 5000, infoHashes: [one, two], cookie: 'swarmscope-1' }
    expect(textOf(writeLocalAnnounce('ipv4', announce))).toBe(
      `BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 5000\r\nInfohash: ${one}\r\nInfohash: ${two}\r\ncookie: swarmscope-1\r\n\r\n\r\n`,
    )
    expect(textOf(writeLocalAnnounce('ipv6', { ...announce, cookie: null }))).toBe(
      `BT-SEARCH * HTTP/1.1\r\nHost: [ff15::efc0:988f]:6771\r\nPort: 5000\r\nInfohash: ${one}\r\nInfohash: ${two}\r\n\r\n\r\n`,
    )
  })

  test('is never longer than one that no network cuts up', () => {
    const infoHashes = Array.from({ length: 27 }, () => one)
    expect(() => writeLocalAnnounce('ipv4', { port: 5000, infoHashes, cookie: null })).toThrow(RangeError)
    const bytes = writeLocalAnnounce('ipv4', { port: 5000, infoHashes: infoHashes.slice(2), cookie: null })
    expect(bytes.length).toBeLessThanOrEqual(maxLocalAnnounceBytes)
  })
})

describe('a datagram that is read', () => {
  test.each([
    ['with other line ends', bytesOf(`BT-SEARCH * HTTP/1.1\nPort: 51413\nInfohash: ${one}\n\n`)],
    ['in another order', datagram(`Infohash: ${one}`, 'Port: 51413', 'Host: 239.192.152.143:6771')],
    ['in other letters', datagram('PORT:51413', `infoHASH :  ${one.toUpperCase()}  `)],
    ['with lines that nobody knows', datagram('X-Nonsense', 'Agent: x: y', 'Port: 51413', `Infohash: ${one}`)],
    ['with the comma of Transmission 4.0', datagram('Port: 51,413', `Infohash: ${one}`)],
    ['with the narrow space of other languages', datagram('Port: 51\u00e2\u0080\u00af413', `Infohash: ${one}`)],
    ['without its last empty lines', bytesOf(`bt-search * http/1.1\r\nPort: 51413\r\nInfohash: ${one}`)],
    ['with an info hash twice, and one that is none', datagram('Port: 51413', ...['0', one, one].map(infohash))],
    ['with the info hash of nothing', datagram('Port: 51413', infohash('0'.repeat(40)), infohash(one))],
  ])('may come %s', (_, bytes) => {
    expect(readLocalAnnounce(bytes)).toEqual({ port: 51_413, infoHashes: [one], cookie: null })
  })

  function infohash(text: string): string {
    return `Infohash: ${text}`
  }

  test('may tell of several torrents', () => {
    const { infoHashes, cookie } = readLocalAnnounce(datagram('Port: 1', infohash(one), infohash(two), 'Cookie: c'))!
    expect(infoHashes).toEqual([one, two])
    expect(cookie).toBe('c')
  })

  test('has a cookie that is not kept any longer than a cookie is, and none when it is empty', () => {
    expect(readLocalAnnounce(datagram('Port: 1', infohash(one), `cookie: ${'x'.repeat(900)}`))?.cookie).toHaveLength(60)
    expect(readLocalAnnounce(datagram('Port: 1', infohash(one), 'cookie: '))?.cookie).toBeNull()
  })

  test.each([
    ['has no info hash', datagram('Port: 5000')],
    ['has no port', datagram(infohash(one))],
    ['has port 0', datagram('Port: 0', infohash(one))],
    ['has too high a port', datagram('Port: 65536', infohash(one))],
    ['has a negative port', datagram('Port: -5000', infohash(one))],
    ['groups the port as nobody does', datagram('Port: 5,00', infohash(one))],
    ['groups the port twice', datagram('Port: 1,500,000', infohash(one))],
    ['asks for something else', bytesOf(`M-SEARCH * HTTP/1.1\r\nPort: 5000\r\nInfohash: ${one}\r\n\r\n`)],
    ['is of another version', bytesOf(`BT-SEARCH * HTTP/2.0\r\nPort: 5000\r\nInfohash: ${one}\r\n\r\n`)],
    ['is empty', new Uint8Array()],
    ['is too long', datagram('Port: 5000', infohash(one), 'x'.repeat(maxLocalAnnounceBytes))],
  ])('is none when it %s', (_, bytes) => {
    expect(readLocalAnnounce(bytes)).toBeUndefined()
  })

  test('tells no more than the whole when it was cut off anywhere', () => {
    const whole = writeLocalAnnounce('ipv4', { port: 51_413, infoHashes: [one, two], cookie: 'swarmscope-12' })
    const { infoHashes, cookie } = readLocalAnnounce(whole)!
    for (let length = 0; length < whole.length; length++) {
      const part = readLocalAnnounce(whole.subarray(0, length))
      for (const infoHash of part?.infoHashes ?? []) expect(infoHashes).toContain(infoHash)
      if (part) expect([part.port, cookie?.startsWith(part.cookie ?? '')]).toEqual([51_413, true])
    }
  })

  test('is what was written', () => {
    const announces: fc.Arbitrary<LocalAnnounce> = fc.record({
      port: fc.integer({ min: 1, max: 65_535 }),
      infoHashes: fc.uniqueArray(hexInfoHash(), { minLength: 1, maxLength: 24 }),
      cookie: fc.option(fc.stringMatching(/^[a-z0-9-]{1,40}$/)),
    })
    fc.assert(
      fc.property(announces, fc.constantFrom('ipv4' as const, 'ipv6' as const), (announce, family) => {
        expect(readLocalAnnounce(writeLocalAnnounce(family, announce))).toEqual(announce)
      }),
    )
  })

  test('is something that can be used, or nothing, whatever bytes come', () => {
    const lines = fc.array(
      fc.oneof(
        fc.constantFrom('Port: 5000', infohash(one), 'Port', ':', 'cookie: ', 'Infohash: \u00ff'),
        fc.string({ maxLength: 30 }),
      ),
    )
    const inputs = fc.oneof(
      fc.uint8Array({ maxLength: 1500 }),
      lines.map((given) => datagram(...given)),
    )
    fc.assert(
      fc.property(inputs, (bytes) => {
        const announce = readLocalAnnounce(bytes)
        if (!announce) return
        expect(announce.port).toBeGreaterThanOrEqual(1)
        expect(announce.port).toBeLessThanOrEqual(65_535)
        for (const infoHash of announce.infoHashes) expect(infoHash).toMatch(/^[0-9a-f]{40}$/)
      }),
    )
  })
})

function hexInfoHash(): fc.Arbitrary<InfoHash> {
  const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 }).filter((hash) => hash.some((byte) => byte > 0))
  return bytes.map((hash) => toHex(hash) as InfoHash)
}
