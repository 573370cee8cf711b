import { expect, test } from 'vitest'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { seededRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { Tracker } from './tracker.ts'

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

function trackerOnClock(recipients = 0) {
  const clock = new ManualClock()
  const sent: { atMs: number; names: string }[] = []
  const tracker = new Tracker({
    clock,
    random: seededRandom(1),
    gapMs: 100,
    totalsGapMs: 1_000,
    deliver(_infoHash, members) {
      sent.push({ atMs: clock.nowMs(), names: members.map(({ name }) => name).join('') })
      return members.length * recipients
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
  expect(sent).toEqual([{ atMs: 0, names: 'A' }])
  for (const name of 'BCDE') {
    tracker.addPeerToSwarm(swarm, member(name))
    await clock.advance(10)
  }
  tracker.removePeerFromSwarm(swarm, idOf('B'))
  await clock.advance(1_000)
  expect(sent.slice(1)).toEqual([{ atMs: 100, names: 'ACDE' }])
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

test('lists of many that go to many go out less often, so that no more than 100,000 lines are sent in a second', async () => {
  const { clock, sent, tracker } = trackerOnClock(1_000)
  for (let i = 0; i < 500; i++) tracker.addPeerToSwarm(swarm, member(`P${i}`))
  for (let second = 0; second < 20; second++) {
    tracker.addPeerToSwarm(swarm, member(`Q${second}`))
    await clock.advance(1_000)
  }
  // The first at once; each takes five seconds.
  expect(sent.map(({ atMs }) => Math.floor(atMs / 1_000))).toEqual([0, 5, 10, 15])
})

test('totals travel too, but alone only once a second; a new role goes at once', async () => {
  const { clock, sent, tracker } = trackerOnClock()
  tracker.addPeerToSwarm(swarm, member('A'))
  await clock.advance(0)
  tracker.setTotalUploaded(swarm, idOf('A'), 5)
  tracker.setTotalDownloaded(swarm, idOf('A'), 7)
  await clock.advance(999)
  expect(sent).toHaveLength(1)
  await clock.advance(1)
  expect(sent).toHaveLength(2)
  expect(tracker.members(swarm)[0]).toMatchObject({ uploadedBytes: 5, downloadedBytes: 7 })
  tracker.updateStatus(swarm, idOf('A'), { role: 'seeder', haveCount: 3, uploadedBytes: 5, downloadedBytes: 9 })
  await clock.advance(100)
  expect(sent).toHaveLength(3)
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
