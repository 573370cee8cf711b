import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chokeLine,
  client,
  dialId,
  identity,
  infoHash,
  joined,
  linkId,
  listed,
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
import {
  emptyView,
  type LinkView,
  maxBanned,
  maxDeparted,
  maxFailedDials,
  maxLog,
  noDiscovery,
  noFaults,
  type PeerView,
  type View,
} from './view.ts'

const number = fc.integer({ min: 1, max: 5 })
const link = fc.integer({ min: 0, max: 12 }).map((n) => linkId(`l${n}`))
const dial = fc.integer({ min: 1, max: 4 }).map((n) => dialId(`d${n}`))
const swarm = fc.constantFrom(infoHash, otherInfoHash)
const role = fc.constantFrom('leecher', 'peer', 'seeder')
const reason = fc.constantFrom({ code: 'reset' }, { code: 'left' }, { code: 'killed' }, { code: 'wrong-info-hash' })
const pieces = fc.constantFrom('', '8000', 'ffc0')
const bytes = fc.integer({ min: 0, max: 1000 })
const address = fc.oneof(number.map(serverOf), fc.integer({ min: 5001, max: 5003 }).map(client))
const clientPorts = { first: 5001, last: 5010 }
const limits = fc.record({ upBytesPerSec: fc.option(bytes), downBytesPerSec: fc.option(bytes) })
const faults = fc.record({ frozen: fc.boolean(), latencyMs: bytes })
const choking = fc.constantFrom('lab', 'bep3', 'none')
const picking = fc.constantFrom('rarest-first', 'random')
const unwanted = fc.uniqueArray(fc.integer({ min: 0, max: 2 }))
const detail = fc.option(fc.constant('Full.'))
const piece = fc.integer({ min: -2, max: 12 })
const sampleTorrent = swarm.map((hash) => ({ ...torrent, infoHash: hash }))
const line = fc.record({ number, unchoked: fc.boolean(), changed: fc.boolean() })

const controlFacts = [
  fc.record({ type: fc.constant('files-chosen'), infoHash: swarm, unwanted }),
  fc.record({ type: fc.constant('strategy-changed'), infoHash: swarm, choking, picking }),
  fc.record({
    type: fc.constant('limits-changed'),
    scope: fc.oneof(
      fc.constant({ kind: 'peer' }),
      fc.record({ kind: fc.constant('swarm'), infoHash: swarm }),
      fc.record({ kind: fc.constant('link'), link }),
    ),
    limits,
  }),
  fc.record({ type: fc.constant('upload-shared'), files: bytes, shareBytesPerSec: fc.option(bytes) }),
  fc.record({ type: fc.constant('faults-changed'), link: fc.option(link), faults }),
  fc.record({
    type: fc.constant('choke-round'),
    infoHash: swarm,
    round: fc.record({
      choking,
      round: number,
      rankedBy: fc.constant('download'),
      nextInMs: bytes,
      lines: fc.array(line.map(({ number: of, ...changes }) => chokeLine(of, changes))),
    }),
  }),
]

const restFacts = [
  fc.record({
    type: fc.constant('swarm-paused'),
    torrent: sampleTorrent,
    pieces,
    role,
    savedAs: fc.constant(null),
    detail,
  }),
  fc.record({ type: fc.constant('swarm-checking'), torrent: sampleTorrent }),
  fc.record({ type: fc.constant('check-progressed'), infoHash: swarm, checked: bytes }),
]

