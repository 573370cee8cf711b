import { describe, expect, test } from 'vitest'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { PexPeer } from '../../src-shared/wire/pex-message.ts'
import { ScriptedPeer, trackingIds } from '../testing/scripted-peer.ts'
import { type SimulatedSetup, SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { strangerAt } from '../testing/stranger.ts'

// Peer exchange (BEP 11) between one of our peers and scripted clients.

const second = 1_000
const minute = 60 * second

const named = (address: string): PexPeer => ({
  address: address as Address,
  prefersEncryption: false,
  uploadOnly: false,
  reachable: true,
})
const many = (count: number) => Array.from({ length: count }, (_, i) => named(`10.2.0.${i}:6881`))

/** A seeder at 10.0.0.1, in no hurry to lose silent links. */
async function seeder(setup: SimulatedSetup = {}) {
  const swarm = new SimulatedSwarm(430)
  const { bytes } = await swarm.share(40 * 1024)
  const peer = await swarm.add(bytes, { ...setup, config: { silenceMs: 60 * minute, ...setup.config } })
  return { swarm, peer }
}

/** A client that speaks peer exchange; with `p` it says where it listens. */
async function client(swarm: SimulatedSwarm, number: number, options: { p?: number; host?: string } = {}) {
  const { p, host = `10.0.0.${90 + number}` } = options
  const stranger = (await strangerAt(swarm, { number, host })).sayHello(p === undefined ? {} : { p })
  await swarm.clock.advance(500)
  return stranger
}

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type)
}

const tried = (swarm: SimulatedSwarm) =>
  new Set([...told(swarm, 'dial-started'), ...told(swarm, 'dial-failed')].map(({ remote }) => remote))

describe('we tell', () => {
  test('whom we are linked to, where they listen, and when they are gone; each change once, at most once a minute', async () => {
    const { swarm } = await seeder()
    const listener = await client(swarm, 1, { p: 6_001 })
    const other = await client(swarm, 2, { p: 6_002 })
    await client(swarm, 3)
    expect(listener.exchanges).toEqual([])
    await swarm.clock.advance(minute)
    expect(listener.exchanges).toEqual([{ added: [{ ...named('10.0.0.92:6002'), reachable: false }], dropped: [] }])
    await swarm.clock.advance(3 * minute)
    expect(listener.exchanges).toHaveLength(1)
    other.leave()
    await swarm.clock.advance(minute)
    expect(listener.exchanges.slice(1)).toEqual([{ added: [], dropped: ['10.0.0.92:6002'] }])
  })

  test('a newcomer at once', async () => {
    const { swarm } = await seeder()
    await client(swarm, 1, { p: 6_001 })
    const listener = await client(swarm, 2, { p: 6_002 })
    expect(listener.exchanges[0]?.added.map(({ address }) => address)).toEqual(['10.0.0.91:6001'])
  })

  test('at most 50 at a time; the rest a minute later', async () => {
    const { swarm } = await seeder({ maxRemoteClients: 100 })
    for (let number = 2; number <= 62; number++)
      await client(swarm, number, { p: 6_000 + number, host: `10.0.1.${number}` })
    const listener = await client(swarm, 1)
    await swarm.clock.advance(minute)
    expect(listener.exchanges.map(({ added }) => added.length)).toEqual([50, 11])
    const addresses = listener.exchanges.flatMap(({ added }) => added.map(({ address }) => address))
    expect(new Set(addresses).size).toBe(61)
  })

  test('of 200 in all, and of others when some of those are gone', async () => {
    const { swarm } = await seeder({ maxRemoteClients: 300 })
    const others = []
    for (let number = 2; number <= 222; number++)
      others.push(await client(swarm, number, { p: 6_000 + number, host: `10.0.1.${number}` }))
    const listener = await client(swarm, 1)
    await swarm.clock.advance(10 * minute)
    expect(listener.exchanges.map(({ added }) => added.length)).toEqual([50, 50, 50, 50])
    for (const other of others.slice(0, 3)) other.leave()
    await swarm.clock.advance(minute)
    expect(listener.exchanges.slice(4).map(({ added, dropped }) => [added.length, dropped.length])).toEqual([[3, 3]])
  })

  test('who wants nothing any more, and whom we dialled', async () => {
    const { swarm, peer } = await seeder()
    const at = { host: '10.0.0.77', port: 6881 }
    const dialled = await ScriptedPeer.listen(swarm.network.host(at.host), at, 7)
    void peer.connect(['10.0.0.77:6881'])
    await swarm.clock.advance(second)
    dialled[0]!.shakeHands(swarm.metainfo!.infoHash, { fast: true }).say({ name: 'have-all' }).sayHello()
    await swarm.clock.advance(second)
    const listener = await client(swarm, 1)
    expect(listener.exchanges[0]?.added).toEqual([{ ...named('10.0.0.77:6881'), uploadOnly: true }])
  })

  test('a loopback address to nobody on another computer: it is told as ours', async () => {
    const { swarm } = await seeder()
    await client(swarm, 1, { p: 6_001, host: '127.0.0.1' })
    const near = await client(swarm, 2, { host: '127.0.0.1' })
    const far = await client(swarm, 3)
    expect(near.exchanges[0]?.added.map(({ address }) => address)).toEqual(['127.0.0.1:6001'])
    expect(far.exchanges[0]?.added.map(({ address }) => address)).toEqual(['10.0.0.1:6001'])
  })

  test('nothing to those that do not speak it, that switched it off, or that have a tracker of ours', async () => {
    const { swarm } = await seeder()
    await client(swarm, 1, { p: 6_001 })
    const mute = (await strangerAt(swarm, { number: 2 })).sayHello({ m: { ut_metadata: 11 } })
    const tracked = (await strangerAt(swarm, { number: 3 })).sayHello({ m: trackingIds })
    const off = (await strangerAt(swarm, { number: 4 })).sayHello().sayHello({ m: { ut_pex: 0 } })
    await swarm.clock.advance(3 * minute)
    for (const stranger of [mute, tracked, off]) expect(stranger.exchanges).toEqual([])
    expect(off.names.filter((name) => name === 'extended')).toHaveLength(1)
  })
})

