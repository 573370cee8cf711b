import { expect, test } from 'vitest'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'

const mebibyte = 1024 * 1024
const fileBytes = 64 * mebibyte
const uplink = mebibyte
const leechers = 30

// Kurose and Ross, chapter 2: no swarm can be faster than max{F/us, F/dmin, N·F/(us + Σui)}; downlinks are not limited here.
const boundMs = 1000 * Math.max(fileBytes / uplink, (leechers * fileBytes) / ((1 + leechers) * uplink))

test('a seeder and 30 leechers with equal uplinks come close to the bound of any distribution', {
  timeout: 300_000,
}, async () => {
  const swarm = new SimulatedSwarm(1, { folds: false, sharesBytes: true, keep: () => false })
  // Longer pieces than such a file would get: fewer haves to simulate, and no easier for the swarm.
  const { bytes } = await swarm.share(fileBytes, 'noise.bin', mebibyte / 4)
  const setup = { ...manyPeers, upBytesPerSec: uplink, join: { choking: 'bep3' } } as const
  const seeder = await swarm.add(bytes, setup)
  const peers = await swarm.addMany(leechers, null, setup)
  const startMs = swarm.clock.nowMs()
  swarm.meet([seeder, ...peers])
  await swarm.clock.runUntil(() => peers.every((peer) => swarm.isSeeding(peer)), 2 * boundMs)
  const tookMs = swarm.clock.nowMs() - startMs
  process.stdout.write(`64 MiB to 30 leechers: ${tookMs / 1000} s, ${(tookMs / boundMs).toFixed(2)} × the bound\n`)
  expect(peers.every((peer) => swarm.isSeeding(peer))).toBe(true)
  expect(tookMs).toBeLessThanOrEqual(1.25 * boundMs)
})
