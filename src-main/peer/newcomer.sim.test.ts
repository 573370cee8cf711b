import { expect, test } from 'vitest'
import { chokingProfiles } from '../../src-shared/swarm/choking.ts'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024

test.each(['bep3', 'lab'] as const)(
  '%s: a newcomer gets its first piece within two optimistic rounds',
  { timeout: 120_000 },
  async (choking) => {
    const tookMs: number[] = []
    for (const seed of [1, 2, 3]) tookMs.push(await firstPieceOf(seed, choking))
    const { optimisticMs } = chokingProfiles[choking]
    process.stdout.write(`${choking}: a newcomer's first piece after ${tookMs.map((ms) => ms / 1000).join(', ')} s\n`)
    for (const ms of tookMs) expect(ms).toBeLessThanOrEqual(2 * optimisticMs)
  },
)

/** Twelve peers trade at full rate and fill each other's slots; then somebody comes who has nothing to trade. In ms. */
async function firstPieceOf(seed: number, choking: 'bep3' | 'lab'): Promise<number> {
  const swarm = new SimulatedSwarm(seed, { folds: false, sharesBytes: true, keep: () => false })
  // Large enough to be traded all the time, and no pieces that are allowed fast (BEP 6): these would hide the choker.
  const { bytes } = await swarm.share(16 * 1024 * kibibyte, 'noise.bin', 64 * kibibyte)
  const setup = { ...manyPeers, upBytesPerSec: 64 * kibibyte, join: { choking } }
  await swarm.add(bytes, setup)
  const peers: Peer[] = []
  while (peers.length < 12) peers.push(await swarm.add(null, setup))
  for (const peer of peers) void peer.connect(['10.0.0.1'])
  await swarm.clock.advance(60_000)
  const newcomer = await swarm.add(null, setup)
  const cameMs = swarm.clock.nowMs()
  void newcomer.connect(['10.0.0.1'])
  const has = () => ([...newcomer.swarms.values()][0]?.content.have.size ?? 0) > 0
  expect(await swarm.clock.runUntil(has, 300_000)).toBe(true)
  return swarm.clock.nowMs() - cameMs
}
