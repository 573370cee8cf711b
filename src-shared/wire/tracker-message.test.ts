import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bencodable, encodeBencode } from '../metainfo/bencode.ts'
import { maxPieceCount } from '../metainfo/piece-geometry.ts'
import type { LinkReport, Member } from '../swarm/events.ts'
import { fromHex, toHex } from '../swarm/hex.ts'
import type { Address, Hex, PeerId } from '../swarm/ids.ts'
import { maxExtendedLength } from './extended.ts'
import { maxWireMembers } from './member-lines.ts'
import { ProtocolError } from './protocol-error.ts'
import {
  decodeTrackerMessage,
  encodeTrackerMessage,
  type ListChanges,
  listChanges,
  type TrackerMessage,
  wholeList,
} from './tracker-message.ts'

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
const totals = { id: ada.id, haveCount: 13, uploadedBytes: Number.MAX_SAFE_INTEGER, downloadedBytes: 5 }
const none: ListChanges = { gone: [], changed: [], totals: [] }
const link: LinkReport = {
  number: 4_000_000_000,
  amChoking: false,
  amInterested: true,
  peerChoking: true,
  peerInterested: false,
  downBytesPerSec: 300_000,
  upBytesPerSec: 0,
  dialler: '127.0.0.1:5003' as Address,
  acceptor: '[2001:db8::7]:5000' as Address,
  dialled: true,
  remote: ada.id,
  encryption: 'rc4',
}
const { dialler: _d, acceptor: _a, dialled: _o, remote: _r, encryption: _e, ...linkFigures } = link
const samples: TrackerMessage[] = [
  { kind: 'peers', members: [] },
  { kind: 'peers', members: [ada, stranger, { ...ada, server: '[::1]:5000' as Address }] },
  { kind: 'changes', ...none },
  { kind: 'peers', members: [ada], more: true },
  { kind: 'changes', ...none, changed: [ada], more: true },
  { kind: 'changes', gone: [peerOf(1), peerOf(2)], changed: [stranger, ada], totals: [totals] },
  { kind: 'status', haveCount: 3, uploadedBytes: 1, downloadedBytes: 2, role: 'leecher' },
  { kind: 'links', gone: [], opened: [], told: [] },
  { kind: 'links', whole: true, gone: [], opened: [link, { ...link, dialled: false, number: 0 }], told: [] },
  { kind: 'links', gone: [1, 2 ** 32 - 1], opened: [link], told: [linkFigures] },
  { kind: 'links', of: peerOf(7), gone: [3], opened: [], told: [] },
  { kind: 'pass-on', of: [] },
  { kind: 'pass-on', of: [peerOf(1), peerOf(2)] },
  { kind: 'leave' },
]

function peerOf(number: number): PeerId {
  return number.toString(16).padStart(40, '0') as PeerId
}

const crowd = (count: number, changes: Partial<Member> = {}) =>
  Array.from({ length: count }, (_, i) => ({ ...ada, ...changes, id: peerOf(i) }))

/** The list that is left when messages are taken in one after another, as the table of what they mean says. */
function listAfter(messages: readonly TrackerMessage[]): Member[] {
  const list = new Map<PeerId, Member>()
  for (const message of messages.map((one) => decodeTrackerMessage(encodeTrackerMessage(one)))) {
    if (message.kind === 'peers') list.clear()
    if (message.kind === 'changes') for (const id of message.gone) list.delete(id)
    const members = message.kind === 'peers' ? message.members : message.kind === 'changes' ? message.changed : []
    for (const member of members) list.set(member.id, member)
  }
  return [...list.values()]
}

test.each(samples)('a message of kind $kind reads as it was written', (message) => {
  expect(decodeTrackerMessage(encodeTrackerMessage(message))).toEqual(message)
})

test('all messages of a whole list but the last say that more follow', () => {
  const more = (count: number) => wholeList(crowd(count)).map((message) => 'more' in message)
  expect([more(0), more(40), more(41), more(100)]).toEqual([[false], [false], [true, false], [true, true, false]])
})

