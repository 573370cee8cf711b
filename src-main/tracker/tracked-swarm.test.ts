import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Announcement } from '../../src-shared/metainfo/announce-request.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import { toHex } from '../../src-shared/swarm/hex.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import { decodeCompact } from '../../src-shared/wire/compact-address.ts'
import { seededRandom } from '../random.ts'
import { type Asker, PeerSample } from './peer-sample.ts'
import { TrackedSwarm, type TrackedSwarmParts } from './tracked-swarm.ts'

const expirySec = 100
const both = { ipv4: true, ipv6: true }
const ipOf = (number: number) => Uint8Array.of(10, 0, number >> 8, number & 0xff)
const idOf = (number: number) =>
  Uint8Array.from({ length: 20 }, (_, i) => (i === 0 ? number >> 8 : i === 1 ? number & 0xff : 65))
const peerOf = (number: number) => toHex(idOf(number)) as PeerId
const addressOf = (number: number, port = 6881) => `${ipOf(number).join('.')}:${port}`

function swarmOf(parts: Partial<TrackedSwarmParts> = {}) {
  const changes: ('soon' | 'later')[] = []
  const swarm = new TrackedSwarm({
    random: seededRandom(3),
    maxMembers: 1_000,
    expirySec,
    torrent: () => ({ name: 'noise', lengthBytes: 1_000, pieceCount: 10 }),
    onListChanged: (isUrgent) => changes.push(isUrgent ? 'soon' : 'later'),
    ...parts,
  })
  const say = (number: number, changes: Partial<Announcement> = {}, nowSec = 0, ip = ipOf(number)) =>
    swarm.announce(announcement(number, changes), ip, nowSec)
  return { swarm, say, changes }
}

function announcement(number: number, changes: Partial<Announcement> = {}): Announcement {
  const numbers = { leftBytes: 1_000, uploadedBytes: 0, downloadedBytes: 0 }
  return { peerId: idOf(number), port: 6881, ...numbers, event: null, wanted: null, key: 0, ...changes }
}

function linkedMember(number: number, changes: Partial<Member> = {}): Member {
  const server = addressOf(number, 5000) as Address
  const numbers = { haveCount: 3, uploadedBytes: 1, downloadedBytes: 2 }
  return {
    id: peerOf(number),
    uuid: null,
    name: 'P',
    agent: 'A',
    server,
    lab: true,
    role: 'peer',
    ...numbers,
    ...changes,
  }
}

const elsewhere: Asker = { ip: ipOf(999), isHere: false, hereAs: Uint8Array.of(10, 0, 0, 200), takes: both }

/** Whom an asker is told of. */
function told(
  swarm: TrackedSwarm,
  wanted: number,
  changes: Partial<Asker> = {},
  own = { row: -1, port: 1, isSeeder: false },
) {
  const sample = new PeerSample(200)
  swarm.draw(wanted, { ...elsewhere, ...changes }, own, sample)
  return [...decodeCompact(sample.ipv4, 'ipv4', 999), ...decodeCompact(sample.ipv6, 'ipv6', 999)]
}

