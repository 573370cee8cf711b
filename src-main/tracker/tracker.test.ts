import { expect, test } from 'vitest'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { seededRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { type Broadcast, type Delivered, Tracker } from './tracker.ts'

const swarm = 'aa'.repeat(20) as InfoHash

/** The peer id of a name: its letters, then zeros. */
function idOf(name: string): PeerId {
  return Buffer.from(name.padEnd(20, '\0'), 'latin1').toString('hex') as PeerId
}

function member(name: string): Member {
  return {
    id: idOf(name),
    uuid: null,
    name,
    agent: 'test',
    server: null,
    lab: true,
    role: 'leecher',
    haveCount: 0,
    uploadedBytes: 0,
    downloadedBytes: 0,
  }
}

const nobody: Delivered = { newcomers: 0, others: 0 }

function trackerOnClock(delivered = nobody) {
  const clock = new ManualClock()
  const sent: { atMs: number; names: string; changes: Broadcast['changes'] }[] = []
  const tracker = new Tracker({
    clock,
    random: seededRandom(1),
    gapMs: 100,
    totalsGapMs: 1_000,
    deliver(_infoHash, { members, changes }) {
      sent.push({ atMs: clock.nowMs(), names: members.map(({ name }) => name).join(''), changes })
      return delivered
    },
    onAnnounced() {},
    torrentOf: () => undefined,
  })
  tracker.openSwarm(swarm)
  return { clock, sent, tracker }
}

test('a change is broadcast at once, and changes that follow are gathered into ten a second', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  tracker.addPeerToSwarm(swarm, member('A'))
  await clock.advance(0)
  expect(sent).toEqual([{ atMs: 0, names: 'A', changes: { gone: [], changed: [member('A')], totals: [] } }])
  for (const name of 'BCDE') {
    tracker.addPeerToSwarm(swarm, member(name))
    await clock.advance(10)
  }
  tracker.removePeerFromSwarm(swarm, idOf('B'))
  await clock.advance(1_000)
  const changed = [...'CDE'].map((name) => member(name))
  expect(sent.slice(1)).toEqual([{ atMs: 100, names: 'ACDE', changes: { gone: [], changed, totals: [] } }])
})

test('however many changes, no more than ten lists a second go out', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  for (let i = 0; i < 500; i++) {
    tracker.addPeerToSwarm(swarm, member(`P${i}`))
    await clock.advance(2)
  }
  expect(sent.length).toBeLessThanOrEqual(11)
  expect(sent.length).toBeGreaterThanOrEqual(9)
})

test.each([
  { others: 2, gapMs: 100 },
  { others: 24, gapMs: 480 },
  { others: 1_000, gapMs: 1_000 },
])('to $others changes go out every $gapMs ms', async ({ others, gapMs }) => {
  const { clock, sent, tracker } = trackerOnClock({ newcomers: 0, others })
  for (let i = 0; i < 200; i++) {
    tracker.addPeerToSwarm(swarm, member(`P${i}`))
    await clock.advance(10)
  }
  const gaps = sent.slice(1).map(({ atMs }, i) => atMs - (sent[i]?.atMs ?? 0))
  expect(gaps.length).toBe(Math.floor(2_000 / gapMs))
  expect(new Set(gaps)).toEqual(new Set([gapMs]))
})

test('changes of many that go to many go out less often, so that no more than 100,000 lines are sent in a second', async () => {
  const { clock, sent, tracker } = trackerOnClock({ newcomers: 0, others: 1_000 })
  const add = (count: number, by: string) => {
    for (let i = 0; i < count; i++) tracker.addPeerToSwarm(swarm, member(`${by}${i}`))
  }
  add(200, 'A')
  await clock.advance(500)
  add(100, 'B')
  await clock.advance(5_000)
  // Two hundred lines to a thousand take two seconds.
  expect(sent.map(({ atMs, changes }) => [atMs, changes.changed.length])).toEqual([
    [0, 200],
    [2_000, 100],
  ])
})

test('and so do whole lists', async () => {
  const { clock, sent, tracker } = trackerOnClock({ newcomers: 1_000, others: 0 })
  for (let i = 0; i < 200; i++) tracker.addPeerToSwarm(swarm, member(`P${i}`))
  for (let times = 0; times < 10; times++) {
    await clock.advance(500)
    tracker.broadcast(swarm)
  }
  expect(sent.map(({ atMs }) => atMs)).toEqual([0, 2_000, 4_000])
})