const blockFacts = [
  fc.record({ type: fc.constant('routing-table'), count: bytes, entries: fc.constant([]) }),
  fc.record({
    type: fc.constant('pieces-in-flight'),
    infoHash: swarm,
    pieces: fc.array(fc.record({ piece, arrived: bytes, requested: bytes, blocks: bytes }), { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('block-corrupted'),
    infoHash: swarm,
    link,
    remote: number.map(peerId),
    piece,
    block: bytes,
  }),
  // More peers than a list of the banned holds.
  fc.record({
    type: fc.constant('peer-banned'),
    infoHash: swarm,
    peer: fc.integer({ min: 1, max: 30 }).map(peerId),
    piece,
    blocks: fc.array(bytes),
  }),
]

const magnetFacts = [
  fc.record({ type: fc.constant('magnet-opened'), infoHash: swarm, name: fc.constant('n') }),
  fc.record({
    type: fc.constant('magnet-progressed'),
    infoHash: swarm,
    receivedBytes: bytes,
    totalBytes: fc.option(bytes),
    from: fc.option(number.map(peerId)),
  }),
  fc.record({ type: fc.constant('magnet-ended'), infoHash: swarm, detail }),
  fc.record({
    type: fc.constant('peers-exchanged'),
    infoHash: swarm,
    from: number.map(peerId),
    added: bytes,
    dropped: bytes,
  }),
]

const url = fc.constantFrom('http://a.example/announce', 'udp://b.example:6969/announce')
const tracker = fc.record({ url, tier: fc.nat(2), own: fc.boolean() })
const announceEvent = fc.option(fc.constantFrom('started', 'completed', 'stopped'))

const findingFacts = [
  fc.record({ type: fc.constant('utp-refused'), from: address }),
  fc.record({ type: fc.constant('tracker-udp-failed'), requested: address, failure: fc.constant('other') }),
  fc.record({ type: fc.constant('tracker-served'), http: bytes, udp: bytes, refused: bytes }),
  fc.record({
    type: fc.constant('trackers-listed'),
    infoHash: swarm,
    trackers: fc.uniqueArray(tracker, { maxLength: 2, selector: (each) => each.url }),
  }),
  fc.record({ type: fc.constant('announce-started'), infoHash: swarm, url, event: announceEvent }),
  fc.record({
    type: fc.constant('announce-ended'),
    infoHash: swarm,
    url,
    event: announceEvent,
    outcome: fc.oneof(
      fc.record({
        ok: fc.constant(true),
        peers: bytes,
        seeders: fc.option(bytes),
        leechers: fc.option(bytes),
        warning: detail,
      }),
      fc.record({ ok: fc.constant(false), detail: fc.constant('Gone.') }),
    ),
    nextInMs: fc.option(bytes),
  }),
  fc.record({ type: fc.constant('discovery-changed'), way: fc.constantFrom('local', 'dht'), on: fc.boolean(), detail }),
  fc.record({
    type: fc.constant('peers-found'),
    infoHash: swarm,
    way: fc.constantFrom('tracker', 'local', 'dht'),
    from: url,
    addresses: bytes,
  }),
]

const figures = {
  number: fc.nat(3),
  amChoking: fc.boolean(),
  amInterested: fc.boolean(),
  peerChoking: fc.boolean(),
  peerInterested: fc.boolean(),
  downBytesPerSec: bytes,
  upBytesPerSec: bytes,
}
const report = fc.record({
  ...figures,
  dialler: fc.constantFrom(client(5001), client(5002)),
  acceptor: number.map(serverOf),
  dialled: fc.boolean(),
  remote: number.map(peerId),
  encryption: fc.constant('none'),
})
const reportFacts = fc.record({
  type: fc.constant('links-reported'),
  infoHash: swarm,
  from: number.map(peerId),
  gone: fc.array(fc.nat(3), { maxLength: 2 }),
  opened: fc.uniqueArray(report, { maxLength: 3, selector: ({ number: each }) => each }),
  told: fc.array(fc.record(figures), { maxLength: 2 }),
})

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
  fc.record({
    type: fc.constant('tracker-broadcast'),
    infoHash: swarm,
    members: bytes,
    changes: bytes,
    totals: bytes,
    newcomers: bytes,
    others: bytes,
  }),
  fc.record({ type: fc.constant('peer-stopped'), reason }),
  fc.record({
    type: fc.constant('swarm-joined'),
    torrent: sampleTorrent,
    pieces,
    role,
    savedAs: fc.constant(null),
    limits,
    choking,
    picking,
    unwanted,
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
    encryption: fc.constantFrom('none', 'handshake', 'rc4'),
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
    piece,
    from: fc.constant([]),
  }),
  fc.record({ type: fc.constant('download-finished'), infoHash: swarm, savedAs: fc.constant('/tmp/x') }),
  fc.record({ type: fc.constant('events-dropped'), count: bytes }),
  ...controlFacts,
  ...restFacts,
  ...blockFacts,
  ...magnetFacts,
  ...findingFacts,
  reportFacts,
  reportFacts,
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

// Two peers run from the start, in a swarm and linked, or most random events would be seen by nobody.
const others = [listed(1, 3), listed(1, 4), listed(1, 5)]
const here = [started(1, true), started(2), joined(1), joined(2, 'seeder'), listed(1, 2), opened(1, 2, 'l0', true)]
const start = [...here, ...others]
const observer = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(1, 2) }, { weight: 1, arbitrary: number })
const events = fc
  .array(fc.tuple(observer, facts), { maxLength: 120, size: 'max' })
  .map((told) => story(...([...start, ...told] as [number, SwarmFact][]).filter(isFirstOpening)))

function idsOf({ diallerLink, acceptorLink, reported }: LinkView): LinkId[] {
  const ids = [diallerLink, acceptorLink, reported?.dialler, reported?.acceptor]
  return ids.filter((id): id is LinkId => typeof id === 'string')
}

