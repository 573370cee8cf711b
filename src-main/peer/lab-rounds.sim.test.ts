import { expect, test } from 'vitest'
import type { ChokeLine, SwarmEvent } from '../../src-shared/swarm/events.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { labConfig } from './config.ts'

// The course's rule in a running swarm, as everybody can read it in the rounds that each peer tells of.

const kibibyte = 1024
type Told = Extract<SwarmEvent, { type: 'choke-round' }>
const isRound = (event: SwarmEvent): event is Told => event.type === 'choke-round'
const wants = ({ reason }: ChokeLine) => reason !== 'not-interested'

/** What a seeder and nine leechers tell of three and a half minutes of trading, by peer. */
async function roundsOfTrading(seed: number): Promise<Told[][]> {
  const swarm = new SimulatedSwarm(seed, { folds: false, sharesBytes: true, keep: isRound })
  const { bytes } = await swarm.share(16 * 1024 * kibibyte)
  const setup = { upBytesPerSec: 64 * kibibyte, join: { choking: 'lab' } } as const
  const peers = [await swarm.add(bytes, setup), ...(await swarm.addMany(9, null, setup))]
  swarm.meet(peers)
  await swarm.clock.advance(210_000)
  const told = swarm.events.filter(isRound)
  return peers.map(({ id }) => told.filter(({ observer }) => observer === id))
}

/** The rounds themselves, without the free slots that are filled in between. */
const fullRounds = (told: readonly Told[]) => told.filter(({ round }, i) => round.round !== told[i - 1]?.round.round)

test('lab: every 30 s the three fastest are unchoked and one at random, and never more than four', {
  timeout: 120_000,
}, async () => {
  const drawn: number[] = []
  for (const told of await roundsOfTrading(501)) {
    for (const { round } of told) expect(round.lines.filter((line) => line.unchoked).length).toBeLessThanOrEqual(4)
    const rounds = fullRounds(told)
    expect(rounds.length).toBeGreaterThanOrEqual(6)
    for (const [i, { atMs, round }] of rounds.entries()) {
      const sinceMs = atMs - (rounds[i - 1]?.atMs ?? Number.NEGATIVE_INFINITY)
      expect(sinceMs).toBeGreaterThanOrEqual(30_000)
      // With fewer there is nothing to decide, and with none the round waits until somebody wants something.
      if (round.lines.filter(wants).length <= 4) continue
      expect(sinceMs).toBeLessThanOrEqual(30_000 + labConfig.tickMs)
      drawn.push(expectThreeFastestAndOne(round.lines.filter(wants)))
    }
  }
  expect(drawn.length).toBeGreaterThan(30)
  // From the fourth to the last of nine: each place is drawn sooner or later.
  expect([...new Set(drawn)].sort()).toEqual([4, 5, 6, 7, 8, 9])
})

/** Answers which place in the ranking was drawn. */
function expectThreeFastestAndOne(lines: readonly ChokeLine[]): number {
  const regular = lines.filter(({ unchoked, reason }) => unchoked && reason !== 'optimistic')
  expect(regular.map(({ rank }) => rank)).toEqual([1, 2, 3])
  const others = lines.filter((line) => !regular.includes(line))
  const slowest = Math.min(...regular.map((line) => line.rateBytesPerSec))
  for (const { rateBytesPerSec } of others) expect(rateBytesPerSec).toBeLessThanOrEqual(slowest)
  const drawn = others.filter((line) => line.unchoked)
  expect(drawn.map(({ reason }) => reason)).toEqual(['optimistic'])
  return drawn[0]!.rank!
}
