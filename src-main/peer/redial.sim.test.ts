import { expect, test } from 'vitest'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { KnownMessage } from '../../src-shared/wire/message-table.ts'
import { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { linkTo } from '../testing/stranger.ts'

// Servers that are dialled again: other clients that closed a link of ours, and those that a magnet link or a session named.

const second = 1_000
const minute = 60 * second
const foreign = '10.0.0.77:6881' as Address
const slow = { upBytesPerSec: 1_024 }

/** A peer, and another client that listens at `foreign` and says this to everyone who dials it. */
async function peerAndForeign(isSeeder: boolean, ...messages: KnownMessage[]) {
  const swarm = new SimulatedSwarm(460)
  const { bytes, metainfo } = await swarm.share(40 * 1_024)
  const peer = await swarm.add(isSeeder ? bytes : null)
  const dialled = await ScriptedPeer.listen(swarm.network.host('10.0.0.77'), { host: '10.0.0.77', port: 6881 })
  const greeted = new Set<ScriptedPeer>()
  /** Lets time pass, and greets those that came meanwhile. */
  const pass = async (ms: number) => {
    for (const endMs = swarm.clock.nowMs() + ms; swarm.clock.nowMs() < endMs; await swarm.clock.advance(100)) {
      for (const stranger of dialled) if (!greeted.has(stranger)) stranger.shakeHands(metainfo.infoHash, { fast: true })
      for (const stranger of dialled) if (!greeted.has(stranger)) stranger.say(...messages)
      for (const stranger of dialled) greeted.add(stranger)
    }
  }
  return { swarm, peer, infoHash: metainfo.infoHash, dialled, pass }
}

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type)
}

test.each([true, false])(
  'another client that closes the link is dialled again (we seed: %s), and stays',
  async (isSeeder) => {
    const { peer, dialled, pass } = await peerAndForeign(isSeeder, { name: 'have-none' })
    void peer.connect([foreign])
    await pass(second)
    dialled[0]!.leave()
    await pass(5 * second)
    expect(dialled).toHaveLength(2)
    expect(linkTo(peer, dialled[1]!).closed).toBe(false)
    await pass(2 * minute)
    expect(dialled).toHaveLength(2)
  },
)

test('one that closes it every time is dialled less and less often, and then not any more', async () => {
  const { swarm, peer, dialled, pass } = await peerAndForeign(true, { name: 'have-none' })
  void peer.connect([foreign])
  let left = 0
  for (let i = 0; i < 1_000; i++) {
    await pass(second)
    for (const stranger of dialled.slice(left)) stranger.leave()
    left = dialled.length
  }
  expect(dialled).toHaveLength(1 + 8)
  const times = told(swarm, 'dial-started').map(({ atMs }) => atMs)
  const gaps = times.slice(2).map((time, i) => time - times[i + 1]!)
  for (const [i, gap] of gaps.entries()) expect(gap).toBeGreaterThan(Math.min(60, 2 ** (i + 1)) * second - 1)
})

test('nobody is dialled again whom this peer closed, or who wants nothing when we want nothing', async () => {
  const wanting = await peerAndForeign(false, { name: 'have-all' })
  void wanting.peer.reach([foreign], wanting.infoHash)
  await wanting.pass(second)
  wanting.peer.controls.closeLink(linkTo(wanting.peer, wanting.dialled[0]!).id, false)
  await wanting.pass(5 * minute)
  expect(wanting.dialled).toHaveLength(1)
  const having = await peerAndForeign(true, { name: 'have-all' })
  void having.peer.connect([foreign])
  await having.pass(second)
  having.dialled[0]!.leave()
  await having.pass(5 * minute)
  expect(having.dialled).toHaveLength(1)
})

test('a server that was named and turns us away at first is dialled until it takes us in', async () => {
  const { swarm, peer, infoHash, dialled, pass } = await peerAndForeign(false, { name: 'have-all' })
  void peer.reach([foreign, '10.0.0.78:6881' as Address], infoHash)
  await swarm.clock.advance(15)
  dialled[0]!.leave()
  // It may insist on encryption, so that is tried at once.
  await swarm.clock.advance(25)
  dialled[1]!.leave()
  await pass(5 * second)
  expect(dialled).toHaveLength(3)
  expect(linkTo(peer, dialled[2]!).closed).toBe(false)
  await pass(10 * minute)
  const others = told(swarm, 'dial-started').filter(({ remote }) => remote === '10.0.0.78:6881')
  expect(others).toHaveLength(1 + 8)
})

test('once everything is here, nobody is dialled who was only named', async () => {
  const { swarm, peer, infoHash, pass } = await peerAndForeign(false)
  void peer.reach(['10.0.0.78:6881' as Address], infoHash)
  const seeder = await swarm.add(swarm.shared!.bytes)
  void peer.connect(['10.0.0.2'])
  expect(await swarm.clock.runUntil(() => swarm.isSeeding(peer), 10 * second)).toBe(true)
  const before = told(swarm, 'dial-started').length
  await pass(5 * minute)
  expect(told(swarm, 'dial-started')).toHaveLength(before)
  expect(seeder.running).toBe(true)
})

test('of our own kind only the last one is dialled again, by who still wants something and has nobody else', async () => {
  const { swarm, peer, pass } = await peerAndForeign(false)
  const bytes = swarm.shared!.bytes
  const [one, other] = [await swarm.add(bytes, slow), await swarm.add(bytes, slow)]
  void peer.connect(['10.0.0.2', '10.0.0.3'])
  await pass(second)
  void one.stop(true)
  await pass(5 * second)
  const dialsTo = (remote: string) => told(swarm, 'dial-started').filter((dial) => dial.remote === remote)
  expect(dialsTo('10.0.0.2:5000')).toHaveLength(1)
  void other.stop(true)
  await pass(10 * minute)
  expect(dialsTo('10.0.0.2:5000')).toHaveLength(1)
  expect(dialsTo('10.0.0.3:5000').length).toBeGreaterThan(2)
  expect(dialsTo('10.0.0.3:5000').length).toBeLessThan(12)
})
