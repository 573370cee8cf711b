import { expect, test } from 'vitest'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { encodeExtendedHandshake } from '../../src-shared/wire/extended.ts'
import { encodeHandshake } from '../../src-shared/wire/handshake.ts'
import { MemoryNetwork } from '../net/memory-transport.ts'
import { type Connection, DialError, type Dialling, type Transport } from '../net/transport.ts'
import { StorageError } from '../storage/piece-store.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { Client } from './client.ts'
import { PortPool } from './port-pool.ts'
import { findFreePort } from './server.ts'

const server = { host: '10.0.0.1', port: 5000 }

test('a free server port is looked for above the taken ones and outside the client ports', async () => {
  const network = new MemoryNetwork(new ManualClock())
  const host = network.host('10.0.0.1')
  for (const port of [5000, 5011]) await host.listen({ host: '10.0.0.1', port }, () => undefined)
  expect(await findFreePort(host, server, { first: 5001, last: 5010 })).toBe(5012)
  expect(await findFreePort(host, server)).toBe(5001)
})

test('an address that does not answer is given up after the time-out, and its port comes back', async () => {
  const clock = new ManualClock()
  let fail: (error: unknown) => void = () => undefined
  const silent = {
    dial: (): Dialling => ({
      done: new Promise((_resolve, reject) => {
        fail = reject
      }),
      cancel: () => fail(new DialError('cancelled', 'cancelled')),
    }),
  } as unknown as Transport
  const ports = new PortPool({ first: 5001, last: 5001 })
  const client = new Client({ to: server, transport: silent, ports, clock })
  const outcome = client.dial(10_000, () => undefined)
  await clock.advance(9_999)
  expect(ports.take(new Set())).toBeUndefined()
  await clock.advance(1)
  expect(await outcome).toEqual({ code: 'dial-timed-out', seconds: 10 })
  client.close()
  expect(ports.take(new Set())).toBe(5001)
})

test('a peer that stops resets whoever is still shaking hands', async () => {
  const swarm = new SimulatedSwarm(31)
  const peer = await swarm.add((await swarm.share(1_000)).bytes)
  const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server)
  await swarm.clock.advance(100)
  const stranger = await dialled
  void peer.stop()
  await swarm.clock.advance(100)
  expect(stranger.closedBy).toBe('reset')
})

test('a swarm that cannot write pauses with a sentence and can be resumed', async () => {
  const swarm = new SimulatedSwarm(32)
  const seeder = await swarm.add((await swarm.share(64 * 1024)).bytes)
  const leecher = await swarm.add(null)
  const store = swarm.stores.get(leecher)!
  store.write = () => Promise.reject(new StorageError('the disk is full'))
  void leecher.connect(['10.0.0.1'])
  await swarm.clock.advance(5_000)
  expect(swarm.events.filter((event) => event.type === 'swarm-paused')).toMatchObject([
    { detail: 'The file could not be used: the disk is full.' },
  ])
  expect(Object.keys(swarm.view.links)).toHaveLength(0)
  Reflect.deleteProperty(store, 'write')
  const [infoHash, paused] = [...leecher.paused][0]!
  await swarm.clock.advance(10_000)
  leecher.join(paused.content, paused.options)
  expect(leecher.paused.size).toBe(0)
  void leecher.connect(['10.0.0.1'])
  const isWhole = () => leecher.swarms.get(infoHash)?.role === 'seeder'
  expect(await swarm.clock.runUntil(isWhole, 20_000)).toBe(true)
  expect(seeder.running).toBe(true)
})

test('a cancelled request is not served', async () => {
  const swarm = new SimulatedSwarm(33)
  const peer = await swarm.add((await swarm.share(64 * 1024)).bytes, { upBytesPerSec: 16 * 1024 })
  const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server)
  await swarm.clock.advance(100)
  const stranger = (await dialled).shakeHands(swarm.metainfo!.infoHash)
  stranger.say({ name: 'interested' })
  await swarm.clock.advance(100)
  for (const piece of [0, 1, 2]) stranger.say({ name: 'request', piece, begin: 0, length: 16_384 })
  stranger.say({ name: 'cancel', piece: 2, begin: 0, length: 16_384 })
  await swarm.clock.advance(10_000)
  expect(stranger.heard.flatMap((message) => (message.name === 'piece' ? message.piece : []))).toEqual([0, 1])
  expect(peer.running).toBe(true)
})

