import { expect, test } from 'vitest'
import type { PickingName } from '../../src-shared/swarm/picking.ts'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'

const kibibyte = 1024

test('rarest first lets a swarm finish when the seeder leaves after 1.1 copies; in order does not', {
  timeout: 240_000,
}, async () => {
  const rarest = [await afterSeederLeft(1, 'rarest-first'), await afterSeederLeft(2, 'rarest-first')]
  const inOrder = await afterSeederLeft(1, 'in-order')
  process.stdout.write(`pieces that nobody has: rarest first ${rarest}, in order ${inOrder} of 512\n`)
  expect(rarest).toEqual([0, 0])
  expect(inOrder).toBeGreaterThan(0)
})

/** How many pieces nobody has, long after the only seeder left. Without any, all 15 leechers must have finished. */
async function afterSeederLeft(seed: number, picking: PickingName): Promise<number> {
  const swarm = new SimulatedSwarm(seed, { folds: false, sharesBytes: true, keep: () => false })
  const { bytes, metainfo } = await swarm.share(8 * 1024 * kibibyte, 'noise.bin', 16 * kibibyte)
  const setup = { ...manyPeers, upBytesPerSec: 128 * kibibyte, join: { choking: 'bep3', picking } } as const
  const seeder = await swarm.add(bytes, setup)
  const leechers = await swarm.addMany(15, null, setup)
  swarm.meet([seeder, ...leechers])
  const links = () => [...seeder.swarms.values()].flatMap((joined) => [...joined.links])
  const uploaded = () => links().reduce((sum, link) => sum + link.up.total, 0)
  await swarm.clock.runUntil(() => uploaded() >= 1.1 * bytes.length, 600_000)
  void seeder.stop(true)
  const finished = await swarm.runUntilSeeding(leechers, 60_000)
  const haves = leechers.map((peer) => peer.swarms.get(metainfo.infoHash)?.content.have)
  const pieces = Array.from({ length: metainfo.pieceCount }, (_, piece) => piece)
  const lost = pieces.filter((piece) => !haves.some((have) => have?.has(piece))).length
  expect(finished.size === leechers.length).toBe(lost === 0)
  return lost
}
