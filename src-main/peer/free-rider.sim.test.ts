import { expect, test } from 'vitest'
import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import { seededRandom } from '../random.ts'
import { manyPeers, SimulatedSwarm } from '../testing/simulate-swarm.ts'

const kibibyte = 1024
const pieceBytes = 32 * kibibyte

test('under BEP 3 a free rider finishes last, by 1.5 times the median; with no choking it does as well as anybody', {
  timeout: 240_000,
}, async () => {
  const tit = [await race(2, 'bep3'), await race(3, 'bep3')]
  const none = await race(1, 'none')
  const told = (results: readonly Result[]) => results.map(({ rider, median }) => (rider / median).toFixed(2))
  process.stdout.write(`free rider, times the median: BEP 3 ${told(tit)}, no choking ${told([none])}\n`)
  for (const { rider, median, last } of tit) {
    expect(rider).toBeGreaterThan(last)
    expect(rider / median).toBeGreaterThanOrEqual(1.5)
  }
  expect(none.rider / none.median).toBeLessThan(1.2)
})

interface Result {
  /** When the free rider, the middle one of the others and the last of them had everything, in ms. */
  readonly rider: number
  readonly median: number
  readonly last: number
}

/**
 * Twenty peers with 64 KiB/s up and one that gives next to nothing; each starts with a random third, so that all have
 * something to trade. The seeder is slow, and who is done leaves.
 */
async function race(seed: number, choking: ChokingName): Promise<Result> {
  const swarm = new SimulatedSwarm(seed, { folds: false, keep: () => false })
  const { bytes } = await swarm.share(24 * 1024 * kibibyte, 'noise.bin', pieceBytes)
  const random = seededRandom(seed)
  const third = () => {
    const some = bytes.slice()
    for (let at = 0; at < some.length; at += pieceBytes) if (random.below(3) > 0) some.fill(0, at, at + pieceBytes)
    return some
  }
  const rules = { ...manyPeers, join: { choking } }
  const seeder = await swarm.add(bytes, { ...rules, upBytesPerSec: 16 * kibibyte })
  const fair = []
  while (fair.length < 20) fair.push(await swarm.add(third(), { ...rules, upBytesPerSec: 64 * kibibyte }))
  const rider = await swarm.add(third(), { ...rules, upBytesPerSec: kibibyte })
  swarm.meet([seeder, ...fair, rider])
  const times = await swarm.runUntilSeeding([...fair, rider], 3_600_000, (peer) => {
    if (peer !== rider) void peer.stop()
  })
  const sorted = fair.map((peer) => times.get(peer) ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  return { rider: times.get(rider) ?? 0, median: sorted[sorted.length >> 1] ?? 0, last: sorted.at(-1) ?? 0 }
}
