import { expect, test } from 'vitest'
import type { LimitScope, Limits } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Link } from './link.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
const none: Limits = { upBytesPerSec: null, downBytesPerSec: null }
const everybody = { join: { choking: 'none' } } as const

function linksOf(peer: Peer, infoHash?: InfoHash): Link[] {
  return [...peer.swarms.values()].flatMap((swarm) =>
    infoHash === undefined || swarm.infoHash === infoHash ? [...swarm.links] : [],
  )
}

const uploaded = (links: readonly Link[]) => links.reduce((sum, link) => sum + link.up.total, 0)
const downloaded = (links: readonly Link[]) => links.reduce((sum, link) => sum + link.down.total, 0)

/** Bytes per second over the next 5 s. */
async function rateOf(swarm: SimulatedSwarm, total: () => number): Promise<number> {
  const before = total()
  await swarm.clock.advance(5_000)
  return (total() - before) / 5
}

function expectRate(rate: number, bytesPerSec: number): void {
  expect(Math.abs(rate / bytesPerSec - 1)).toBeLessThan(0.05)
}

/** One seeder, and leechers that know only it. */
async function seederAndLeechers(seed: number, leechers: number, lengthBytes = 64 * mebibyte) {
  const swarm = new SimulatedSwarm(seed, {
    folds: false,
    sharesBytes: true,
    keep: (event) => event.type === 'upload-shared',
  })
  const { bytes, metainfo } = await swarm.share(lengthBytes)
  const seeder = await swarm.add(bytes, { ...everybody, upBytesPerSec: mebibyte })
  const others: Peer[] = []
  for (let i = 0; i < leechers; i++) others.push(await swarm.add(null, { ...everybody, upBytesPerSec: kibibyte }))
  for (const other of others) void other.connect(['10.0.0.1'])
  await swarm.clock.advance(3_000)
  return { swarm, seeder, others, infoHash: metainfo.infoHash }
}

test('a peer uploads as fast as its limit says, whatever it is changed to, and shares it evenly', async () => {
  const { swarm, seeder } = await seederAndLeechers(61, 3)
  for (const upBytesPerSec of [256, 16, 1024, 100].map((limit) => limit * kibibyte)) {
    seeder.controls.setLimits({ kind: 'peer' }, { ...none, upBytesPerSec })
    const links = linksOf(seeder)
    const before = links.map((link) => link.up.total)
    expectRate(await rateOf(swarm, () => uploaded(links)), upBytesPerSec)
    for (const [index, link] of links.entries()) {
      const share = (link.up.total - (before[index] ?? 0)) / 5
      expect(Math.abs(share / (upBytesPerSec / 3) - 1)).toBeLessThan(0.15)
    }
  }
})

test('a limit that is lifted lets the peer go as fast as it can', async () => {
  const { swarm, seeder } = await seederAndLeechers(62, 2)
  seeder.controls.setLimits({ kind: 'peer' }, none)
  expect(await rateOf(swarm, () => uploaded(linksOf(seeder)))).toBeGreaterThan(4 * mebibyte)
})

test('a limit on one link holds for that link alone', async () => {
  const { swarm, seeder } = await seederAndLeechers(63, 2)
  const [slow, fast] = linksOf(seeder) as [Link, Link]
  seeder.controls.setLimits({ kind: 'link', link: slow.id }, { ...none, upBytesPerSec: 64 * kibibyte })
  // What was let go before goes at the old rate.
  await swarm.clock.advance(100)
  const before = fast.up.total
  expectRate(await rateOf(swarm, () => slow.up.total), 64 * kibibyte)
  expectRate((fast.up.total - before) / 5, mebibyte - 64 * kibibyte)
})