function expectWhole(view: View): void {
  for (const [key, each] of Object.entries(view.links)) {
    expect(each.key).toBe(key)
    expect(view.peers).toHaveProperty(each.dialler)
    expect(view.peers).toHaveProperty(each.acceptor)
    for (const id of idsOf(each)) expect(view.linkKeys[id]).toBe(key)
    const isOwn = each.diallerLink !== null || each.acceptorLink !== null
    expect(isOwn).toBe(each.reported === null)
    if (each.reported) {
      expect(each.reported.dialler ?? each.reported.acceptor).not.toBeNull()
      for (const end of [each.dialler, each.acceptor]) expect(view.peers[end]?.local).toBe(false)
      expect(view.peers[peerId(1)]?.running).toBe(true)
    }
  }
  expectRested(view)
  for (const [id, key] of Object.entries(view.linkKeys) as [LinkId, keyof View['links']][])
    expect(idsOf(view.links[key]!)).toContain(id)
  for (const peer of Object.values(view.peers)) {
    const listing = new Set(Object.values(view.listings[peer.id] ?? {}).flat())
    expect(new Set(peer.listedBy)).toEqual(listing)
    for (const observer of peer.listedBy) expect(view.peers[observer]?.running).toBe(true)
    const linked = Object.values(view.links).some(
      (each) => each.reported === null && (each.dialler === peer.id || each.acceptor === peer.id),
    )
    expect(peer.running || peer.id === view.me || linked || listing.size > 0).toBe(true)
  }
  expect(Object.keys(view.listings).every((id) => (id as PeerId) in view.peers)).toBe(true)
  for (const each of Object.values(view.dials)) expect(view.peers[each.from]?.running).toBe(true)
  expect(view.departed.every((peer) => !(peer.id in view.peers))).toBe(true)
  expect(view.departed.length).toBeLessThanOrEqual(maxDeparted)
  expect(view.log.length).toBeLessThanOrEqual(maxLog)
  expect(Object.values(view.dials).filter((each) => each.reason !== null).length).toBeLessThanOrEqual(maxFailedDials)
}

// A local peer whose part in a swarm rests sees no link and lists nobody there, and fetches nothing.
function expectRested(view: View): void {
  for (const peer of Object.values(view.peers)) {
    expect(peer.banned.length).toBeLessThanOrEqual(maxBanned)
    if (!peer.running) expect(peer).toMatchObject({ uploadShare: null, routing: { count: 0 }, faults: noFaults })
    expectFinding(peer)
    for (const [hash, membership] of Object.entries(peer.swarms)) {
      if (peer.running && membership.state === 'active') continue
      expect(membership).toMatchObject(peer.local ? { lastRound: null, inFlight: [] } : { state: 'active' })
      if (!peer.local) continue
      for (const each of Object.values(view.links)) {
        const seenAs = [each.diallerLink && each.dialler, each.acceptorLink && each.acceptor]
        if (each.infoHash === hash) expect(seenAs).not.toContain(peer.id)
      }
      for (const listings of Object.values(view.listings))
        expect(listings[hash as typeof infoHash] ?? []).not.toContain(peer.id)
    }
  }
  if (view.me === null || !view.peers[view.me]?.running)
    expect(Object.values(view.magnets).every((magnet) => magnet.failure !== null)).toBe(true)
}

// It asks, and counts what it finds, only where it takes part.
function expectFinding(peer: PeerView): void {
  expect(peer.strays).toBeLessThanOrEqual(peer.turnedAway)
  if (!peer.running) expect(peer.discovery).toEqual(noDiscovery)
  for (const hash of Object.keys({ ...peer.trackers, ...peer.found }) as (typeof infoHash)[]) {
    expect(peer.running).toBe(true)
    expect(peer.swarms[hash]?.state ?? 'active').toBe('active')
    for (const { asking, outcome, answeredAtMs, nextAtMs } of peer.trackers[hash] ?? []) {
      expect(outcome === null).toBe(answeredAtMs === null)
      if (asking || outcome === null) expect(nextAtMs).toBeNull()
    }
  }
}

// Only what an event names may be made anew with the same content.
function expectKept(before: View, after: View, event: SwarmEvent): void {
  const named = new Set(
    JSON.stringify(event)
      .match(/"[^"]*"/g)
      ?.map((text) => text.slice(1, -1)),
  )
  for (const link of Object.values({ ...before.links, ...after.links }))
    if (named.has(link.diallerLink ?? '') || named.has(link.acceptorLink ?? '')) named.add(link.key)
  for (const part of ['peers', 'links', 'linkKeys', 'listings', 'dials', 'torrents', 'magnets'] as const) {
    const [old, now]: Readonly<Record<string, unknown>>[] = [before[part], after[part]]
    const ids = Object.keys({ ...old, ...now })
    if (old !== now) expect(ids.filter((id) => old![id] !== now![id] || named.has(id))).not.toEqual([])
    for (const id of ids) if (old![id] !== now![id] && !named.has(id)) expect(now![id]).not.toEqual(old![id])
  }
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

  it('gives the same view when nobody has seen what was made before', () => {
    fc.assert(
      fc.property(events, (all) => {
        const unseen = new WeakSet()
        const view = all.reduce((before, event) => reduceAll(before, [event], unseen), emptyView)
        expect(JSON.stringify(view)).toBe(JSON.stringify(all.reduce(reduce, emptyView)))
      }),
    )
  })

  it('keeps each part that an event leaves alone, so that it is not drawn again', () => {
    fc.assert(
      fc.property(events, (all) => {
        let view = emptyView
        for (const event of all) {
          const before = view
          view = reduce(view, event)
          expectKept(before, view, event)
        }
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
