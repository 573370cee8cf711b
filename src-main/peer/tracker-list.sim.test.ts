import { expect, test } from 'vitest'
import type { Member, SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import { maxWireMembers } from '../../src-shared/wire/member-lines.ts'
import type { ListChanges, TrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import { type ScriptedPeer, trackingIds } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { linkTo, strangerAt } from '../testing/stranger.ts'

// The tracker's list on the wire: the whole of it once to each link, and then what changes.

const block = 16_384
const none: ListChanges = { gone: [], changed: [], totals: [] }

async function tracker(seed: number) {
  const swarm = new SimulatedSwarm(seed)
  const { bytes } = await swarm.share(4 * block, 'noise.bin', block)
  const peer = await swarm.add(bytes, { maxRemoteClients: 100 })
  return { swarm, peer, infoHash: swarm.metainfo!.infoHash }
}

/** A stranger that has a tracker and has nothing yet. */
async function listener(swarm: SimulatedSwarm, number: number): Promise<ScriptedPeer> {
  const stranger = (await strangerAt(swarm, { number })).say({ name: 'have-none' }).sayHello({ m: trackingIds })
  await swarm.clock.advance(1_000)
  return stranger
}

const listed = (messages: readonly TrackerMessage[]) =>
  messages.map((message) => {
    if (message.kind === 'peers') return { whole: message.members.map(({ id }) => id) }
    if (message.kind !== 'changes') return message.kind
    return { gone: message.gone, changed: message.changed.map(({ id }) => id), totals: message.totals }
  })

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, observer: PeerId, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type && event.observer === observer)
}

test('the whole list goes once to each, and from then on who comes, gets on and goes', async () => {
  const { swarm, peer } = await tracker(450)
  const first = await listener(swarm, 1)
  expect(listed(first.tracked)).toEqual([{ whole: [peer.id, first.id] }])
  const second = await listener(swarm, 2)
  expect(listed(second.tracked)).toEqual([{ whole: [peer.id, first.id, second.id] }])
  second.sayTracker({ kind: 'status', role: 'peer', haveCount: 1, uploadedBytes: 0, downloadedBytes: 7 })
  await swarm.clock.advance(1_000)
  second.leave()
  await swarm.clock.advance(1_000)
  const progress = { id: second.id, haveCount: 1, uploadedBytes: 0, downloadedBytes: 7 }
  expect(listed(first.tracked.slice(1))).toEqual([
    { ...none, changed: [second.id] },
    { ...none, totals: [progress] },
    { ...none, gone: [second.id] },
  ])
  // Before its extension handshake nobody knows that it has a tracker.
  expect(told(swarm, peer.id, 'tracker-broadcast')).toMatchObject([
    { members: 1, changes: 1, newcomers: 0, others: 0 },
    { members: 2, changes: 1, newcomers: 0, others: 0 },
    { members: 2, changes: 0, newcomers: 1, others: 0 },
    { members: 3, changes: 1, newcomers: 0, others: 1 },
    { members: 3, changes: 0, newcomers: 1, others: 0 },
    { members: 3, changes: 0, totals: 1, newcomers: 0, others: 2 },
    { members: 2, changes: 1, newcomers: 0, others: 1 },
  ])
})

test('a long list goes in several messages, and who switches the extension off and on again gets it anew', async () => {
  const { swarm } = await tracker(451)
  for (let number = 1; number <= 60; number++) await strangerAt(swarm, { number })
  const last = await listener(swarm, 61)
  const [whole, rest] = listed(last.tracked)
  expect(whole).toMatchObject({ whole: { length: 40 } })
  expect(rest).toMatchObject({ gone: [], changed: { length: 22 }, totals: [] })
  last.sayHello({ m: { ss_tracker: 0 } })
  await swarm.clock.advance(1_000)
  await strangerAt(swarm, { number: 62 })
  await swarm.clock.advance(1_000)
  expect(last.tracked).toHaveLength(2)
  last.sayHello({ m: trackingIds })
  await swarm.clock.advance(1_000)
  expect(last.tracked.slice(2).map(({ kind }) => kind)).toEqual(['peers', 'changes'])
})

const member = (number: number): Member => ({
  id: number.toString(16).padStart(40, '0') as PeerId,
  uuid: null,
  name: `L${number}`,
  agent: 'listed',
  server: null,
  lab: false,
  role: 'peer',
  haveCount: 1,
  uploadedBytes: 0,
  downloadedBytes: 0,
})

test('what a remote tracker changes is taken in, of members that it has listed', async () => {
  const { swarm, peer, infoHash } = await tracker(452)
  const lister = await listener(swarm, 1)
  const others = () => peer.swarms.get(infoHash)!.members.filter(({ id }) => id !== lister.id)
  lister.sayTracker({ kind: 'peers', members: [member(1), member(2)] })
  await swarm.clock.advance(1_000)
  const totals = [1, 9].map((i) => ({ id: member(i).id, haveCount: 2, uploadedBytes: 5, downloadedBytes: 6 }))
  lister.sayTracker({ kind: 'changes', gone: [member(2).id, member(8).id], changed: [member(3)], totals })
  await swarm.clock.advance(1_000)
  const grown = { ...member(1), haveCount: 2, uploadedBytes: 5, downloadedBytes: 6 }
  expect(others()).toEqual([grown, member(3)])
  lister.sayTracker({ kind: 'changes', ...none, totals: [{ ...totals[0]!, haveCount: 99 }] })
  await swarm.clock.advance(1_000)
  expect(others()[0]).toMatchObject({ haveCount: 4, role: 'seeder' })
  lister.sayTracker({ kind: 'peers', members: [member(3)] })
  await swarm.clock.advance(1_000)
  expect(others()).toEqual([member(3)])
  lister.leave()
  await swarm.clock.advance(1_000)
  expect(others()).toEqual([])
})