test('a list is one dictionary a member, with one letter a field', () => {
  const payload = encodeTrackerMessage({ kind: 'peers', members: [ada] })
  expect(new TextDecoder().decode(payload)).toBe(
    'd1:k5:peers1:mld1:a16:Swarmscope 0.1.01:di0e1:hi12e1:i20:aaaaaaaaaaaaaaaaaaaa1:li1e1:n3:Ada' +
      '1:r4:peer1:s14:127.0.0.1:70011:ui3000000000000e1:x36:6d223864-9cd7-4327-ad02-7856d636af66eee',
  )
})

test('who is gone is its 20 bytes, and a total 40: peer id, pieces, bytes up, bytes down', () => {
  const { id } = ada
  const changes = {
    gone: [id],
    changed: [],
    totals: [{ id, haveCount: 258, uploadedBytes: 2 ** 40 + 3, downloadedBytes: 7 }],
  }
  const hex = toHex(encodeTrackerMessage({ kind: 'changes', ...changes }))
  const text = (words: string) => toHex(new TextEncoder().encode(words))
  expect(hex).toBe(
    [
      text('d1:g20:'),
      id,
      text('1:k7:changes1:t40:'),
      id,
      '00000102',
      '0000010000000003',
      '0000000000000007',
      text('e'),
    ].join(''),
  )
})

test('a message that goes to many is written once', () => {
  const message: TrackerMessage = { kind: 'leave' }
  expect(encodeTrackerMessage(message)).toBe(encodeTrackerMessage(message))
})

const line = (changes: Record<string, Bencodable>) =>
  new Map<string, Bencodable>(
    Object.entries({ a: 'x', d: 0, h: 0, i: idBytes, l: 1, n: 'x', r: 'peer', u: 0, ...changes }),
  )
const read = (fields: Record<string, Bencodable>) =>
  decodeTrackerMessage(encodeBencode(new Map<string, Bencodable>(Object.entries(fields))))
const peers = (...lines: Bencodable[]) => {
  const message = read({ k: 'peers', m: lines })
  return message.kind === 'peers' ? message.members : expect.unreachable()
}
const changes = (fields: Record<string, Bencodable>): ListChanges => {
  const { kind, ...rest } = read({ k: 'changes', ...fields }) as Extract<TrackerMessage, { kind: 'changes' }>
  expect(kind).toBe('changes')
  return rest
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
  for (const bad of wrong) {
    expect(peers(bad, line({ n: 'good' })).map((member) => member.name)).toEqual(['good'])
    expect(changes({ m: [bad, line({ n: 'good' })] }).changed.map((member) => member.name)).toEqual(['good'])
  }
})

test('totals that are out of range or cut off are dropped, and so is half a peer id', () => {
  const total = (pieces: string, up: string) => `${ada.id}${pieces}${up.padStart(16, '0')}${'0'.repeat(15)}1`
  const bytesOf = (...parts: string[]) => fromHex(parts.join('') as Hex)
  const good = total('00000001', '2')
  const wrong = [
    total((maxPieceCount + 1).toString(16).padStart(8, '0'), '2'),
    total('00000001', '20000000000000'),
    total('00000001', 'ffffffffffffffff'),
  ]
  const goodOnes = [{ id: ada.id, haveCount: 1, uploadedBytes: 2, downloadedBytes: 1 }]
  for (const bad of wrong) expect(changes({ t: bytesOf(bad, good) })).toEqual({ ...none, totals: goodOnes })
  expect(changes({ t: bytesOf(good, good.slice(0, 78)) }).totals).toEqual(goodOnes)
  expect(changes({ g: bytesOf(ada.id, ada.id.slice(0, 38)) }).gone).toEqual([ada.id])
})

test('fields of a wrong type are as if not there', () => {
  expect(changes({ g: 1, m: 'x', t: [] })).toEqual(none)
})

test('names are cleaned and capped, addresses brought to their one spelling', () => {
  const [member] = peers(line({ n: `\u202Eevil\n${'x'.repeat(99)}`, s: '[0:0:0:0:0:0:0:1]:7001' }))
  expect(member?.name).toBe(`evil${'x'.repeat(59)}…`)
  expect(member?.server).toBe('[::1]:7001')
})