describe('who announces itself', () => {
  test('is counted and told to others, once however often it does', () => {
    const { swarm, say } = swarmOf()
    for (const nowSec of [0, 1, 2]) say(1, {}, nowSec)
    say(2, { leftBytes: 0 })
    expect(swarm.counts).toEqual({ seeders: 1, completed: 0, leechers: 1 })
    expect(told(swarm, 50).sort()).toEqual([addressOf(1), addressOf(2)])
  })

  test('becomes a seeder with nothing left, and is counted as complete once', () => {
    const { swarm, say } = swarmOf()
    say(1)
    for (const _ of [1, 2]) say(1, { leftBytes: 0, event: 'completed' })
    expect(swarm.counts).toEqual({ seeders: 1, completed: 1, leechers: 0 })
  })

  test('is a member as other clients are: with its client, its numbers and its address', () => {
    const { swarm, say } = swarmOf()
    const peerId = Uint8Array.from('-TR3000-abcdefghijkl', (letter) => letter.charCodeAt(0))
    say(1, { peerId, leftBytes: 250, uploadedBytes: 7, downloadedBytes: 750 })
    expect(swarm.members()).toEqual([
      {
        id: toHex(peerId),
        uuid: null,
        name: 'Transmission 3.00',
        agent: 'Transmission 3.00',
        server: addressOf(1),
        lab: false,
        role: 'peer',
        haveCount: 7,
        uploadedBytes: 7,
        downloadedBytes: 750,
      },
    ])
  })

  test.each([
    [0, 'seeder', 10],
    [1, 'peer', 9],
    [1_000, 'leecher', 0],
    [16_384, 'leecher', 0],
    [Number.POSITIVE_INFINITY, 'leecher', 0],
  ])('with %d bytes left it is a %s with %i pieces', (leftBytes, role, haveCount) => {
    const { swarm, say } = swarmOf()
    say(1, { leftBytes })
    expect(swarm.members()[0]).toMatchObject({ role, haveCount })
  })

  test('and stops is gone', () => {
    const { swarm, say } = swarmOf()
    say(1)
    expect(say(1, { event: 'stopped' })).toBe(-1)
    expect(say(2, { event: 'stopped' })).toBe(-1)
    expect(swarm.counts).toEqual({ seeders: 0, completed: 0, leechers: 0 })
    expect(told(swarm, 50)).toEqual([])
  })

  test.each([
    ['no port', { port: 0 }, ipOf(1)],
    ['a port of other services', { port: 443 }, ipOf(1)],
    ['an address on one interface only', {}, Uint8Array.of(0xfe, 0x80, ...new Array<number>(13).fill(0), 1)],
    ['no address', {}, Uint8Array.of(0, 0, 0, 0)],
  ])('with %s is told of others, but nobody of it', (_why, changes, ip) => {
    const { swarm, say } = swarmOf()
    expect(say(1, changes, 0, ip)).toBe(-1)
    expect([swarm.counts.leechers, swarm.members(), told(swarm, 50)]).toEqual([0, [], []])
  })

  test('is refused when the swarm is full, unless it is in it', () => {
    const { say } = swarmOf({ maxMembers: 2 })
    expect([1, 2, 3, 1].map((number) => say(number))).toEqual([0, 1, 'full', 0])
  })

  test('is let go when it does not come back, however many there are', () => {
    const { swarm, say } = swarmOf({ maxMembers: 10_000 })
    for (let number = 0; number < 9_000; number++) say(number, { leftBytes: 0 }, number % 3 === 0 ? 50 : 0)
    const sweep = (nowSec: number, times: number) => {
      for (let i = 0; i < times; i++) swarm.sweep(nowSec)
      return swarm.counts.seeders
    }
    // A thirtieth at a time.
    expect(sweep(expirySec, 1)).toBeGreaterThan(8_700)
    expect(sweep(expirySec, 100)).toBe(3_000)
    expect(sweep(expirySec + 49, 100)).toBe(3_000)
    expect(sweep(expirySec + 50, 100)).toBe(0)
  })

  test('is let go at once when there are few', () => {
    const { swarm, say } = swarmOf()
    for (const number of [1, 2, 3, 4, 5]) say(number, {}, number === 3 ? 50 : 0)
    swarm.sweep(expirySec)
    expect(told(swarm, 50)).toEqual([addressOf(3)])
  })

  test('gives its memory back when it goes', () => {
    const { swarm, say } = swarmOf({ maxMembers: 10_000 })
    for (let number = 0; number < 9_000; number++) say(number)
    const most = swarm.tableBytes
    for (let number = 0; number < 9_000; number++) say(number, { event: 'stopped' })
    expect(swarm.tableBytes).toBeLessThan(most / 100)
  })
})

