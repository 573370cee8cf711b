import { expect, test } from 'vitest'
import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import { seededRandom } from '../random.ts'
import { manyPeers, type SimulatedSetup, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024
const pieceBytes = 32 * kibibyte

test('under BEP 3 a free rider finishes last, by 1.5 times the median; with no choking it does as well as anybody', {
  timeout: 240_000,
}, async () => {
  const tit = [await race(1, 'bep3'), await race(2, 'bep3')]
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
 * Twenty peers with 16 KiB/s up and one that gives next to nothing; each starts with a random third, so that all have
 * something to trade. The seeder is slow. Whoever is done leaves once two more are: if all left at once, the last of the
 * twenty would be alone with the seeder and the free rider, and wait for the one while it has nobody to serve but the other.
 */
async function race(seed: number, choking: ChokingName): Promise<Result> {
  const swarm = new SimulatedSwarm(seed, { folds: false, keep: () => false })
  const { bytes } = await swarm.share(6 * 1024 * kibibyte, 'noise.bin', pieceBytes)
  const random = seededRandom(seed)
  const third = () => {
    const some = bytes.slice()
    for (let at = 0; at < some.length; at += pieceBytes) if (random.below(3) > 0) some.fill(0, at, at + pieceBytes)
    return some
  }
  const rules: SimulatedSetup = { ...manyPeers, join: { choking } }
  const seeder = await swarm.add(bytes, { ...rules, upBytesPerSec: 4 * kibibyte })
  const fair: Peer[] = []
  while (fair.length < 20) fair.push(await swarm.add(third(), { ...rules, upBytesPerSec: 16 * kibibyte }))
  const rider = await swarm.add(third(), { ...rules, upBytesPerSec: kibibyte / 4 })
  swarm.meet([seeder, ...fair, rider])
  const fairDone: Peer[] = []
  const times = await swarm.runUntilSeeding([...fair, rider], 3_600_000, (peer) => {
    if (peer === rider) return
    fairDone.push(peer)
    const leaving = fairDone.length < fair.length ? [fairDone.at(-3)] : fairDone.slice(-3)
    for (const one of leaving) void one?.stop()
  })
  const sorted = fair.map((peer) => times.get(peer) ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  return { rider: times.get(rider) ?? 0, median: sorted[sorted.length >> 1] ?? 0, last: sorted.at(-1) ?? 0 }
}