test('a remote that keeps few requests is not asked for more', async () => {
  const swarm = new SimulatedSwarm(34)
  await swarm.share(1024 * 1024)
  await swarm.add(null)
  const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server)
  await swarm.clock.advance(100)
  const stranger = (await dialled).shakeHands(swarm.metainfo!.infoHash)
  stranger.say(
    { name: 'bitfield', bits: Uint8Array.of(0xff, 0xff) },
    { name: 'extended', extendedId: 0, payload: encodeExtendedHandshake({ m: {}, reqq: 2 }) },
    { name: 'unchoke' },
  )
  await swarm.clock.advance(2_000)
  expect(stranger.heard.filter((message) => message.name === 'request')).toHaveLength(2)
})

test('in the endgame a block that came from one is cancelled with the other', async () => {
  const swarm = new SimulatedSwarm(35)
  const { bytes } = await swarm.share(16 * 1024)
  await swarm.add(null)
  const strangers: ScriptedPeer[] = []
  for (const number of [1, 2]) {
    const dialled = ScriptedPeer.dial(swarm.network.host(`10.0.0.9${number}`), server, number)
    await swarm.clock.advance(100)
    strangers.push((await dialled).shakeHands(swarm.metainfo!.infoHash))
    strangers.at(-1)?.say({ name: 'bitfield', bits: Uint8Array.of(0x80) }, { name: 'unchoke' })
    await swarm.clock.advance(100)
  }
  const [first, second] = strangers as [ScriptedPeer, ScriptedPeer]
  expect(second.heard.map((message) => message.name)).toContain('request')
  first.say({ name: 'piece', piece: 0, begin: 0, block: bytes })
  await swarm.clock.advance(100)
  expect(second.heard.find((message) => message.name === 'cancel')).toEqual({
    name: 'cancel',
    piece: 0,
    begin: 0,
    length: 16 * 1024,
  })
})

test('a new role is on the other trackers at once', async () => {
  const swarm = new SimulatedSwarm(36)
  const seeder = await swarm.add((await swarm.share(256 * 1024)).bytes, { upBytesPerSec: 64 * 1024 })
  const leecher = await swarm.add(null)
  void leecher.connect(['10.0.0.1'])
  const { infoHash } = swarm.metainfo!
  const roleTold = () => seeder.tracker.members(infoHash).find(({ id }) => id === leecher.id)?.role
  for (const role of ['peer', 'seeder'] as const) {
    await swarm.clock.runUntil(() => leecher.swarms.get(infoHash)?.role === role, 20_000)
    const startedAtMs = swarm.clock.nowMs()
    expect(await swarm.clock.runUntil(() => roleTold() === role, 5_000)).toBe(true)
    expect(swarm.clock.nowMs() - startedAtMs).toBeLessThanOrEqual(300)
  }
})

test('a swarm that is left during a handshake gets no link out of it', async () => {
  const swarm = new SimulatedSwarm(37)
  await swarm.share(1_000)
  const leecher = await swarm.add(null)
  const { infoHash } = swarm.metainfo!
  let slow: Connection | undefined
  await swarm.network.host('10.0.0.50').listen({ host: '10.0.0.50', port: 5000 }, (connection) => {
    slow = connection
    connection.open({ onData() {}, onDrain() {}, onClose() {} })
  })
  const dial = leecher.connect(['10.0.0.50'])
  await swarm.clock.advance(100)
  leecher.leave(infoHash)
  slow?.write(encodeHandshake({ infoHash, peerId: '11'.repeat(20) as PeerId }))
  await swarm.clock.advance(1_000)
  expect(await dial).toMatchObject([{ ok: false, reason: { code: 'we-left' } }])
  expect(swarm.events.filter((event) => event.type === 'link-opened')).toEqual([])
  expect(swarm.network.open.size).toBe(0)
})
