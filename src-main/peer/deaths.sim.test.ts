import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { sameBytes } from '../storage/hasher.ts'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024

test.each([1, 2, 3])(
  'when one peer in five dies at a random instant, nothing is lost (seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const random = seededRandom(seed)
    const swarm = new SimulatedSwarm(seed, { folds: false, keep: () => false })
    const { bytes } = await swarm.share(2 * 1024 * kibibyte, 'noise.bin', 32 * kibibyte)
    const setup = { ...manyPeers, upBytesPerSec: 128 * kibibyte, join: { choking: 'bep3' } } as const
    await swarm.add(bytes, setup)
    const peers: Peer[] = []
    while (peers.length < 15) peers.push(await swarm.add(null, setup))
    for (const peer of peers) void peer.connect(['10.0.0.1'])
    const dying = peers.filter((_, i) => i % 5 === 0)
    for (const peer of dying) swarm.clock.after(1_000 + random.below(12_000), () => void peer.stop(true))
    const survivors = peers.filter((peer) => !dying.includes(peer))
    expect(await swarm.clock.runUntil(() => survivors.every((peer) => swarm.isSeeding(peer)), 300_000)).toBe(true)
    expect(dying.every((peer) => !peer.running)).toBe(true)
    expect(survivors.filter((peer) => !sameBytes(swarm.stores.get(peer)!.bytes, bytes))).toEqual([])
  },
)
