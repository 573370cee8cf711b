import { expect, test } from 'vitest'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { MemberStatus } from '../tracker/tracker.ts'
import type { Link } from './link.ts'
import { Recipients } from './recipients.ts'
import { StatusRounds } from './status-rounds.ts'

const leastGapMs = 1_000

const having = (haveCount: number): MemberStatus => ({
  role: 'leecher',
  haveCount,
  uploadedBytes: 0,
  downloadedBytes: haveCount,
})

/** Remote peers with trackers, and how many pieces each heard of. */
function roundsWith(count: number, isWatched: (peer: number) => boolean) {
  const recipients = new Recipients(() => true)
  const heard = Array.from({ length: count }, (_, peer) => {
    const counts: number[] = []
    recipients.met({
      remoteId: peer.toString(16).padStart(40, '0') as PeerId,
      speaks: { wantsLinks: isWatched(peer) },
      sendTracker: (message) => void counts.push(message.kind === 'status' ? message.haveCount : expect.unreachable()),
    } as Link)
    return counts
  })
  return { heard, rounds: new StatusRounds(recipients, leastGapMs) }
}

test.each([
  { recipients: 0, watched: 0, gapMs: 1_000 },
  { recipients: 24, watched: 24, gapMs: 1_000 },
  { recipients: 50, watched: 50, gapMs: 2_000 },
  { recipients: 1_000, watched: 1_000, gapMs: 4_000 },
  { recipients: 1_000, watched: 1, gapMs: 1_000 },
])('with $recipients, $watched of them looked at, a round comes every $gapMs ms', ({ recipients, watched, gapMs }) => {
  const { rounds } = roundsWith(recipients, (peer) => peer < watched)
  expect(rounds.isDue(0)).toBe(true)
  rounds.goRound(having(0), 0)
  expect([rounds.isDue(gapMs - 1), rounds.isDue(gapMs)]).toEqual([false, true])
})

test('who is looked at hears each round, and the others every four seconds', () => {
  const { heard, rounds } = roundsWith(2, (peer) => peer === 0)
  for (let second = 0; second <= 8; second++) rounds.goRound(having(second), second * 1_000)
  expect(heard).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
    [0, 4, 8],
  ])
})

test('without news nobody hears anything, but everybody has heard of the last of it in the end', () => {
  const { heard, rounds } = roundsWith(2, (peer) => peer === 0)
  for (let second = 0; second <= 12; second++) rounds.goRound(having(Math.min(second, 2)), second * 1_000)
  // The round for all does not know who has heard it already.
  expect(heard).toEqual([
    [0, 1, 2, 2],
    [0, 2],
  ])
})

test('what matters to all is told to all at once, and only once', () => {
  const { heard, rounds } = roundsWith(2, () => false)
  rounds.goRound(having(0), 0)
  rounds.tellAll(having(5), 100)
  rounds.tellAll(having(5), 200)
  rounds.goRound(having(5), 1_000)
  rounds.goRound(having(6), 4_300)
  expect(heard).toEqual([
    [0, 5, 6],
    [0, 5, 6],
  ])
})
