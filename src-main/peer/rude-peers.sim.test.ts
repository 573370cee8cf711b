import { describe, expect, test } from 'vitest'
import type { KnownMessage } from '../../src-shared/wire/message-table.ts'
import { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { maxQueuedRequests } from './core/link-state.ts'

const kibibyte = 1024
const server = { host: '10.0.0.1', port: 5000 }

/** A seeder of 40 KiB in three pieces of 16 KiB, and a stranger at its door. */
async function seederAndStranger() {
  const swarm = new SimulatedSwarm(11)
  const bytes = await swarm.share(40 * kibibyte)
  const peer = await swarm.add(bytes)
  const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server)
  await swarm.clock.advance(100)
  const stranger = await dialled
  return { swarm, bytes, peer, stranger, infoHash: swarm.metainfo!.infoHash }
}

const empty: KnownMessage = { name: 'bitfield', bits: Uint8Array.of(0) }
const request = (piece: number, begin: number, length: number): KnownMessage => ({
  name: 'request',
  piece,
  begin,
  length,
})

describe('a rule of the wire that is broken closes the link with its name', () => {
  const cases: [string, string, (stranger: ScriptedPeer) => void][] = [
    ['a bitfield after another message', 'bitfield-not-first', (s) => s.say({ name: 'interested' }, empty)],
    ['a second bitfield', 'bitfield-not-first', (s) => s.say(empty, empty)],
    [
      'a bitfield of the wrong length',
      'bitfield-length',
      (s) => s.say({ name: 'bitfield', bits: Uint8Array.of(0, 0) }),
    ],
    [
      'a bitfield with spare bits set',
      'bitfield-spare-bits',
      (s) => s.say({ name: 'bitfield', bits: Uint8Array.of(0x10) }),
    ],
    ['a choke with a payload', 'wrong-length', (s) => s.bytes(Uint8Array.of(0, 0, 0, 2, 0, 0))],
    ['a length prefix over the cap', 'message-too-long', (s) => s.bytes(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 7))],
    ['a have for a piece that is none', 'piece-out-of-range', (s) => s.say(empty, { name: 'have', piece: 3 })],
    ['a request for a piece that is none', 'piece-out-of-range', (s) => s.say(empty, request(9, 0, 16))],
    [
      'a request past the end of the last piece',
      'request-out-of-range',
      (s) => s.say(empty, request(2, 0, 9 * kibibyte)),
    ],
    ['a request for more than a block', 'request-too-long', (s) => s.say(empty, request(0, 0, 32 * kibibyte))],
    [
      'a block that nobody asked for',
      'unrequested-block',
      (s) => s.say(empty, { name: 'piece', piece: 0, begin: 0, block: new Uint8Array(16) }),
    ],
    [
      'an extension handshake that is no bencode',
      'bad-extended',
      (s) => s.say({ name: 'extended', extendedId: 0, payload: Uint8Array.of(0x21) }),
    ],
  ]
  test.each(cases)('%s', async (_name, rule, misbehave) => {
    const { swarm, stranger, infoHash } = await seederAndStranger()
    misbehave(stranger.shakeHands(infoHash))
    await swarm.clock.advance(1000)
    expect(stranger.closedBy).toBe('closed')
    expect(swarm.events).toContainEqual(
      expect.objectContaining({
        type: 'link-closed',
        reason: expect.objectContaining({ code: 'protocol-error', rule }),
      }),
    )
  })

  test('a flood of unanswered requests', async () => {
    const { swarm, stranger, peer, infoHash } = await seederAndStranger()
    peer.uploadLimit.bytesPerSec = 1
    stranger.shakeHands(infoHash).say(empty, { name: 'interested' })
    await swarm.clock.advance(100)
    for (let i = 0; i < maxQueuedRequests + 2; i++) stranger.say(request(0, 0, 16))
    await swarm.clock.advance(1000)
    expect(swarm.events).toContainEqual(
      expect.objectContaining({ type: 'link-closed', reason: expect.objectContaining({ rule: 'too-many-requests' }) }),
    )
  })
})

