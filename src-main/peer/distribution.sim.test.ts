import { expect, test } from 'vitest'
import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

const mebibyte = 1024 * 1024

interface Case {
  readonly what: string
  readonly choking: ChokingName
  readonly sizeMiB: number
  /** In MiB/s, the seeder's first. */
  readonly uplinks: readonly number[]
  readonly atMost: number
}

const thirty: Case = {
  what: '64 MiB to 30 leechers',
  choking: 'bep3',
  sizeMiB: 64,
  uplinks: Array<number>(31).fill(1),
  atMost: 1.25,
}
// As on sockets: `npm run bench -- swarm`.
const mixed: Case = {
  what: '128 MiB to 24 leechers that upload 1, 2 or 4 MiB/s',
  choking: 'lab',
  sizeMiB: 128,
  uplinks: [4, ...Array.from({ length: 8 }, () => [1, 2, 4]).flat()],
  atMost: 1.15,
}

/** Kurose and Ross, chapter 2: no swarm is faster than max{F/us, F/dmin, N·F/(us + Σui)}; downlinks are not limited here. */
function boundMsOf({ sizeMiB, uplinks: [seeder = 0, ...leechers] }: Case): number {
  const sum = leechers.reduce((a, b) => a + b, seeder)
  return 1000 * Math.max(sizeMiB / seeder, (leechers.length * sizeMiB) / sum)
}

test.each([thirty, mixed])('$what come close to the bound of any distribution', { timeout: 300_000 }, async (one) => {
  const { what, choking, sizeMiB, uplinks, atMost } = one
  const boundMs = boundMsOf(one)
  const swarm = new SimulatedSwarm(1, { folds: false, sharesBytes: true, keep: () => false })
  // Longer pieces than such a file would get: fewer haves to simulate, and no easier for the swarm.
  const { bytes } = await swarm.share(sizeMiB * mebibyte, 'noise.bin', mebibyte / 4)
  const peers: Peer[] = []
  for (const uplink of uplinks) {
    const setup = { ...manyPeers, upBytesPerSec: uplink * mebibyte, join: { choking } } as const
    peers.push(await swarm.add(peers.length === 0 ? bytes : null, setup))
  }
  const startMs = swarm.clock.nowMs()
  swarm.meet(peers)
  await swarm.clock.runUntil(() => peers.every((peer) => swarm.isSeeding(peer)), 2 * boundMs)
  const tookMs = swarm.clock.nowMs() - startMs
  process.stdout.write(`${what}: ${tookMs / 1000} s, ${(tookMs / boundMs).toFixed(2)} × the bound\n`)
  expect(peers.every((peer) => swarm.isSeeding(peer))).toBe(true)
  expect(tookMs).toBeLessThanOrEqual(atMost * boundMs)
})
