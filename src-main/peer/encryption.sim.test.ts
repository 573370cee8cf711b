import { describe, expect, test } from 'vitest'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import { methodBits } from '../../src-shared/wire/mse.ts'
import { sameBytes } from '../storage/hasher.ts'
import { insistentTransport } from '../testing/insistent-transport.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'

// Peers whose other side is set to require encryption, as dialler and as dialled; whole downloads over both methods.

const kibibyte = 1024
const second = 1_000
const lengthBytes = 256 * kibibyte
const insistent = '10.0.0.1'

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type)
}

/** A swarm in which the first peer, a seeder or not, requires encryption, in the way that it allows. */
async function withInsistent(allowed: number, isSeeder: boolean, upBytesPerSec: number | null = null) {
  const swarm = new SimulatedSwarm(480)
  const { bytes, metainfo } = await swarm.share(lengthBytes)
  const { clock, network } = swarm
  const refused: string[] = []
  const hostOf = network.host.bind(network)
  network.host = (ip) => {
    const transport = hostOf(ip)
    if (ip !== insistent) return transport
    return insistentTransport(transport, { clock, infoHash: metainfo.infoHash, allowed }, ({ remote }) =>
      refused.push(`${remote.host}:${remote.port}`),
    )
  }
  const first = await swarm.add(isSeeder ? bytes : null, { upBytesPerSec })
  const second = await swarm.add(isSeeder ? null : bytes, { upBytesPerSec })
  const leecher = isSeeder ? second : first
  const finish = async () => {
    expect(await clock.runUntil(() => swarm.isSeeding(leecher), 60_000)).toBe(true)
    expect(sameBytes(swarm.stores.get(leecher)!.bytes, bytes)).toBe(true)
  }
  const linkOf = (peer: typeof first) => [...(peer.swarms.get(metainfo.infoHash)?.links ?? [])][0]!
  return { swarm, bytes, infoHash: metainfo.infoHash, first, second, leecher, finish, linkOf, refused }
}

const methods = [
  ['handshake', methodBits.handshake],
  ['rc4', methodBits.rc4],
] as const

describe.each(methods)('where the other side allows %s only', (encryption, allowed) => {
  test('a dial is closed in plain text, comes again encrypted from the same port, and downloads all', async () => {
    const { swarm, second: dialler, finish, refused } = await withInsistent(allowed, true)
    const results = dialler.connect([insistent])
    await swarm.clock.advance(500)
    expect(await results).toMatchObject([{ ok: true, clientId: 5001 }])
    expect(refused).toEqual(['10.0.0.2:5001'])
    const tries = told(swarm, 'dial-started')
    expect(tries.map(({ dial, clientId }) => [dial, clientId])).toEqual(Array(2).fill([tries[0]?.dial, 5001]))
    expect(told(swarm, 'dial-failed')).toEqual([])
    expect(told(swarm, 'link-opened').find(({ dialled }) => dialled)).toMatchObject({ encryption })
    await finish()
  })

  test('a dial of theirs is let in, and they download all', async () => {
    const { swarm, first, second: seeder, finish } = await withInsistent(allowed, false)
    void first.connect(['10.0.0.2'])
    await swarm.clock.advance(500)
    const opened = told(swarm, 'link-opened').find(({ observer }) => observer === seeder.id)
    expect(opened).toMatchObject({ dialled: false, encryption })
    expect(Object.values(swarm.view.links).some((link) => link.encryption === encryption)).toBe(true)
    await finish()
  })

  test('trouble made on purpose works on the link: late, then frozen, then as before', async () => {
    const { swarm, first: seeder, second: leecher, finish, linkOf } = await withInsistent(allowed, true, 32 * kibibyte)
    void leecher.connect([insistent])
    await swarm.clock.advance(2 * second)
    const link = linkOf(leecher)
    expect(link.down.total).toBeGreaterThan(0)
    leecher.controls.setFaults(link.id, { frozen: false, latencyMs: 700 })
    await swarm.clock.advance(2 * second)
    leecher.controls.setFaults(link.id, { frozen: true, latencyMs: 0 })
    const before = link.down.total
    await swarm.clock.advance(3 * second)
    expect(link.down.total).toBe(before)
    leecher.controls.setFaults(link.id, noFaults)
    seeder.controls.setFaults(null, { frozen: true, latencyMs: 0 })
    await swarm.clock.advance(2 * second)
    seeder.controls.setFaults(null, noFaults)
    await finish()
    expect(told(swarm, 'link-closed').filter(({ reason }) => reason.code !== 'silent')).toEqual([])
  })
})

describe('who insists', () => {
  test('is dialled encrypted from the start the next time', async () => {
    const { swarm, second: dialler, linkOf, refused } = await withInsistent(methodBits.rc4, true, 1_024)
    void dialler.connect([insistent])
    await swarm.clock.advance(second)
    dialler.controls.closeLink(linkOf(dialler).id, false)
    await swarm.clock.advance(second)
    const again = dialler.connect([insistent])
    await swarm.clock.advance(second)
    expect(await again).toMatchObject([{ ok: true }])
    expect(refused).toHaveLength(1)
  })

  test('and is not there at all the next time, is dialled in plain text after that', async () => {
    const { swarm, first, second: dialler, refused } = await withInsistent(methodBits.rc4, true, 1_024)
    void dialler.connect([insistent])
    await swarm.clock.advance(second)
    await first.stop(true)
    await swarm.clock.advance(second)
    const gone = dialler.connect([insistent])
    await swarm.clock.advance(second)
    expect(await gone).toMatchObject([{ ok: false, reason: { code: 'refused' } }])
    await first.runServer()
    void dialler.connect([insistent])
    await swarm.clock.advance(second)
    expect(refused.length).toBeGreaterThan(1)
  })
})

describe('a dial that is closed without a word', () => {
  test('both in plain text and encrypted fails for the reason of the plain one, and its port comes back', async () => {
    const swarm = new SimulatedSwarm(481)
    await swarm.share(1_000)
    const peer = await swarm.add(null)
    let dials = 0
    await swarm.network.host('10.0.0.9').listen({ host: '10.0.0.9', port: 6881 }, (connection) => {
      connection.open({
        onData: () => (++dials === 1 ? connection.reset() : connection.end()),
        onDrain() {},
        onClose() {},
      })
    })
    const results = peer.connect(['10.0.0.9:6881'])
    await swarm.clock.advance(second)
    expect(await results).toMatchObject([{ ok: false, reason: { code: 'closed-in-handshake' } }])
    expect(dials).toBe(2)
    expect(told(swarm, 'dial-failed')).toMatchObject([{ clientId: 5001, reason: { code: 'closed-in-handshake' } }])
    expect(swarm.network.open.size).toBe(0)
  })

  test('is not dialled again encrypted by a peer that has left the swarm meanwhile', async () => {
    const swarm = new SimulatedSwarm(482)
    const { metainfo } = await swarm.share(1_000)
    const peer = await swarm.add(null)
    let dials = 0
    await swarm.network.host('10.0.0.9').listen({ host: '10.0.0.9', port: 6881 }, (connection) => {
      dials++
      connection.open({ onData() {}, onDrain() {}, onClose() {} })
    })
    const results = peer.connect(['10.0.0.9:6881'])
    await swarm.clock.advance(100)
    peer.leave(metainfo.infoHash)
    await swarm.clock.advance(20 * second)
    expect(await results).toMatchObject([{ ok: false }])
    expect(dials).toBe(1)
  })
})
