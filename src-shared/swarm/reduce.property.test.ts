import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  client,
  dialId,
  identity,
  infoHash,
  linkId,
  member,
  opened,
  otherInfoHash,
  peerId,
  seen,
  serverOf,
  started,
  story,
  torrent,
} from '../testing/sample-events.ts'
import type { SwarmEvent, SwarmFact } from './events.ts'
import type { LinkId, PeerId } from './ids.ts'
import { reduce, reduceAll } from './reduce.ts'
import { emptyView, maxDeparted, maxFailedDials, maxLog, type View } from './view.ts'

const number = fc.integer({ min: 1, max: 5 })
const link = fc.integer({ min: 1, max: 12 }).map((n) => linkId(`l${n}`))
const dial = fc.integer({ min: 1, max: 4 }).map((n) => dialId(`d${n}`))
const swarm = fc.constantFrom(infoHash, otherInfoHash)
const role = fc.constantFrom('leecher', 'peer', 'seeder')
const reason = fc.constantFrom({ code: 'reset' }, { code: 'left' }, { code: 'killed' })
const pieces = fc.constantFrom('', '8000', 'ffc0')
const bytes = fc.integer({ min: 0, max: 1000 })
const address = fc.oneof(number.map(serverOf), fc.integer({ min: 5001, max: 5003 }).map(client))
const clientPorts = { first: 5001, last: 5010 }

const facts = fc.oneof(
  fc.record({
    type: fc.constant('peer-started'),
    uuid: fc.constant('u'),
    name: fc.constant('n'),
    agent: fc.constant(''),
    me: fc.constant(false),
    clientPorts: fc.constant(clientPorts),
  }),
  fc.record({ type: fc.constant('server-listening'), address }),
  fc.record({
    type: fc.constant('server-failed'),
    requested: address,
    failure: fc.constant('other'),
    nextFreePort: fc.constant(null),
  }),
  fc.record({ type: fc.constant('server-turned-away'), remote: address, reason }),
  fc.record({ type: fc.constant('tracker-running') }),
  fc.record({ type: fc.constant('tracker-broadcast'), infoHash: swarm, members: bytes, recipients: bytes }),
  fc.record({ type: fc.constant('peer-stopped'), reason }),
  fc.record({
    type: fc.constant('swarm-joined'),
    torrent: swarm.map((hash) => ({ ...torrent, infoHash: hash })),
    pieces,
    role,
    savedAs: fc.constant(null),
  }),
  fc.record({ type: fc.constant('swarm-left'), infoHash: swarm }),
  fc.record({ type: fc.constant('role-changed'), infoHash: swarm, role }),
  fc.record({
    type: fc.constantFrom('member-joined', 'member-updated'),
    infoHash: swarm,
    member: number.map((n) => member(n)),
    introducedBy: fc.constant(null),
  }),
  fc.record({ type: fc.constant('member-left'), infoHash: swarm, peer: number.map(peerId), reason }),
  fc.record({ type: fc.constant('dial-started'), dial, infoHash: swarm, remote: address, clientId: fc.constant(5001) }),
  fc.record({
    type: fc.constant('dial-failed'),
    dial,
    infoHash: fc.constant(null),
    remote: address,
    clientId: fc.constant(null),
    reason,
  }),
  fc.record({ type: fc.constant('dial-dismissed'), dial }),
  fc.record({
    type: fc.constant('link-opened'),
    link,
    dial: fc.option(dial),
    infoHash: swarm,
    dialler: address,
    acceptor: address,
    dialled: fc.boolean(),
    remote: number.map(identity),
  }),
  fc.record({ type: fc.constant('link-identified'), link, infoHash: swarm, remote: number.map(identity) }),
  fc.record({
    type: fc.constant('link-flags'),
    link,
    amChoking: fc.boolean(),
    amInterested: fc.boolean(),
    peerChoking: fc.boolean(),
    peerInterested: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('link-transferred'),
    link,
    downBytes: bytes,
    upBytes: bytes,
    downBytesPerSec: bytes,
    upBytesPerSec: bytes,
    requested: bytes,
  }),
  fc.record({ type: fc.constant('link-closed'), link, reason }),
  fc.record({ type: fc.constant('remote-pieces'), infoHash: swarm, peer: number.map(peerId), pieces }),
  fc.record({
    type: fc.constant('remote-haves'),
    infoHash: swarm,
    peer: number.map(peerId),
    indices: fc.array(fc.integer({ min: -2, max: 12 })),
  }),
  fc.record({
    type: fc.constantFrom('piece-verified', 'piece-rejected'),
    infoHash: swarm,
    piece: fc.integer({ min: -2, max: 12 }),
    from: fc.constant([]),
  }),
  fc.record({ type: fc.constant('download-finished'), infoHash: swarm, savedAs: fc.constant('/tmp/x') }),
  fc.record({ type: fc.constant('swarm-failed'), infoHash: swarm, detail: fc.constant('Full.') }),
  fc.record({ type: fc.constant('events-dropped'), count: bytes }),
)