test('a message tells of at most 500 members in each way, whoever made it', () => {
  const short = line({})
  const many = new Array<Bencodable>(maxWireMembers + 1).fill(short)
  expect(peers(...many)).toHaveLength(maxWireMembers)
  const { gone, changed } = changes({ g: new Uint8Array(20 * 501), m: many })
  expect([gone.length, changed.length]).toEqual([maxWireMembers, maxWireMembers])
  expect(changes({ t: new Uint8Array(40 * 501) }).totals).toHaveLength(maxWireMembers)
})

test('a list of 500 with the longest names goes in several messages, each short enough, and none is lost', () => {
  const longest = '🦭'.repeat(64)
  const server = `[${'1234:'.repeat(7)}1234]:65535` as Address
  const numbers = {
    haveCount: maxPieceCount,
    uploadedBytes: Number.MAX_SAFE_INTEGER,
    downloadedBytes: Number.MAX_SAFE_INTEGER,
  }
  const members = crowd(maxWireMembers, { name: longest, agent: longest, server, role: 'leecher', ...numbers })
  const gone = members.map((_, i) => peerOf(1_000 + i))
  for (const messages of [wholeList(members), listChanges({ gone, changed: members, totals: members })]) {
    for (const message of messages) expect(encodeTrackerMessage(message).length).toBeLessThanOrEqual(maxExtendedLength)
    expect(listAfter(messages)).toEqual(members)
  }
})

test('a whole list begins anew; changes add to it, and who is gone makes room first', () => {
  const [first, second, third] = crowd(3)
  const messages = [
    ...wholeList([first!, second!]),
    ...listChanges({ gone: [first!.id], changed: [third!], totals: [] }),
  ]
  expect(listAfter(messages)).toEqual([second, third])
  expect(listAfter([...messages, ...wholeList([])])).toEqual([])
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

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const anyId = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => toHex(bytes) as PeerId)
const anyTotals = fc.record({
  id: anyId,
  haveCount: fc.nat({ max: maxPieceCount }),
  uploadedBytes: count,
  downloadedBytes: count,
})
const anyMember: fc.Arbitrary<Member> = fc
  .tuple(anyTotals, fc.boolean(), fc.stringMatching(/^[a-z]{0,64}$/), fc.constantFrom('seeder', 'peer', 'leecher'))
  .map(([numbers, lab, name, role]) => ({ ...ada, ...numbers, lab, name, role }) as Member)
const anyChanges = fc.record({
  gone: fc.array(anyId, { maxLength: 50 }),
  changed: fc.array(anyMember, { maxLength: 50 }),
  totals: fc.array(anyTotals, { maxLength: 50 }),
})

test('any changes read as they were written', () => {
  fc.assert(
    fc.property(anyChanges, (all) => {
      const read = listChanges(all).map((message) => decodeTrackerMessage(encodeTrackerMessage(message)))
      const parts = read.map((message) => (message.kind === 'changes' ? message : expect.unreachable()))
      const whole = (key: keyof ListChanges) => parts.flatMap((part) => part[key] as unknown[])
      expect({ gone: whole('gone'), changed: whole('changed'), totals: whole('totals') }).toEqual(all)
    }),
  )
})

test('a payload that is cut anywhere is a broken rule', () => {
  for (const message of samples) {
    const payload = encodeTrackerMessage(message)
    for (let length = 0; length < payload.length; length++)
      expect(() => decodeTrackerMessage(payload.subarray(0, length))).toThrow(ProtocolError)
  }
})

test('random and mutated payloads give a tracker message or a ProtocolError', () => {
  const reals = samples.map(encodeTrackerMessage)
  const mutated = fc
    .tuple(fc.constantFrom(...reals), fc.nat(), fc.nat(255))
    .map(([real, at, value]) => Uint8Array.from(real, (byte, i) => (i === at % real.length ? value : byte)))
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