test('changes without a list to change are a broken rule', async () => {
  const { swarm, peer } = await tracker(453)
  const lister = await listener(swarm, 1)
  lister.sayTracker({ kind: 'changes', ...none, changed: [member(1)] })
  await swarm.clock.advance(1_000)
  expect(told(swarm, peer.id, 'link-closed')).toMatchObject([{ remote: lister.id, reason: { code: 'protocol-error' } }])
  expect(told(swarm, peer.id, 'member-joined').map(({ member: { id } }) => id)).toEqual([lister.id])
})

test('however many a remote tracker lists in time, no more than 500 are known by it', async () => {
  const { swarm, peer, infoHash } = await tracker(454)
  const lister = await listener(swarm, 1)
  lister.sayTracker({ kind: 'peers', members: [] })
  for (let from = 0; from < 6_000; from += 100) {
    const changed = Array.from({ length: 100 }, (_, i) => member(from + i))
    lister.sayTracker({ kind: 'changes', ...none, changed })
    await swarm.clock.advance(20)
  }
  await swarm.clock.advance(1_000)
  expect(peer.swarms.get(infoHash)!.members).toHaveLength(maxWireMembers + 1)
})

/** Two leechers with a link each way, and the one by which the first tells the second of its list. */
async function linkedBothWays(seed: number) {
  const swarm = new SimulatedSwarm(seed)
  await swarm.share(4 * block, 'noise.bin', block)
  const [teller, hearer] = [await swarm.add(null, { maxRemoteClients: 100 }), await swarm.add(null)]
  void hearer.connect(['10.0.0.1'])
  await swarm.clock.advance(3_000)
  const part = teller.swarms.get(swarm.metainfo!.infoHash)!
  const [tells] = part.links.to(hearer.id)
  expect(part.links.to(hearer.id)).toHaveLength(2)
  const heard = () => hearer.swarms.get(swarm.metainfo!.infoHash)!.members.map(({ id }) => id)
  return { swarm, teller, hearer, tells: tells!, heard }
}

test('when the link that brought the list ends, the other one to the same peer begins with the whole list', async () => {
  const { swarm, teller, tells, heard } = await linkedBothWays(455)
  const before = told(swarm, teller.id, 'tracker-broadcast').length
  tells.close({ code: 'silent', seconds: 1 })
  // Before either of them can have dialled anew.
  await swarm.clock.advance(10)
  expect(told(swarm, teller.id, 'tracker-broadcast').slice(before)).toMatchObject([{ changes: 0, newcomers: 1 }])
  const stranger = await strangerAt(swarm)
  await swarm.clock.advance(1_000)
  expect(heard()).toEqual([teller.id, stranger.id])
})

test('of a list that goes in several messages nobody is seen to leave when another link begins with it', async () => {
  const { swarm, teller, hearer, tells, heard } = await linkedBothWays(459)
  for (let number = 1; number <= 60; number++) await strangerAt(swarm, { number })
  await swarm.clock.advance(3_000)
  expect(heard()).toHaveLength(61)
  tells.close({ code: 'silent', seconds: 1 })
  await swarm.clock.advance(1_000)
  expect(heard()).toHaveLength(61)
  expect(told(swarm, hearer.id, 'member-left')).toEqual([])
  expect(told(swarm, teller.id, 'tracker-broadcast').at(-1)).toMatchObject({ newcomers: 1 })
})

test('what a link that has been replaced still brings changes nothing any more', async () => {
  const { swarm, teller, hearer, tells, heard } = await linkedBothWays(456)
  const slow = linkTo(hearer, { id: teller.id })
  const isSame = slow.connection.remote.port === tells.connection.local.port
  expect(isSame && slow.connection.local.port === tells.connection.remote.port).toBe(true)
  hearer.controls.setFaults(slow.id, { frozen: false, latencyMs: 4_000 })
  const stranger = await strangerAt(swarm)
  await swarm.clock.advance(500)
  tells.close({ code: 'silent', seconds: 1 })
  await swarm.clock.advance(500)
  expect(heard()).toEqual([teller.id, stranger.id])
  stranger.leave()
  await swarm.clock.advance(1_000)
  expect(heard()).toEqual([teller.id])
  await swarm.clock.advance(3_000)
  expect(heard()).toEqual([teller.id])
  expect(told(swarm, hearer.id, 'member-joined').filter(({ member: { id } }) => id === stranger.id)).toHaveLength(1)
})

test('a list that was late is a list all the same', async () => {
  const { swarm, teller, hearer, heard } = await linkedBothWays(457)
  const slow = linkTo(hearer, { id: teller.id })
  hearer.controls.setFaults(slow.id, { frozen: false, latencyMs: 4_000 })
  const stranger = await strangerAt(swarm)
  await swarm.clock.advance(1_000)
  expect(heard()).toEqual([teller.id])
  hearer.controls.setFaults(slow.id, noFaults)
  await swarm.clock.advance(1_000)
  expect(heard()).toEqual([teller.id, stranger.id])
})