// A link id opens once: it is unique in its process.
function isFirstOpening(
  [, fact]: readonly [number, SwarmFact],
  at: number,
  all: readonly [number, SwarmFact][],
): boolean {
  if (fact.type !== 'link-opened') return true
  return all.findIndex(([, each]) => each.type === 'link-opened' && each.link === fact.link) === at
}

// Two peers run from the start, or most random events would be seen by nobody.
const events = fc
  .array(fc.tuple(number, facts), { maxLength: 120 })
  .map((told) => story(started(1, true), started(2), ...(told as [number, SwarmFact][]).filter(isFirstOpening)))

function expectWhole(view: View): void {
  for (const [key, each] of Object.entries(view.links)) {
    expect(each.key).toBe(key)
    expect(view.peers).toHaveProperty(each.dialler)
    expect(view.peers).toHaveProperty(each.acceptor)
    for (const id of [each.diallerLink, each.acceptorLink]) if (id !== null) expect(view.linkKeys[id]).toBe(key)
    expect(each.diallerLink ?? each.acceptorLink).not.toBeNull()
  }
  for (const [id, key] of Object.entries(view.linkKeys) as [LinkId, keyof View['links']][])
    expect([view.links[key]?.diallerLink, view.links[key]?.acceptorLink]).toContain(id)
  for (const peer of Object.values(view.peers)) {
    const listing = new Set(Object.values(view.listings[peer.id] ?? {}).flat())
    expect(new Set(peer.listedBy)).toEqual(listing)
    for (const observer of peer.listedBy) expect(view.peers[observer]?.running).toBe(true)
    const linked = Object.values(view.links).some((each) => each.dialler === peer.id || each.acceptor === peer.id)
    expect(peer.running || peer.id === view.me || linked || listing.size > 0).toBe(true)
  }
  expect(Object.keys(view.listings).every((id) => (id as PeerId) in view.peers)).toBe(true)
  for (const each of Object.values(view.dials)) expect(view.peers[each.from]?.running).toBe(true)
  expect(view.departed.every((peer) => !(peer.id in view.peers))).toBe(true)
  expect(view.departed.length).toBeLessThanOrEqual(maxDeparted)
  expect(view.log.length).toBeLessThanOrEqual(maxLog)
  expect(Object.values(view.dials).filter((each) => each.reason !== null).length).toBeLessThanOrEqual(maxFailedDials)
}

describe('whatever happens', () => {
  it('leaves a view that is whole after every event', () => {
    fc.assert(
      fc.property(events, (all) => {
        let view = emptyView
        for (const event of all) {
          view = reduce(view, event)
          expectWhole(view)
        }
      }),
    )
  })

  it('gives the same view in one go as in batches, through JSON in between', () => {
    fc.assert(
      fc.property(events, fc.nat(), (all, at) => {
        const cut = at % (all.length + 1)
        const middle = JSON.parse(JSON.stringify(reduceAll(emptyView, all.slice(0, cut)))) as View
        expect(JSON.stringify(reduceAll(middle, all.slice(cut)))).toBe(JSON.stringify(reduceAll(emptyView, all)))
      }),
    )
  })

  it('changes no earlier view', () => {
    const freeze = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
      Object.freeze(value)
      Object.values(value).forEach(freeze)
    }
    fc.assert(
      fc.property(events, (all) => {
        let view = emptyView
        for (const event of all) {
          freeze(view)
          view = reduce(view, event)
        }
      }),
    )
  })
})

describe('the two ends of a link', () => {
  const boolean = fc.boolean()
  const report = (id: string): fc.Arbitrary<SwarmFact> =>
    fc.oneof(
      fc.record({
        type: fc.constant('link-flags' as const),
        link: fc.constant(linkId(id)),
        amChoking: boolean,
        amInterested: boolean,
        peerChoking: boolean,
        peerInterested: boolean,
      }),
      fc.record({
        type: fc.constant('link-transferred' as const),
        link: fc.constant(linkId(id)),
        downBytes: bytes,
        upBytes: bytes,
        downBytesPerSec: bytes,
        upBytesPerSec: bytes,
        requested: bytes,
      }),
    )

  it('make the same link in whichever order their reports come', () => {
    fc.assert(
      fc.property(fc.array(report('a')), fc.array(report('b')), fc.infiniteStream(boolean), (ofA, ofB, coin) => {
        const a: SwarmEvent[] = [seen(3, ...opened(1, 2, 'a', true)), ...ofA.map((fact, i) => seen(5 + i, 1, fact))]
        const b: SwarmEvent[] = [seen(4, ...opened(2, 1, 'b', false)), ...ofB.map((fact, i) => seen(5 + i, 2, fact))]
        const before = reduceAll(emptyView, story(started(1, true), started(2)))
        const expected = reduceAll(before, [...a, ...b])
        const mixed: SwarmEvent[] = []
        while (a.length > 0 && b.length > 0) mixed.push((coin.next().value ? a : b).shift()!)
        expect(reduceAll(before, [...mixed, ...a, ...b]).links).toEqual(expected.links)
      }),
    )
  })
})