describe('one peer, one member', () => {
  test('a client that comes back as another peer takes the place of the one before', () => {
    const { swarm, say } = swarmOf()
    say(1)
    say(2, {}, 0, ipOf(1))
    expect(swarm.counts.leechers).toBe(1)
    expect(swarm.members().map(({ id }) => id)).toEqual([peerOf(2)])
  })

  test('a peer that changes its address keeps its place', () => {
    const { swarm, say } = swarmOf()
    say(1, { key: 5 })
    say(1, { key: 5 }, 0, ipOf(2))
    expect(told(swarm, 50)).toEqual([addressOf(2)])
  })

  test('a peer at another address with another key is somebody else', () => {
    const { swarm, say } = swarmOf()
    say(1, { key: 5 })
    for (const event of [null, 'stopped'] as const) expect(say(1, { key: 6, event }, 0, ipOf(2))).toBe('taken')
    expect(say(1, { key: 6 })).toBe(0)
    expect(told(swarm, 50)).toEqual([addressOf(1)])
  })

  test('who is linked and announces itself too is one, as the link knows it', () => {
    const { swarm, say } = swarmOf()
    say(1)
    swarm.link(linkedMember(1))
    say(1, { leftBytes: 0 })
    expect(swarm.members()).toEqual([linkedMember(1)])
    expect(swarm.counts).toEqual({ seeders: 0, completed: 0, leechers: 1 })
    expect(told(swarm, 50)).toEqual([addressOf(1, 5000)])
  })

  test('the link of one that announced itself ends: it goes on as it announced itself', () => {
    const { swarm, say } = swarmOf()
    swarm.link(linkedMember(1))
    say(1, { leftBytes: 0 })
    expect(swarm.unlink(peerOf(1))).toBe(true)
    expect(swarm.members()).toMatchObject([{ role: 'seeder', lab: false }])
    say(1, { leftBytes: 0, event: 'stopped' })
    expect(swarm.members()).toEqual([])
  })

  test('an announcement that is over does not end a link, nor does a link hold up the sweep', () => {
    const { swarm, say } = swarmOf()
    swarm.link(linkedMember(1, { server: null }))
    expect(told(swarm, 50)).toEqual([])
    say(1)
    say(2)
    expect(told(swarm, 50).sort()).toEqual([addressOf(1), addressOf(2)])
    swarm.sweep(expirySec)
    expect(swarm.members()).toEqual([linkedMember(1, { server: null })])
    expect(told(swarm, 50)).toEqual([])
    expect([swarm.unlink(peerOf(1)), swarm.unlink(peerOf(1))]).toEqual([true, false])
    expect(swarm.counts.leechers).toBe(0)
  })

  test('ourselves are told of where our server is, and no more when it is not', () => {
    const { swarm } = swarmOf()
    swarm.link(linkedMember(1, { role: 'seeder' }))
    expect(told(swarm, 50)).toEqual([addressOf(1, 5000)])
    swarm.link(linkedMember(1, { role: 'seeder', server: null }))
    expect(told(swarm, 50)).toEqual([])
  })
})

describe('a linked peer that becomes a seeder', () => {
  test('has completed it, which is counted once, also when it announces that too', () => {
    const { swarm, say } = swarmOf()
    for (const role of ['leecher', 'peer', 'seeder', 'peer', 'seeder'] as const) swarm.link(linkedMember(1, { role }))
    say(1, { leftBytes: 0, event: 'completed' })
    expect(swarm.counts).toEqual({ seeders: 1, completed: 1, leechers: 0 })
    swarm.link(linkedMember(2, { role: 'leecher' }))
    swarm.link(linkedMember(2, { role: 'seeder' }))
    expect(swarm.counts.completed).toBe(2)
  })

  test('has not when it was one all the time, of which other clients tell only after their link has begun', () => {
    const { swarm } = swarmOf()
    for (const _ of [1, 2]) swarm.link(linkedMember(1, { role: 'seeder' }))
    for (const role of ['leecher', 'seeder'] as const) swarm.link(linkedMember(2, { role, lab: false }))
    expect(swarm.counts).toEqual({ seeders: 2, completed: 0, leechers: 0 })
    for (const role of ['peer', 'seeder'] as const) swarm.link(linkedMember(3, { role, lab: false }))
    expect(swarm.counts.completed).toBe(1)
  })
})

