import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../clean-text.ts'
import { formatAddress } from '../swarm/address.ts'
import { toHex } from '../swarm/hex.ts'
import type { Address, InfoHash } from '../swarm/ids.ts'
import { type Magnet, readMagnet, writeMagnet } from './magnet.ts'
import { MetainfoError } from './metainfo-error.ts'

// The same hash in both spellings.
const infoHash = '0123456789abcdef0123456789abcdef01234567' as InfoHash
const base32 = 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH'
const bare = `magnet:?xt=urn:btih:${infoHash}`
const nothing = { name: '', trackers: [], peers: [] }

test('a link as BEP 9 has it', () => {
  const link = `${bare}&dn=Course%20picture+1.bmp&tr=http%3A%2F%2F127.0.0.1%3A6969%2Fannounce&tr=udp://tracker.example:80&x.pe=127.0.0.1:5000&x.pe=[::1]:5001`
  expect(readMagnet(link)).toEqual({
    infoHash,
    name: 'Course picture 1.bmp',
    trackers: ['http://127.0.0.1:6969/announce', 'udp://tracker.example:80'],
    peers: ['127.0.0.1:5000', '[::1]:5001'],
  })
})

test('a link is written with its addresses as they stand, and all else percent-encoded', () => {
  const magnet: Magnet = {
    infoHash,
    name: 'a&b +%.bmp',
    trackers: ['http://10.0.0.1/announce?x=1&y=2'],
    peers: ['10.0.0.1:5000' as Address, '[::1]:5000' as Address],
  }
  expect(writeMagnet(magnet)).toBe(
    `${bare}&dn=a%26b%20%2B%25.bmp&x.pe=10.0.0.1:5000&x.pe=[::1]:5000&tr=http%3A%2F%2F10.0.0.1%2Fannounce%3Fx%3D1%26y%3D2`,
  )
  expect(writeMagnet({ infoHash, ...nothing })).toBe(bare)
})

test('a plus in a name is a blank, unless it is percent-encoded', () => {
  expect(readMagnet(`${bare}&dn=C%2B%2B+notes`).name).toBe('C++ notes')
})

test.each([
  ['capital letters', `MAGNET:?XT=URN:BTIH:${infoHash.toUpperCase()}`],
  ['32 digits of base32', `magnet:?xt=urn:btih:${base32}`],
  ['base32 in small letters', `magnet:?xt=urn:btih:${base32.toLowerCase()}`],
  ['blanks round it', `  ${bare}\n`],
  ['a percent-encoded topic', `magnet:?xt=urn%3Abtih%3A${infoHash}`],
  ['a numbered topic', `magnet:?xt.1=urn:btih:${infoHash}`],
  ['a hybrid torrent', `magnet:?xt=urn:btmh:1220${'ab'.repeat(32)}&amp;xt=urn:btih:${infoHash}`],
  ['parameters that mean nothing here', `magnet:?so=0-2&xl=10&ws=http://x/&=&&x&xt=urn:btih:${infoHash}&dn=%E0%A4%A`],
])('%s is understood', (_, link) => {
  expect(readMagnet(link)).toEqual({ infoHash, ...nothing })
})

test.each([
  ['', 'This is not a magnet link'],
  ['http://example.org/a.torrent', 'This is not a magnet link'],
  [infoHash, 'This is not a magnet link'],
  ['magnet:?', 'names no torrent'],
  ['magnet:?dn=picture', 'names no torrent'],
  ['magnet:?xt=urn:sha1:ABC', 'names no torrent'],
  ['magnet:?xt=urn:btih:', 'is broken: it would be 40 hex digits'],
  [`${bare}0`, 'is broken: it would be 40 hex digits'],
  [`magnet:?xt=urn:btih:${base32.replace('A', '1')}`, 'is broken: it would be 40 hex digits'],
  [`magnet:?xt=urn:btmh:1220${'ab'.repeat(32)}`, 'a version 2 torrent (BEP 52)'],
  [`${bare}&dn=${'x'.repeat(8 * 1024)}`, 'longer than 8 KiB'],
])('%j is refused', (link, why) => {
  expect(() => readMagnet(link)).toThrow(MetainfoError)
  expect(() => readMagnet(link)).toThrow(why)
})

