import { expect, test } from 'vitest'
import { chokingProfiles } from '../../src-shared/swarm/choking.ts'
import { seededRandom } from '../random.ts'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024
const pieceBytes = 32 * kibibyte

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

/**
 * In ms. Twenty peers, each with a random half, trade at full rate and fill each other's slots; then somebody comes who has
 * nothing to trade.
 */
async function firstPieceOf(seed: number, choking: 'bep3' | 'lab'): Promise<number> {
  const swarm = new SimulatedSwarm(seed, { folds: false, keep: () => false })
  // Too few pieces for any to be allowed fast (BEP 6): these would hide the choker.
  const { bytes } = await swarm.share(6 * 1024 * kibibyte, 'noise.bin', pieceBytes)
  const random = seededRandom(seed)
  const half = () => {
    const some = bytes.slice()
    for (let at = 0; at < some.length; at += pieceBytes) if (random.below(2) > 0) some.fill(0, at, at + pieceBytes)
    return some
  }
  const setup = { ...manyPeers, upBytesPerSec: 16 * kibibyte, join: { choking } }
  const peers: Peer[] = []
  while (peers.length < 20) peers.push(await swarm.add(half(), setup))
  swarm.meet(peers)
  await swarm.clock.advance(45_000)
  const newcomer = await swarm.add(null, setup)
  const cameMs = swarm.clock.nowMs()
  void newcomer.connect(peers.map((peer) => peer.loopbackAddress))
  const has = () => ([...newcomer.swarms.values()][0]?.content.have.size ?? 0) > 0
  await swarm.clock.runUntil(has, 300_000)
  return swarm.clock.nowMs() - cameMs
}
