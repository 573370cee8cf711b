import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { sameBytes } from '../storage/hasher.ts'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024

/** How many blocks the others still wait for from one peer. */
function owedBy(dying: Peer, peers: readonly Peer[]): number {
  const links = peers.flatMap((peer) => [...peer.swarms.values()].flatMap((swarm) => [...swarm.links]))
  return links.reduce((sum, { remoteId, state }) => sum + (remoteId === dying.id ? state.requested.size : 0), 0)
}

test.each([1, 2, 3])(
  'when one peer in five dies at a random instant, nothing is lost (seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const random = seededRandom(seed)
    const swarm = new SimulatedSwarm(seed, { folds: false, keep: () => false })
    const { bytes } = await swarm.share(2 * 1024 * kibibyte, 'noise.bin', 32 * kibibyte)
    const setup = { ...manyPeers, upBytesPerSec: 128 * kibibyte, join: { choking: 'bep3' } } as const
    const seeder = await swarm.add(bytes, setup)
    const peers = await swarm.addMany(15, null, setup)
    swarm.meet([seeder, ...peers])
    const dying = peers.filter((_, i) => i % 5 === 0)
    const owed: number[] = []
    for (const peer of dying) {
      swarm.clock.after(2_000 + random.below(14_000), () => {
        owed.push(owedBy(peer, peers))
        void peer.stop(true)
      })
    }
    const survivors = peers.filter((peer) => !dying.includes(peer))
    expect(await swarm.clock.runUntil(() => survivors.every((peer) => swarm.isSeeding(peer)), 300_000)).toBe(true)
    expect(owed).toHaveLength(dying.length)
    expect(Math.max(...owed)).toBeGreaterThan(0)
    expect(survivors.filter((peer) => !sameBytes(swarm.stores.get(peer)!.bytes, bytes))).toEqual([])
  },
)
