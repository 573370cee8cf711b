import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from '../swarm/hex.ts'
import { type AnnounceRequest, readAnnounceRequest } from './announce-request.ts'

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const escaped = (bytes: Uint8Array) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const read = (query: string) => readAnnounceRequest(ascii(query))

const infoHash = Uint8Array.from({ length: 20 }, (_, i) => i * 13)
const peerId = ascii('-TR3000-\xff\0abc&=%+ def').slice(0, 20)
const ids = `info_hash=${escaped(infoHash)}&peer_id=${escaped(peerId)}`

test('what every client says', () => {
  const query = `${ids}&port=6881&uploaded=1&downloaded=2&left=3&numwant=80&key=1A2b3C4d&compact=1&event=started`
  expect(read(query)).toEqual({
    infoHash: toHex(infoHash),
    peerId,
    port: 6881,
    leftBytes: 3,
    uploadedBytes: 1,
    downloadedBytes: 2,
    event: 'started',
    wanted: 80,
    key: 0x1a2b3c4d,
    form: 'compact',
  })
})

test('what is left out is not known, and compact is the form', () => {
  expect(read(ids)).toMatchObject({
    port: 0,
    leftBytes: Number.POSITIVE_INFINITY,
    uploadedBytes: 0,
    event: null,
    wanted: null,
    key: 0,
    form: 'compact',
  })
})

test.each<[string, Partial<AnnounceRequest>]>([
  ['event=', { event: null }],
  ['event=paused', { event: null }],
  ['event=completed', { event: 'completed' }],
  ['event=stopped', { event: 'stopped' }],
  ['left=0', { leftBytes: 0 }],
  ['left=-1', { leftBytes: Number.POSITIVE_INFINITY }],
  ['left=9223372036854775807', { leftBytes: Number.MAX_SAFE_INTEGER }],
  ['numwant=0', { wanted: 0 }],
  ['numwant=-1', { wanted: null }],
  ['compact=0', { form: 'list' }],
  ['compact=0&no_peer_id=1', { form: 'list-without-ids' }],
  ['no_peer_id=1', { form: 'compact' }],
  ['port=0', { port: 0 }],
  ['port=http', { port: 0 }],
  // Only where it comes from counts: anybody could write anybody's address here.
  ['ip=10.0.0.9&port=7', { port: 7 }],
])('%s', (parameters, expected) => {
  expect(read(`${ids}&${parameters}`)).toMatchObject(expected)
})

test('keys that are no hex digits are told apart too', () => {
  const keys = ['key=', 'key=swarm-1', 'key=swarm-2', 'key=123456789'].map((key) => read(`${ids}&${key}`))
  expect(new Set(keys.map((request) => (request as AnnounceRequest).key)).size).toBe(4)
})

test.each([
  ['peer_id=x', /^info_hash is missing/],
  [`info_hash=${toHex(infoHash)}&peer_id=x`, /^info_hash has 40 bytes and needs 20/],
  [`info_hash=${escaped(infoHash)}`, /^peer_id is missing/],
  [`info_hash=${escaped(infoHash)}&peer_id=short`, /^peer_id has 5 bytes/],
  [`${ids}&port=65536`, /^The port/],
  [`${ids}&event=%zz`, /not followed by two hex digits/],
])('%s is refused with a sentence', (query, sentence) => {
  expect(read(query)).toMatch(sentence)
})

test('any 20 bytes come through as ids', () => {
  const id = fc.uint8Array({ minLength: 20, maxLength: 20 })
  fc.assert(
    fc.property(id, id, (hash, peer) => {
      const request = read(`info_hash=${escaped(hash)}&peer_id=${escaped(peer)}`)
      expect(request).toMatchObject({ infoHash: toHex(hash), peerId: peer })
    }),
  )
})

test('random bytes are a request or a sentence, never an error', () => {
  const pieces = fc.constantFrom('info_hash=', 'peer_id=', 'port=', '&', '%', '=', escaped(infoHash), '+', '9')
  const random = fc.oneof(
    fc.uint8Array(),
    fc.array(pieces, { maxLength: 12 }).map((all) => ascii(all.join(''))),
  )
  fc.assert(
    fc.property(random, (query) => {
      const request = readAnnounceRequest(query)
      expect(typeof request === 'string' ? request.length : request.peerId.length).toBeGreaterThan(0)
    }),
    { numRuns: 2000 },
  )
})