test('something that is not BitTorrent is turned away by name', async () => {
  const { swarm, stranger } = await seederAndStranger()
  stranger.bytes(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  await swarm.clock.advance(1000)
  expect(swarm.events).toContainEqual(
    expect.objectContaining({ type: 'server-turned-away', reason: { code: 'not-bittorrent' } }),
  )
})

test('a connection that never says anything is closed after the handshake time-out', async () => {
  const { swarm, stranger } = await seederAndStranger()
  await swarm.clock.advance(11_000)
  expect(stranger.closedBy).toBeDefined()
  expect(swarm.events).toContainEqual(
    expect.objectContaining({ type: 'server-turned-away', reason: { code: 'handshake-timed-out', seconds: 10 } }),
  )
})

test('one remote client more than the maximum is turned away and counted', async () => {
  const swarm = new SimulatedSwarm(12)
  const peer = await swarm.add((await swarm.share(1000)).slice(), { maxRemoteClients: 2 })
  const dials = [1, 2, 3].map((number) => ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server, number))
  await swarm.clock.advance(100)
  const strangers = await Promise.all(dials)
  await swarm.clock.advance(100)
  expect(strangers.map((stranger) => stranger.closedBy)).toEqual([undefined, undefined, 'closed'])
  expect(swarm.view.peers[peer.id]?.turnedAway).toBe(1)
})

test('a client that asks politely is served the very bytes, and only what was asked', async () => {
  const { swarm, stranger, bytes, infoHash } = await seederAndStranger()
  stranger.shakeHands(infoHash).say(empty, { name: 'interested' })
  await swarm.clock.advance(100)
  stranger.say(request(1, 0, 16 * kibibyte), request(2, 4 * kibibyte, kibibyte))
  await swarm.clock.advance(100)
  expect(stranger.heard.map((message) => message.name)).toEqual(['bitfield', 'extended', 'unchoke', 'piece', 'piece'])
  expect(stranger.heard[0]).toEqual({ name: 'bitfield', bits: Uint8Array.of(0xe0) })
  expect(stranger.heard[3]).toMatchObject({ piece: 1, begin: 0, block: bytes.slice(16 * kibibyte, 32 * kibibyte) })
  expect(stranger.heard[4]).toMatchObject({
    piece: 2,
    begin: 4 * kibibyte,
    block: bytes.slice(36 * kibibyte, 37 * kibibyte),
  })
})

test('a request while choked is not answered', async () => {
  const { swarm, stranger, infoHash } = await seederAndStranger()
  stranger.shakeHands(infoHash).say(empty, request(0, 0, 16))
  await swarm.clock.advance(1000)
  expect(stranger.heard.map((message) => message.name)).toEqual(['bitfield', 'extended'])
  expect(stranger.closedBy).toBeUndefined()
})

test('a piece whose hash is wrong does not count, names its sender, and is fetched again', async () => {
  const swarm = new SimulatedSwarm(13)
  const bytes = await swarm.share(16 * kibibyte)
  const leecher = await swarm.add(null)
  const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server)
  await swarm.clock.advance(100)
  const liar = await dialled
  liar.shakeHands(swarm.metainfo!.infoHash).say({ name: 'bitfield', bits: Uint8Array.of(0x80) }, { name: 'unchoke' })
  await swarm.clock.advance(100)
  expect(liar.heard.filter((message) => message.name === 'request')).toHaveLength(1)
  liar.say({ name: 'piece', piece: 0, begin: 0, block: new Uint8Array(16 * kibibyte) })
  await swarm.clock.advance(100)
  expect(swarm.events).toContainEqual(expect.objectContaining({ type: 'piece-rejected', piece: 0, from: [liar.id] }))
  liar.say({ name: 'piece', piece: 0, begin: 0, block: bytes })
  await swarm.clock.advance(100)
  expect([...leecher.swarms.values()][0]?.role).toBe('seeder')
  expect(swarm.stores.get(leecher)?.bytes).toEqual(bytes)
})

test('a second link from the same foreign client is refused as a duplicate', async () => {
  const { swarm, stranger, infoHash } = await seederAndStranger()
  stranger.shakeHands(infoHash).say(empty)
  const again = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server)
  await swarm.clock.advance(100)
  const twin = (await again).shakeHands(infoHash)
  await swarm.clock.advance(100)
  expect(stranger.closedBy).toBeUndefined()
  expect(twin.closedBy).toBe('closed')
})