test('a list has 500 members; when one of them leaves the next takes its place', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  for (let i = 0; i < 502; i++) tracker.addPeerToSwarm(swarm, member(`P${i}`))
  await clock.advance(0)
  expect(sent[0]?.changes.changed).toHaveLength(500)
  tracker.removePeerFromSwarm(swarm, idOf('P7'))
  await clock.advance(100)
  expect(sent[1]?.changes).toEqual({ gone: [idOf('P7')], changed: [member('P500')], totals: [] })
  tracker.updateStatus(swarm, idOf('P501'), { role: 'peer', haveCount: 3, uploadedBytes: 5, downloadedBytes: 9 })
  await clock.advance(2_000)
  expect(sent[2]?.changes).toEqual({ gone: [], changed: [], totals: [] })
})

const status = { role: 'leecher', haveCount: 0, uploadedBytes: 5, downloadedBytes: 7 } as const

test('totals travel too, but alone only once a second; a new role goes at once', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  tracker.addPeerToSwarm(swarm, member('A'))
  tracker.addPeerToSwarm(swarm, member('B'))
  await clock.advance(0)
  tracker.setTotalUploaded(swarm, idOf('A'), 5)
  tracker.setTotalDownloaded(swarm, idOf('A'), 7)
  await clock.advance(999)
  expect(sent).toHaveLength(1)
  await clock.advance(1)
  expect(sent[1]?.changes).toEqual({ gone: [], changed: [], totals: [{ ...member('A'), ...status }] })
  const seeder = { role: 'seeder', haveCount: 3, uploadedBytes: 5, downloadedBytes: 9 } as const
  tracker.updateStatus(swarm, idOf('B'), status)
  tracker.updateStatus(swarm, idOf('A'), seeder)
  await clock.advance(100)
  expect(sent[2]?.changes.totals).toEqual([{ ...member('A'), ...seeder }])
  await clock.advance(900)
  expect(sent[3]?.changes.totals).toEqual([{ ...member('B'), ...status }])
  expect(sent.map(({ atMs }) => atMs)).toEqual([0, 1_000, 1_100, 2_000])
})

test('the totals of many that go to many go out less often, and keep nothing else waiting', async () => {
  const { clock, sent, tracker } = trackerOnClock({ newcomers: 0, others: 50 })
  const all = Array.from({ length: 50 }, (_, i) => `P${i}`)
  for (const name of all) tracker.addPeerToSwarm(swarm, member(name))
  for (let tenth = 1; tenth <= 300; tenth++) {
    await clock.advance(100)
    for (const name of all) tracker.updateStatus(swarm, idOf(name), { ...status, uploadedBytes: tenth })
    if (tenth === 40) tracker.addPeerToSwarm(swarm, member('late'))
  }
  const timesOf = (key: 'totals' | 'changed') =>
    sent.flatMap(({ atMs, changes }) => (changes[key].length > 0 ? [atMs] : []))
  // Fifty totals to fifty take 12.5 s.
  expect(timesOf('totals')).toEqual([1_000, 13_500, 26_000])
  expect(timesOf('changed')).toEqual([0, 4_000])
})

test('a report that says nothing new is not told, nor is a peer that is added once more', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  tracker.addPeerToSwarm(swarm, { ...member('A'), ...status })
  await clock.advance(2_000)
  tracker.updateStatus(swarm, idOf('A'), status)
  tracker.addPeerToSwarm(swarm, { ...member('A'), ...status })
  await clock.advance(2_000)
  expect(sent).toHaveLength(1)
})

test('it knows its own swarms only, and forgets one that it closes', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  expect(tracker.validateInfoHash(swarm)).toBe(true)
  expect(tracker.validateInfoHash('bb'.repeat(20) as InfoHash)).toBe(false)
  tracker.addPeerToSwarm(swarm, member('A'))
  tracker.closeSwarm(swarm)
  await clock.advance(1_000)
  expect(sent).toEqual([])
  expect(tracker.validateInfoHash(swarm)).toBe(false)
})

test('removing a peer that is not there changes nothing', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  tracker.removePeerFromSwarm(swarm, idOf('nobody'))
  await clock.advance(1_000)
  expect(sent).toEqual([])
})