test('a peer downloads as fast as its limit says, up and down', async () => {
  const { swarm, others } = await seederAndLeechers(64, 1)
  const [leecher] = others as [Peer]
  for (const downBytesPerSec of [512, 128, 700, 256].map((limit) => limit * kibibyte)) {
    leecher.controls.setLimits({ kind: 'peer' }, { ...none, downBytesPerSec })
    expectRate(await rateOf(swarm, () => downloaded(linksOf(leecher))), downBytesPerSec)
  }
})

test('a limit on one swarm leaves the others alone', async () => {
  const { swarm, seeder, others, infoHash } = await seederAndLeechers(65, 1)
  const [leecher] = others as [Peer]
  const second = await swarm.share(64 * mebibyte, 'second.bin')
  seeder.controls.setLimits({ kind: 'peer' }, none)
  await swarm.join(seeder, second.bytes, { choking: 'none' }, second)
  await swarm.join(leecher, null, { choking: 'none' }, second)
  void leecher.connect(['10.0.0.1'], second.metainfo.infoHash)
  const limit = (scope: InfoHash, limits: Partial<Limits>): LimitScope => {
    const swarmScope = { kind: 'swarm', infoHash: scope } as const
    seeder.controls.setLimits(swarmScope, { ...none, ...limits })
    return swarmScope
  }
  limit(infoHash, { upBytesPerSec: 128 * kibibyte })
  limit(second.metainfo.infoHash, { upBytesPerSec: 512 * kibibyte })
  await swarm.clock.advance(2_000)
  const before = uploaded(linksOf(seeder, infoHash))
  expectRate(await rateOf(swarm, () => uploaded(linksOf(seeder, second.metainfo.infoHash))), 512 * kibibyte)
  expectRate((uploaded(linksOf(seeder, infoHash)) - before) / 5, 128 * kibibyte)
})

test("the course's U(P) = Umax / Fn: each file that is uploaded gets the same share, however many ask for it", async () => {
  const { swarm, seeder, others, infoHash } = await seederAndLeechers(66, 3)
  const second = await swarm.share(64 * mebibyte, 'second.bin')
  const other = second.metainfo.infoHash
  await swarm.join(seeder, second.bytes, { choking: 'none' }, second)
  const single = await swarm.start()
  await swarm.join(single, null, { choking: 'none' }, second)
  void single.connect(['10.0.0.1'], other)
  await swarm.clock.advance(2_000)
  expect(swarm.events.at(-1)).toMatchObject({ observer: seeder.id, files: 2, shareBytesPerSec: mebibyte / 2 })
  const before = uploaded(linksOf(seeder, other))
  expectRate(await rateOf(swarm, () => uploaded(linksOf(seeder, infoHash))), mebibyte / 2)
  expectRate((uploaded(linksOf(seeder, other)) - before) / 5, mebibyte / 2)
  for (const leecher of others) void leecher.stop()
  await swarm.clock.advance(1_000)
  expect(swarm.events.at(-1)).toMatchObject({ observer: seeder.id, files: 1, shareBytesPerSec: mebibyte })
  expectRate(await rateOf(swarm, () => uploaded(linksOf(seeder, other))), mebibyte)
})

test('D(P) is what the uploaders give together, up to the limit', async () => {
  const swarm = new SimulatedSwarm(67, { folds: false, sharesBytes: true, keep: () => false })
  const { bytes } = await swarm.share(64 * mebibyte)
  for (const limit of [100, 200, 300]) await swarm.add(bytes, { ...everybody, upBytesPerSec: limit * kibibyte })
  const leecher = await swarm.add(null, everybody)
  void leecher.connect(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
  await swarm.clock.advance(3_000)
  expectRate(await rateOf(swarm, () => downloaded(linksOf(leecher))), 600 * kibibyte)
  leecher.controls.setLimits({ kind: 'peer' }, { ...none, downBytesPerSec: 400 * kibibyte })
  await swarm.clock.advance(2_000)
  expectRate(await rateOf(swarm, () => downloaded(linksOf(leecher))), 400 * kibibyte)
})