describe('an asker', () => {
  test('is never told of itself, by its row or by its address', () => {
    const { swarm, say } = swarmOf()
    const row = say(1) as number
    say(2)
    expect(told(swarm, 50, { ip: ipOf(7) }, { row, port: 1, isSeeder: false })).toEqual([addressOf(2)])
    expect(told(swarm, 50, { ip: ipOf(2) }, { row: -1, port: 6881, isSeeder: false })).toEqual([addressOf(1)])
  })

  test('that has everything is told of nobody else who has', () => {
    const { swarm, say } = swarmOf()
    for (let number = 0; number < 20; number++) say(number, { leftBytes: number % 2 })
    expect(told(swarm, 50, {}, { row: -1, port: 1, isSeeder: true })).toHaveLength(10)
    expect(told(swarm, 50)).toHaveLength(20)
  })

  test('is told of as many as it wants, others each time, and nobody twice', () => {
    const { swarm, say } = swarmOf()
    for (let number = 0; number < 500; number++) say(number)
    const lists = Array.from({ length: 30 }, () => told(swarm, 50))
    for (const list of lists) expect(new Set(list).size).toBe(50)
    expect(new Set(lists.flat()).size).toBeGreaterThan(450)
    expect(told(swarm, 0)).toEqual([])
  })

  test('that takes one kind of addresses gets no other', () => {
    const { swarm, say } = swarmOf()
    const ip6 = (number: number) => Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), number)
    for (let number = 1; number <= 4; number++) say(number, {}, 0, number % 2 ? ipOf(number) : ip6(number))
    expect(told(swarm, 50, { takes: { ipv4: true, ipv6: false } }).sort()).toEqual([addressOf(1), addressOf(3)])
    const six = ['[2001:db8::2]:6881', '[2001:db8::4]:6881']
    expect(told(swarm, 50, { takes: { ipv4: false, ipv6: true } }).sort()).toEqual(six)
  })
})

describe('members on this computer', () => {
  const loopback = (last: number) => Uint8Array.of(127, 0, 0, last)
  const lan = Uint8Array.of(10, 0, 0, 200)
  const { swarm, say } = swarmOf()
  say(1, {}, 0, loopback(1))
  say(2, { port: 7000 }, 0, loopback(2))
  say(3, { port: 6882 }, 0, Uint8Array.of(...new Array<number>(15).fill(0), 1))

  test('are for others where those reached us, but for one that took a loopback address on purpose', () => {
    expect(told(swarm, 50, { isHere: false, hereAs: lan }).sort()).toEqual(['10.0.0.200:6881', '10.0.0.200:6882'])
    expect(told(swarm, 50, { isHere: false, hereAs: null })).toEqual([])
  })

  test('are for one another where the network knows this computer, or at loopback while it does not', () => {
    const known = ['10.0.0.200:6881', '10.0.0.200:6882', '127.0.0.2:7000']
    expect(told(swarm, 50, { isHere: true, hereAs: lan }).sort()).toEqual(known)
    const unknown = ['127.0.0.1:6881', '127.0.0.2:7000', '[::1]:6882']
    expect(told(swarm, 50, { isHere: true, hereAs: null }).sort()).toEqual(unknown)
  })
})

