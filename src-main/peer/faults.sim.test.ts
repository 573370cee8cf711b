import { expect, test } from 'vitest'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import { sameBytes } from '../storage/hasher.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import type { Link } from './link.ts'
import type { Peer } from './peer.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
const frozen = { frozen: true, latencyMs: 0 }
const everybody = { join: { choking: 'none' } } as const

/** Two seeders, each with 64 KiB/s to give, and a leecher that downloads from both. */
async function twoSeedersAndLeecher(seed: number, lengthBytes = mebibyte) {
  const swarm = new SimulatedSwarm(seed)
  const { bytes } = await swarm.share(lengthBytes)
  const limited = { ...everybody, upBytesPerSec: 64 * kibibyte }
  const [first, second] = [await swarm.add(bytes, limited), await swarm.add(bytes, limited)]
  const leecher = await swarm.add(null, everybody)
  void leecher.connect(['10.0.0.1', '10.0.0.2'])
  await swarm.clock.advance(2_000)
  const finish = () => swarm.clock.runUntil(() => swarm.isSeeding(leecher), 60_000)
  return { swarm, bytes, first, second, leecher, finish }
}

const linkTo = (peer: Peer, remote: Peer) =>
  [...peer.swarms.values()].flatMap(({ links }) => [...links]).find((link) => link.remoteId === remote.id) as Link

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, peer: Peer, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type && event.observer === peer.id)
}

test('a peer that freezes is dropped after the silence limit, and what it owed comes from another', async () => {
  const { swarm, bytes, first, second, leecher, finish } = await twoSeedersAndLeecher(71, 2 * mebibyte)
  expect(linkTo(leecher, second).state.requested.size).toBeGreaterThan(0)
  second.controls.setFaults(null, frozen)
  const frozenAtMs = swarm.clock.nowMs()
  expect(await finish()).toBe(true)
  expect(sameBytes(swarm.stores.get(leecher)!.bytes, bytes)).toBe(true)
  const [closed] = told(swarm, leecher, 'link-closed')
  expect(closed).toMatchObject({ remote: second.id, reason: { code: 'silent', seconds: 15 } })
  expect(Math.abs((closed?.atMs ?? 0) - frozenAtMs - 15_000)).toBeLessThan(1_000)
  expect(linkTo(leecher, first).closed).toBe(false)
})

test('a peer that thaws in time goes on where it stopped', async () => {
  const { swarm, bytes, second, leecher, finish } = await twoSeedersAndLeecher(72)
  const link = linkTo(leecher, second)
  second.controls.setFaults(null, frozen)
  await swarm.clock.advance(1_000)
  const before = link.down.total
  await swarm.clock.advance(9_000)
  expect(link.down.total).toBe(before)
  second.controls.setFaults(null, noFaults)
  await swarm.clock.advance(3_000)
  expect(link.down.total).toBeGreaterThan(before)
  expect(await finish()).toBe(true)
  expect(told(swarm, leecher, 'link-closed')).toEqual([])
  expect(sameBytes(swarm.stores.get(leecher)!.bytes, bytes)).toBe(true)
})

test('a freeze at one link leaves the others alone', async () => {
  const { swarm, first, second, leecher } = await twoSeedersAndLeecher(73)
  expect(leecher.controls.setFaults(linkTo(leecher, second).id, frozen)).toBe(true)
  await swarm.clock.advance(1_000)
  const [still, going] = [linkTo(leecher, second), linkTo(leecher, first)]
  const before = [still.down.total, going.down.total] as const
  await swarm.clock.advance(3_000)
  expect(still.down.total).toBe(before[0])
  expect(going.down.total - before[1]).toBeGreaterThan(150 * kibibyte)
})

test('latency makes every answer that much later, and no byte is lost by its changes', async () => {
  const swarm = new SimulatedSwarm(74)
  const { bytes } = await swarm.share(mebibyte)
  await swarm.add(bytes, everybody)
  const leecher = await swarm.add(null, everybody)
  leecher.controls.setFaults(null, { frozen: false, latencyMs: 700 })
  const results = leecher.connect(['10.0.0.1'])
  const verified = () => told(swarm, leecher, 'piece-verified').length > 0
  expect(await swarm.clock.runUntil(verified, 30_000)).toBe(true)
  await results
  // The handshake, the unchoke and the first blocks each take the way to here once.
  expect(swarm.clock.nowMs()).toBeGreaterThan(3 * 700)
  for (const latencyMs of [50, 300, 0]) {
    leecher.controls.setFaults(null, { frozen: false, latencyMs })
    await swarm.clock.advance(100)
  }
  expect(await swarm.clock.runUntil(() => swarm.isSeeding(leecher), 30_000)).toBe(true)
  expect(sameBytes(swarm.stores.get(leecher)!.bytes, bytes)).toBe(true)
})

test('a block that is spoilt on purpose is traced to its sender, who is banned; the rest comes from others', async () => {
  const { swarm, bytes, first, second, leecher, finish } = await twoSeedersAndLeecher(75)
  expect(second.controls.corruptNextBlock(null)).toBe(true)
  expect(await finish()).toBe(true)
  expect(sameBytes(swarm.stores.get(leecher)!.bytes, bytes)).toBe(true)
  const [spoilt, ...more] = told(swarm, second, 'block-corrupted')
  expect(more).toEqual([])
  const { piece } = spoilt!
  expect(told(swarm, leecher, 'piece-rejected')).toMatchObject([{ piece }])
  expect(told(swarm, leecher, 'peer-banned')).toMatchObject([{ peer: second.id, piece }])
  expect(told(swarm, leecher, 'link-closed')).toMatchObject([{ remote: second.id, reason: { code: 'sent-bad-data' } }])
  expect(linkTo(leecher, first).closed).toBe(false)
})

test('who was banned is not spoken with again, whoever dials', async () => {
  const { swarm, second, leecher, finish } = await twoSeedersAndLeecher(76)
  second.controls.corruptNextBlock(linkTo(second, leecher).id)
  expect(await finish()).toBe(true)
  const results = leecher.connect(['10.0.0.2'])
  const back = second.connect(['10.0.0.3'])
  await swarm.clock.advance(1_000)
  expect((await results)[0]).toMatchObject({ ok: false, reason: { code: 'banned' } })
  await back
  expect(linkTo(leecher, second)).toBeUndefined()
})

test('who was frozen until all others had everything, and then lost them all, comes back when it thaws', async () => {
  const swarm = new SimulatedSwarm(77)
  const { bytes } = await swarm.share(1024 * 1024)
  await swarm.add(bytes, { upBytesPerSec: 200 * 1024 })
  const [other, frozen] = [await swarm.add(null), await swarm.add(null)]
  for (const peer of [other, frozen]) void peer.connect(['10.0.0.1'])
  await swarm.clock.advance(2_000)
  frozen.controls.setFaults(null, { frozen: true, latencyMs: 0 })
  await swarm.clock.advance(60_000)
  expect([swarm.isSeeding(other), swarm.isSeeding(frozen)]).toEqual([true, false])
  frozen.controls.setFaults(null, { frozen: false, latencyMs: 0 })
  expect(await swarm.clock.runUntil(() => swarm.isSeeding(frozen), 60_000)).toBe(true)
})
