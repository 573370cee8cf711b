import { expect, test } from 'vitest'
import type { SwarmEvent } from '../../src-shared/swarm/events.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'

const kibibyte = 1024

/** All that can be seen of a seeder and five leechers, one of which crashes. */
async function run(seed: number): Promise<SwarmEvent[]> {
  const swarm = new SimulatedSwarm(seed)
  const { bytes } = await swarm.share(1024 * kibibyte)
  const setup = { upBytesPerSec: 100 * kibibyte, join: { choking: 'bep3' } } as const
  const peers = [await swarm.add(bytes, setup), ...(await swarm.addMany(5, null, setup))]
  for (const peer of peers) void peer.connect(['10.0.0.1'])
  await swarm.clock.advance(3_000)
  void peers[3]!.stop(true)
  await swarm.clock.advance(20_000)
  return swarm.events
}

test('a simulation is the same again, event by event, and another one with another seed', async () => {
  const [first, again, other] = [await run(601), await run(601), await run(602)]
  expect(first.length).toBeGreaterThan(1_000)
  expect(again).toEqual(first)
  const said = (events: readonly SwarmEvent[]) => events.map(({ type, atMs }) => `${atMs} ${type}`)
  expect(said(other)).not.toEqual(said(first))
})