describe('the list', () => {
  test('has at most the 200 newest, and others come back when there is room', () => {
    const { swarm, say } = swarmOf()
    swarm.link(linkedMember(999))
    for (let number = 0; number < 250; number++) say(number)
    const ids = () => swarm.members().map(({ id }) => id)
    expect(ids()).toEqual([peerOf(999), ...Array.from({ length: 200 }, (_, i) => peerOf(50 + i))])
    for (let number = 50; number < 150; number++) say(number, { event: 'stopped' })
    expect(ids()).toHaveLength(151)
    expect(new Set(ids()).size).toBe(151)
  })

  test('says that it has changed: soon, but at its ease when there are more than fit', () => {
    const { swarm, say, changes } = swarmOf()
    say(1)
    say(1)
    say(1, { uploadedBytes: 5 })
    say(1, { leftBytes: 0, event: 'completed' })
    expect(changes).toEqual(['soon', 'later', 'soon'])
    expect([swarm.takeListChanged(), swarm.takeListChanged()]).toEqual([true, false])
    for (let number = 2; number <= 202; number++) say(number)
    expect(changes.slice(-3)).toEqual(['soon', 'later', 'later'])
    swarm.takeListChanged()
    const size = changes.length
    say(1, { uploadedBytes: 6 })
    expect([changes.length, swarm.takeListChanged()]).toEqual([size, false])
  })

  test('loses who gets a link, and has it again after that', () => {
    const { swarm, say } = swarmOf()
    say(1)
    swarm.link(linkedMember(1))
    expect(swarm.announcedMembers()).toEqual([])
    swarm.unlink(peerOf(1))
    expect(swarm.announcedMembers()).toHaveLength(1)
  })
})

// What a swarm must come to, the slow way.
interface Known {
  announcedAtSec?: number
  leftBytes?: number
  member?: Member
}

test('whatever is announced, linked and swept, counts and lists are those of a plain list', () => {
  const number = fc.nat(30)
  const step = fc.oneof(
    fc.record({ kind: fc.constant('announce' as const), number, leftBytes: fc.nat(2) }),
    fc.record({ kind: fc.constantFrom('stop', 'link', 'unlink', 'sweep'), number }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      const { swarm, say } = swarmOf()
      const known = new Map<number, Known>()
      for (const [at, action] of steps.entries()) {
        const before = known.get(action.number) ?? {}
        const { announcedAtSec: _announced, leftBytes: _left, ...unannounced } = before
        const { member: _member, ...unlinked } = before
        switch (action.kind) {
          case 'announce':
            say(action.number, { leftBytes: 'leftBytes' in action ? action.leftBytes : 0 }, at)
            known.set(action.number, {
              ...before,
              announcedAtSec: at,
              leftBytes: 'leftBytes' in action ? action.leftBytes : 0,
            })
            break
          case 'stop':
            say(action.number, { event: 'stopped' }, at)
            known.set(action.number, unannounced)
            break
          case 'link': {
            const member = linkedMember(action.number, { role: action.number % 2 ? 'seeder' : 'leecher' })
            swarm.link(member)
            known.set(action.number, { ...before, member })
            break
          }
          case 'unlink':
            swarm.unlink(peerOf(action.number))
            known.set(action.number, unlinked)
            break
          case 'sweep':
            for (const [other, { announcedAtSec = at, member }] of known) {
              if (at - announcedAtSec >= 20) known.set(other, member ? { member } : {})
            }
            swarm.sweep(at - 20 + expirySec)
        }
      }
      const present = [...known].filter(([, { announcedAtSec, member }]) => announcedAtSec !== undefined || member)
      const seeders = present.filter(([, { leftBytes, member }]) =>
        member ? member.role === 'seeder' : leftBytes === 0,
      )
      expect(swarm.counts).toEqual({ seeders: seeders.length, completed: 0, leechers: present.length - seeders.length })
      expect(new Set(swarm.members().map(({ id }) => id))).toEqual(new Set(present.map(([one]) => peerOf(one))))
      expect(told(swarm, 50)).toHaveLength(present.length)
      expect(told(swarm, 50, {}, { row: -1, port: 1, isSeeder: true })).toHaveLength(present.length - seeders.length)
      expect(swarm.hasAnnounced).toBe(present.some(([, { announcedAtSec }]) => announcedAtSec !== undefined))
    }),
    { numRuns: 300 },
  )
})