describe('we dial', () => {
  test('whom a client tells of, a few at a time, and each less often the more often it fails', async () => {
    const { swarm } = await seeder()
    const teller = await client(swarm, 1)
    teller.sayExchange({ added: many(20), dropped: [] })
    const underWay = () => told(swarm, 'dial-started').length - told(swarm, 'dial-failed').length
    for (let i = 0; i < 200; i++) {
      await swarm.clock.advance(10)
      expect(underWay()).toBeLessThanOrEqual(4)
    }
    await swarm.clock.advance(minute - 2 * second)
    expect(tried(swarm).size).toBe(20)
    expect(told(swarm, 'peers-exchanged')).toMatchObject([{ from: teller.id, added: 20, dropped: 0 }])
    await swarm.clock.advance(120 * minute)
    // Five times, then they are forgotten.
    expect(told(swarm, 'dial-started').length).toBe(5 * 20)
  })

  test('and are linked', async () => {
    const { swarm } = await seeder()
    const at = { host: '10.0.0.77', port: 6881 }
    const dialled = await ScriptedPeer.listen(swarm.network.host(at.host), at, 7)
    const teller = await client(swarm, 1)
    teller.sayExchange({ added: [named('10.0.0.77:6881')], dropped: [] })
    await swarm.clock.advance(second)
    dialled[0]!.shakeHands(swarm.metainfo!.infoHash)
    await swarm.clock.advance(5 * minute)
    expect(told(swarm, 'link-opened').map(({ remote }) => remote.id)).toContain(dialled[0]!.id)
    expect(dialled).toHaveLength(1)
  })

  test('no loopback from elsewhere, no crowd, no well-known port, not ourselves, and nobody that was taken back', async () => {
    const { swarm } = await seeder()
    const teller = await client(swarm, 1)
    const bad = ['127.0.0.1:6881', '224.0.0.251:5353', '255.255.255.255:6881', '10.0.0.9:22', '0.0.0.0:6881']
    const bad6 = ['[::1]:6881', '[ff02::1]:6881', '[::ffff:127.0.0.1]:6881']
    teller.sayExchange({
      added: [...bad, ...bad6, '10.0.0.1:5000', '10.0.0.8:6881', '10.0.0.7:6881'].map(named),
      dropped: ['10.0.0.8:6881' as Address],
    })
    await swarm.clock.advance(5 * minute)
    expect([...tried(swarm)].filter((address) => address !== '10.0.0.1:5000')).toEqual(['10.0.0.7:6881'])
    const self = told(swarm, 'dial-failed').filter(({ reason }) => reason.code === 'self')
    expect(self.length).toBeLessThanOrEqual(1)
    expect(told(swarm, 'dial-started').map(({ remote }) => remote)).not.toContain('10.0.0.1:5000')
  })

  test('nobody when a client floods us: one message a minute is read', async () => {
    const { swarm } = await seeder()
    const teller = await client(swarm, 1)
    for (let i = 0; i < 100; i++) teller.sayExchange({ added: [named(`10.3.0.${i}:6881`)], dropped: [] })
    await swarm.clock.advance(30 * second)
    expect(tried(swarm)).toEqual(new Set(['10.3.0.0:6881']))
    expect(told(swarm, 'peers-exchanged')).toHaveLength(1)
    await swarm.clock.advance(30 * second)
    teller.sayExchange({ added: [named('10.3.1.1:6881')], dropped: [] })
    await swarm.clock.advance(second)
    expect(tried(swarm)).toContain('10.3.1.1:6881')
  })

  test('nobody while there are links enough', async () => {
    const { swarm } = await seeder({ config: { maxFoundLinks: 2 } })
    const [teller, other] = [await client(swarm, 1), await client(swarm, 2)]
    teller.sayExchange({ added: many(3), dropped: [] })
    await swarm.clock.advance(5 * second)
    expect(tried(swarm).size).toBe(0)
    other.leave()
    await swarm.clock.advance(5 * second)
    expect(tried(swarm).size).toBe(3)
  })
})
