import { afterEach, expect, test, vi } from 'vitest'
import type { LinkReport } from '../../src-shared/swarm/events.ts'
import { linkKey, type PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinkView, View } from '../../src-shared/swarm/view.ts'
import type { ExtendedHandshake } from '../../src-shared/wire/extended.ts'
import { maxReportedLinks } from '../../src-shared/wire/link-lines.ts'
import type { LinksMessage } from '../../src-shared/wire/tracker-message.ts'
import { EventLog } from '../observe/event-log.ts'
import { type ScriptedPeer, trackingIds } from '../testing/scripted-peer.ts'
import { type SimulatedSetup, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { strangerAt } from '../testing/stranger.ts'
import { Link } from './link.ts'
import type { Peer } from './peer.ts'

// Several programs, each with a screen of its own: what each of them sees of the links of the others.

afterEach(() => void vi.restoreAllMocks())

const block = 16_384
const apart = () => new SimulatedSwarm(700, { folds: false, keep: () => false })

/** So many programs with a peer or several each; the very first one has it all, and each uploads so many blocks a second. */
async function classOf(
  swarm: SimulatedSwarm,
  sizes: readonly number[],
  blocksPerSec = 2,
  {
    meet = (peers: readonly Peer[]) => swarm.meet(peers),
    watched = true,
    seconds = 20,
    ...setup
  }: SimulatedSetup & { meet?: (peers: readonly Peer[]) => void; watched?: boolean; seconds?: number } = {},
) {
  const { bytes } = await swarm.share(seconds * blocksPerSec * block, 'noise.bin', block)
  const upBytesPerSec = blocksPerSec * block
  const programs: { readonly log: EventLog; readonly peers: Peer[]; isWatched: boolean }[] = []
  for (const size of sizes) {
    const log = new EventLog(swarm.clock)
    const program = { log, peers: [] as Peer[], isWatched: watched }
    const parts = { program: log, isWatched: () => program.isWatched, upBytesPerSec, ...setup }
    for (let i = 0; i < size; i++) program.peers.push(await swarm.add(programs.length + i === 0 ? bytes : null, parts))
    programs.push(program)
  }
  meet(programs.flatMap(({ peers }) => peers))
  return programs
}

const linksOf = (view: View): LinkView[] => Object.values(view.links)
const reported = (view: View) => linksOf(view).filter((link) => link.reported !== null)
const socketsOf = ({ diallerAddress, acceptorAddress }: LinkView) => linkKey(diallerAddress, acceptorAddress)
const sockets = (view: View) => linksOf(view).map(socketsOf).sort()
const endsOf = ({ dialler, acceptor }: LinkView) => [dialler, acceptor]

test('every screen has every link of the class once, those of others as both their ends report them', async () => {
  const swarm = apart()
  const programs = await classOf(swarm, [1, 2, 2])
  await swarm.clock.advance(8_000)
  const views = programs.map(({ log }) => log.view)
  // Each dialled the four others.
  expect(views.map((view) => sockets(view).length)).toEqual([20, 20, 20])
  expect(sockets(views[1]!)).toEqual(sockets(views[0]!))
  expect(sockets(views[2]!)).toEqual(sockets(views[0]!))
  for (const [i, view] of views.entries()) {
    const own = new Set<PeerId>(programs[i]!.peers.map(({ id }) => id))
    for (const link of linksOf(view)) {
      const isOwn = endsOf(link).some((id) => own.has(id))
      expect(link.reported === null).toBe(isOwn)
      if (link.reported) expect(link.reported).toEqual({ dialler: expect.any(String), acceptor: expect.any(String) })
    }
  }
})

test('peers of one program report nothing to each other, and one of them hears for all', async () => {
  const sent = vi.spyOn(Link.prototype, 'sendTracker')
  const swarm = apart()
  const [first, second] = await classOf(swarm, [1, 3])
  await swarm.clock.advance(3_000)
  const told = sent.mock.calls.flatMap(([{ kind }], i) => (kind === 'links' ? [sent.mock.contexts[i] as Link] : []))
  const listeners = new Set(told.map(({ remoteId }) => remoteId))
  expect(listeners).toEqual(new Set([first!.peers[0]!.id, second!.peers[0]!.id]))
  const toSecond = told.filter(({ remoteId }) => remoteId === second!.peers[0]!.id)
  expect(new Set(toSecond.map(({ connection }) => connection.local.host))).toEqual(new Set(['10.0.0.1']))
})

test('flags and rates of the others are as their own screens had them within the last two seconds', async () => {
  const swarm = apart()
  const [first, second] = await classOf(swarm, [1, 1, 1], 20)
  await swarm.clock.advance(6_000)
  const truths: LinkView[] = []
  for (let i = 0; i < 8; i++) {
    await swarm.clock.advance(250)
    truths.push(...linksOf(second!.log.view))
  }
  const seen = reported(first!.log.view)
  expect(seen).toHaveLength(2)
  for (const link of seen) {
    const { diallerFlags, acceptorFlags, encryption, clientId } = link
    const own = truths.filter((other) => socketsOf(other) === socketsOf(link))
    expect(own).toContainEqual(expect.objectContaining({ diallerFlags, acceptorFlags, encryption, clientId }))
    for (const rate of ['toDiallerBytesPerSec', 'toAcceptorBytesPerSec'] as const) {
      expect(own.some((truth) => Math.abs(link[rate] - truth[rate]) <= truth[rate] / 4)).toBe(true)
    }
  }
  expect(seen.reduce((sum, link) => sum + link.toDiallerBytesPerSec + link.toAcceptorBytesPerSec, 0)).toBeGreaterThan(0)
})

test('a reporter that crashes takes its reports with it, and the other end tells no more of its links', async () => {
  const swarm = apart()
  const [first, , third] = await classOf(swarm, [1, 1, 1])
  await swarm.clock.advance(4_000)
  expect(reported(first!.log.view)).toHaveLength(2)
  await third!.peers[0]!.stop(true)
  await swarm.clock.advance(3_000)
  const { view } = first!.log
  expect(reported(view)).toEqual([])
  expect(view.peers).not.toHaveProperty(third!.peers[0]!.id)
})

test('who does not report its links is seen in the reports of others alone', async () => {
  const swarm = apart()
  const [first, second, third] = await classOf(swarm, [1, 1, 1])
  await swarm.clock.advance(4_000)
  const [shy] = second!.peers
  await shy!.change({ ...shy!.setup, reportsLinks: false })
  await swarm.clock.advance(3_000)
  const links = reported(first!.log.view)
  expect(links).toHaveLength(2)
  for (const { dialler, acceptor, reported: by } of links) {
    expect(by).toEqual({
      dialler: dialler === shy!.id ? null : expect.any(String),
      acceptor: acceptor === shy!.id ? null : expect.any(String),
    })
  }
  await third!.peers[0]!.change({ ...third!.peers[0]!.setup, reportsLinks: false })
  await swarm.clock.advance(3_000)
  expect(reported(first!.log.view)).toEqual([])
  await shy!.change({ ...shy!.setup, reportsLinks: true })
  await swarm.clock.advance(3_000)
  expect(reported(first!.log.view)).toHaveLength(2)
})

/** Six leechers with two client ports each: one for the seeder, and one for the next of them. */
async function hubAndRing(swarm: SimulatedSwarm, { watched = true, seconds = 20 } = {}) {
  const clientPorts = { first: 5001, last: 5002 }
  const meet = ([seeder, ...ring]: readonly Peer[]) => {
    for (const [i, peer] of ring.entries()) {
      const next = ring[(i + 1) % ring.length]!
      void peer.connect([seeder!.loopbackAddress, next.loopbackAddress])
    }
  }
  const programs = await classOf(swarm, [1, 1, 1, 1, 1, 1, 1], 2, { clientPorts, meet, watched, seconds })
  return programs.map((program) => ({ program, log: program.log, peer: program.peers[0]! }))
}

test('links of two peers that one is not linked with are passed on by another, each once', async () => {
  const sent = vi.spyOn(Link.prototype, 'sendTracker')
  const swarm = apart()
  const [seeder, ...ring] = await hubAndRing(swarm)
  await swarm.clock.advance(10_000)
  for (const { log } of [seeder!, ...ring]) {
    expect(sockets(log.view)).toHaveLength(12)
    expect(new Set(sockets(log.view))).toEqual(new Set(sockets(seeder!.log.view)))
    const ends = reported(log.view).flatMap((link) => [link.reported!.dialler, link.reported!.acceptor])
    expect(ends).not.toContain(null)
  }
  // Three of the six are not linked with a peer of the ring, and each of them is asked for once.
  const asked = sent.mock.calls.flatMap(([message]) => (message.kind === 'pass-on' ? message.of : []))
  expect(asked).toHaveLength(6 * 3)
})

test('when who passes reports on goes, another does, and when their peer goes, they go', async () => {
  const swarm = apart()
  const [seeder, first, , third] = await hubAndRing(swarm)
  await swarm.clock.advance(6_000)
  const seen = () => reported(first!.log.view).flatMap(endsOf)
  await seeder!.peer.stop(true)
  await swarm.clock.advance(6_000)
  expect(seen()).toContain(third!.peer.id)
  expect(linksOf(first!.log.view).flatMap(endsOf)).not.toContain(seeder!.peer.id)
  await third!.peer.stop(true)
  await swarm.clock.advance(4_000)
  expect(seen()).not.toContain(third!.peer.id)
})

test('a program at which nobody looks hears nothing; whoever opens its screen sees all links within seconds, until it is closed', async () => {
  const sent = vi.spyOn(Link.prototype, 'sendTracker')
  const told = () => sent.mock.calls.filter(([{ kind }]) => kind === 'links').length
  const swarm = apart()
  const [first] = await classOf(swarm, [1, 1, 1], 2, { watched: false })
  await swarm.clock.advance(5_000)
  expect(told()).toBe(0)
  for (let round = 0; round < 2; round++) {
    first!.isWatched = true
    await swarm.clock.advance(3_000)
    expect(sockets(first!.log.view)).toHaveLength(6)
    first!.isWatched = false
    await swarm.clock.advance(12_000)
    expect(reported(first!.log.view)).toEqual([])
    const before = told()
    await swarm.clock.advance(5_000)
    expect(told()).toBe(before)
  }
})

test('who has no screen passes on what others ask for, as long as they do, and hears no more than that takes', async () => {
  const sent = vi.spyOn(Link.prototype, 'sendTracker')
  const swarm = apart()
  const [seeder, looking, ...others] = await hubAndRing(swarm, { watched: false, seconds: 300 })
  const asked = () => sent.mock.calls.flatMap(([message]) => (message.kind === 'pass-on' ? [message.of.length] : []))
  const reports = () => sent.mock.calls.filter(([{ kind }]) => kind === 'links').length
  for (let round = 0; round < 2; round++) {
    looking!.program.isWatched = true
    await swarm.clock.advance(12_000)
    expect(sockets(looking!.log.view)).toHaveLength(12)
    for (const { log } of [seeder!, ...others]) expect(reported(log.view)).toEqual([])
    expect(reports()).toBeGreaterThan(0)
    sent.mockClear()
    looking!.program.isWatched = false
    await swarm.clock.advance(13_000)
    expect(reported(looking!.log.view)).toEqual([])
    expect(asked()).toEqual(asked().fill(0))
    expect(asked().length).toBeGreaterThan(0)
    // Who passed on goes on hearing for a minute; after the first round it is asked again within it.
    if (round === 0) continue
    await swarm.clock.advance(60_000)
    sent.mockClear()
    await swarm.clock.advance(5_000)
    expect([reports(), asked()]).toEqual([0, []])
  }
})

/** A program of one peer, its screen, and a stranger linked to it that understands the tracker. */
async function listener(number: number, hello: Partial<ExtendedHandshake> = {}) {
  const swarm = apart()
  const { bytes } = await swarm.share(4 * block, 'noise.bin', block)
  const log = new EventLog(swarm.clock)
  const peer = await swarm.add(bytes, { program: log, maxRemoteClients: 100 })
  const stranger = (await strangerAt(swarm, { number })).say({ name: 'have-none' })
  stranger.sayHello({ m: trackingIds, ...hello })
  await swarm.clock.advance(2_000)
  return { swarm, log, peer, stranger }
}

const wanting: Partial<ExtendedHandshake> = {
  lab: { uuid: '6d223864-9cd7-4327-ad02-7856d636af66', name: 'Ada', profile: 'bep3', wantsLinks: true },
}
const linkMessages = ({ tracked }: ScriptedPeer) =>
  tracked.filter((message): message is LinksMessage => message.kind === 'links')

test('all links are told once to who wants to hear of them, and then what changes', async () => {
  const { swarm, peer, stranger } = await listener(1, wanting)
  const [whole, ...none] = linkMessages(stranger)
  expect(none).toEqual([])
  expect(whole).toMatchObject({ whole: true, gone: [], told: [], opened: [{ dialled: false, remote: stranger.id }] })
  expect(whole!.opened[0]).toMatchObject({ acceptor: peer.address, amChoking: true, peerInterested: false })
  await swarm.clock.advance(10_000)
  expect(linkMessages(stranger)).toHaveLength(1)
  stranger.say({ name: 'interested' })
  const other = await strangerAt(swarm, { number: 2 })
  await swarm.clock.advance(2_000)
  other.leave()
  await swarm.clock.advance(2_000)
  const later = linkMessages(stranger).slice(1)
  expect(later.flatMap(({ told }) => told).at(-1)).toMatchObject({ amChoking: false, peerInterested: true })
  const opened = later.flatMap((message) => message.opened)
  expect(opened).toMatchObject([{ remote: other.id }])
  expect(later.flatMap(({ gone }) => gone)).toEqual([opened[0]!.number])
  expect(later.length).toBeLessThanOrEqual(4)
})

test('nothing is told to who does not ask for it', async () => {
  const { swarm, stranger } = await listener(1)
  await swarm.clock.advance(5_000)
  expect(linkMessages(stranger)).toEqual([])
})

const figures = {
  ...{ amChoking: true, amInterested: false, peerChoking: true, peerInterested: false },
  ...{ downBytesPerSec: 0, upBytesPerSec: 0 },
}
const report = (number: number, remote: PeerId, port = 5001): LinkReport => ({
  ...{ number, remote, dialled: true, encryption: 'none', ...figures },
  dialler: `10.0.0.91:${port}` as LinkReport['dialler'],
  acceptor: '10.0.0.80:5000' as LinkReport['acceptor'],
})
const none = { kind: 'links', gone: [], opened: [], told: [] } as const

test('a report makes no peer known and nobody dialled; of who is known later it is shown then', async () => {
  const { swarm, log, peer, stranger } = await listener(1)
  const later = await strangerAt(swarm, { number: 2 })
  const before = Object.keys(log.view.peers)
  const unknown = 'ab'.repeat(20) as PeerId
  stranger.sayTracker({ ...none, whole: true, opened: [report(1, unknown), report(2, peer.id, 5002)] })
  await swarm.clock.advance(5_000)
  expect(reported(log.view)).toEqual([])
  expect(new Set(Object.keys(log.view.peers))).toEqual(new Set([...before, later.id]))
  expect(Object.keys(log.view.dials)).toEqual([])
  stranger.sayTracker({ ...none, opened: [report(3, later.id, 5003)] })
  later.leave()
  await swarm.clock.advance(2_000)
  expect(reported(log.view)).toEqual([])
  const again = (await strangerAt(swarm, { number: 2 })).say({ name: 'have-none' })
  await swarm.clock.advance(2_000)
  expect(reported(log.view)).toMatchObject([{ dialler: stranger.id, acceptor: again.id, clientId: 5003 }])
  stranger.leave()
  await swarm.clock.advance(100)
  expect(reported(log.view)).toEqual([])
})

test('reports without a beginning count for nothing, and however many are told, 200 are held', async () => {
  const { swarm, log, stranger } = await listener(1)
  const { id } = await strangerAt(swarm, { number: 2 })
  await swarm.clock.advance(1_000)
  stranger.sayTracker({ ...none, opened: [report(1, id)] })
  await swarm.clock.advance(2_000)
  expect(reported(log.view)).toEqual([])
  stranger.sayTracker({ ...none, whole: true })
  for (let from = 0; from < 2_000; from += 100) {
    const opened = Array.from({ length: 100 }, (_, i) => report(from + i, id, 10_000 + from + i))
    stranger.sayTracker({ ...none, opened })
  }
  await swarm.clock.advance(2_000)
  expect(reported(log.view)).toHaveLength(maxReportedLinks)
  stranger.sayTracker({ ...none, whole: true, opened: [report(7, id, 10_007)] })
  await swarm.clock.advance(2_000)
  expect(reported(log.view)).toHaveLength(1)
})

test('what is passed on unasked, or of one who reports by itself, counts for nothing', async () => {
  const { swarm, log, stranger } = await listener(1)
  const other = (await strangerAt(swarm, { number: 2 })).say({ name: 'have-none' }).sayHello({ m: trackingIds })
  const { id } = await strangerAt(swarm, { number: 3 })
  await swarm.clock.advance(1_000)
  other.sayTracker({ ...none, whole: true, opened: [report(1, id)] })
  stranger.sayTracker({ ...none, whole: true, of: id, opened: [report(2, other.id, 5002)] })
  stranger.sayTracker({ ...none, whole: true, of: other.id, opened: [report(2, id, 5003)] })
  await swarm.clock.advance(2_000)
  expect(reported(log.view).map(({ clientId }) => clientId)).toEqual([5001])
})
