import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bencodable, encodeBencode } from '../metainfo/bencode.ts'
import type { Member } from '../swarm/events.ts'
import { toHex } from '../swarm/hex.ts'
import type { Address, PeerId } from '../swarm/ids.ts'
import { maxExtendedLength } from './extended.ts'
import { ProtocolError } from './protocol-error.ts'
import { decodeTrackerMessage, encodeTrackerMessage, maxWireMembers, type TrackerMessage } from './tracker-message.ts'

const idBytes = new Uint8Array(20).fill(0x61)
const ada: Member = {
  id: toHex(idBytes) as PeerId,
  uuid: '6d223864-9cd7-4327-ad02-7856d636af66',
  name: 'Ada',
  agent: 'Swarmscope 0.1.0',
  server: '127.0.0.1:7001' as Address,
  lab: true,
  role: 'peer',
  haveCount: 12,
  uploadedBytes: 3_000_000_000_000,
  downloadedBytes: 0,
}
const stranger: Member = { ...ada, uuid: null, server: null, lab: false, role: 'seeder' }
const samples: TrackerMessage[] = [
  { kind: 'peers', members: [] },
  { kind: 'peers', members: [ada, stranger, { ...ada, server: '[::1]:5000' as Address }] },
  { kind: 'status', haveCount: 3, uploadedBytes: 1, downloadedBytes: 2, role: 'leecher' },
  { kind: 'leave' },
]

test.each(samples)('a message of kind $kind reads as it was written', (message) => {
  expect(decodeTrackerMessage(encodeTrackerMessage(message))).toEqual(message)
})

test('a list is one dictionary a member, with one letter a field', () => {
  const payload = encodeTrackerMessage({ kind: 'peers', members: [ada] })
  expect(new TextDecoder().decode(payload)).toBe(
    'd1:k5:peers1:mld1:a16:Swarmscope 0.1.01:di0e1:hi12e1:i20:aaaaaaaaaaaaaaaaaaaa1:li1e1:n3:Ada' +
      '1:r4:peer1:s14:127.0.0.1:70011:ui3000000000000e1:x36:6d223864-9cd7-4327-ad02-7856d636af66eee',
  )
})

const line = (changes: Record<string, Bencodable>) =>
  new Map<string, Bencodable>(
    Object.entries({ a: 'x', d: 0, h: 0, i: idBytes, l: 1, n: 'x', r: 'peer', u: 0, ...changes }),
  )
const peers = (...lines: Bencodable[]) => {
  const message = decodeTrackerMessage(
    encodeBencode(
      new Map<string, Bencodable>([
        ['k', 'peers'],
        ['m', lines],
      ]),
    ),
  )
  return message.kind === 'peers' ? message.members : expect.unreachable()
}

test('lines that are wrong are dropped, the others stay', () => {
  expect(peers(line({}))).toHaveLength(1)
  const wrong = [
    line({ i: 'short' }),
    line({ n: 7 }),
    line({ a: [] }),
    line({ l: 2 }),
    line({ r: 'queen' }),
    line({ h: -1 }),
    line({ u: 'x' }),
    line({ d: -5 }),
    line({ s: 'example.org:80' }),
    line({ s: '127.0.0.1:99999' }),
    line({ x: 'no uuid' }),
    7,
    'x',
  ]
  for (const bad of wrong) expect(peers(bad, line({ n: 'good' })).map((member) => member.name)).toEqual(['good'])
})

test('names are cleaned and capped, addresses brought to their one spelling', () => {
  const [member] = peers(line({ n: `\u202Eevil\n${'x'.repeat(99)}`, s: '[0:0:0:0:0:0:0:1]:7001' }))
  expect(member?.name).toBe(`evil${'x'.repeat(59)}…`)
  expect(member?.server).toBe('[::1]:7001')
})

test('a list has at most 500 members, whoever made it', () => {
  const short = line({})
  expect(peers(...new Array(maxWireMembers + 1).fill(short))).toHaveLength(maxWireMembers)
})

test('a list that is too long to send keeps its first members', () => {
  const crowd = Array.from({ length: 600 }, (_, i) => ({ ...ada, name: `peer ${i}` }))
  const payload = encodeTrackerMessage({ kind: 'peers', members: crowd })
  const message = decodeTrackerMessage(payload)
  const names = message.kind === 'peers' ? message.members.map((member) => member.name) : []
  expect(payload.length).toBeLessThanOrEqual(maxExtendedLength)
  expect(names.length).toBeGreaterThan(300)
  expect(names).toEqual(crowd.slice(0, names.length).map((member) => member.name))
})

test.each([
  ['no kind', 'de'],
  ['another kind', 'd1:k5:queene'],
  ['a list without its list', 'd1:k5:peerse'],
  ['a status without numbers', 'd1:k6:statuse'],
  ['no bencoding', 'peers'],
])('%s is a broken rule', (_, payload) => {
  expect(() => decodeTrackerMessage(new TextEncoder().encode(payload))).toThrow(/^bad-extended: /)
})

test('random and mutated payloads give a tracker message or a ProtocolError', () => {
  const real = encodeTrackerMessage({ kind: 'peers', members: [ada, stranger] })
  const mutated = fc
    .tuple(fc.nat(real.length - 1), fc.nat(255))
    .map(([at, value]) => Uint8Array.from(real, (byte, i) => (i === at ? value : byte)))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), mutated), (payload) => {
      try {
        decodeTrackerMessage(payload)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
    { numRuns: 2000 },
  )
})