test('names are cleaned and capped', () => {
  expect(readMagnet(`${bare}&dn=%E2%80%AE%07evil%0A${'x'.repeat(300)}`).name).toBe(`evil${'x'.repeat(250)}…`)
})

test('trackers of another kind, with control characters or blanks, too long, or repeated are left out, and all after 20', () => {
  const bad = ['wss://x.org', 'javascript:alert(1)', 'file:///etc', 'http://', 'http://a b', 'http://a\u202Eb', 'x']
  const long = `http://${'x'.repeat(2048)}`
  const link = (urls: string[]) => `${bare}${urls.map((url) => `&tr=${encodeURIComponent(url)}`).join('')}`
  expect(readMagnet(link([...bad, long, 'HTTPS://ok', 'HTTPS://ok'])).trackers).toEqual(['HTTPS://ok'])
  expect(readMagnet(link(Array.from({ length: 30 }, (_, i) => `udp://t:${i}`))).trackers).toHaveLength(20)
})

test('peers that are no addresses are left out, and all after 20', () => {
  const link = (peers: string[]) => `${bare}${peers.map((peer) => `&x.pe=${peer}`).join('')}`
  expect(readMagnet(link(['example.org:80', '10.0.0.1:0', '10.0.0.1%3A80', '10.0.0.1:80'])).peers).toEqual([
    '10.0.0.1:80',
  ])
  expect(readMagnet(link(Array.from({ length: 30 }, (_, i) => `10.0.0.1:${1 + i}`))).peers).toHaveLength(20)
})

test('what passes 8 KiB is left out of a written link, so that it can be read again', () => {
  const trackers = Array.from({ length: 20 }, (_, i) => `http://${'t'.repeat(1000)}:${i}`)
  const link = writeMagnet({ infoHash, name: '字'.repeat(255), trackers, peers: ['10.0.0.1:80' as Address] })
  expect(link.length).toBeLessThanOrEqual(8 * 1024)
  expect(readMagnet(link)).toMatchObject({
    name: '字'.repeat(255),
    trackers: trackers.slice(0, 5),
    peers: ['10.0.0.1:80'],
  })
})

const anyAddress = fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 65535 })).map(([host, port]) => {
  return formatAddress(host, port)
})
const anyMagnet: fc.Arbitrary<Magnet> = fc.record({
  infoHash: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((hash) => toHex(hash) as InfoHash),
  name: fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 40 })).map((name) => cleanText(name, 255)),
  trackers: fc.uniqueArray(fc.webUrl({ validSchemes: ['http', 'https', 'udp'], size: 'small' }), { maxLength: 20 }),
  peers: fc.uniqueArray(anyAddress, { maxLength: 20 }),
})

test('any magnet link reads as it was written', () => {
  fc.assert(
    fc.property(anyMagnet, (magnet) => {
      expect(readMagnet(writeMagnet(magnet))).toEqual(magnet)
    }),
  )
})

test('whatever is pasted gives a magnet link within its bounds, or a sentence', () => {
  const words = [
    'magnet:?',
    'xt=',
    'urn:btih:',
    infoHash,
    base32,
    '&',
    'tr=',
    'x.pe=',
    'dn=',
    '%',
    '%00',
    '+',
    'http://',
    '1',
  ]
  const nearly = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 30 })
  const link = fc.oneof(
    fc.string({ unit: 'binary' }),
    nearly.map((parts) => parts.join('')),
    nearly.map((parts) => `${bare}&${parts.join('')}`),
  )
  fc.assert(
    fc.property(link, (text) => {
      try {
        const magnet = readMagnet(text)
        expect(magnet.infoHash).toMatch(/^[0-9a-f]{40}$/)
        expect(cleanText(magnet.name, 255)).toBe(magnet.name)
        for (const url of magnet.trackers) expect(cleanText(url, 2048)).toBe(url)
        expect(magnet.trackers.length).toBeLessThanOrEqual(20)
        expect(readMagnet(writeMagnet(magnet))).toEqual(magnet)
      } catch (error) {
        if (!(error instanceof MetainfoError)) throw error
        expect(error.message).toMatch(/\.$/)
      }
    }),
    { numRuns: 2000 },
  )
})
