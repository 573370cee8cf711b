import { describe, expect, test } from 'vitest'
import { encodeExtendedHandshake } from '../../src-shared/wire/extended.ts'
import type { KnownMessage } from '../../src-shared/wire/message-table.ts'
import { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { maxQueuedRequests } from './core/link-state.ts'

const kibibyte = 1024
const server = { host: '10.0.0.1', port: 5000 }

/** A seeder of 40 KiB in three pieces of 16 KiB, and a stranger at its door. */
async function seederAndStranger() {
  const swarm = new SimulatedSwarm(11)
  const { bytes } = await swarm.share(40 * kibibyte)
  const peer = await swarm.add(bytes)
  const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server)
  await swarm.clock.advance(100)
  const stranger = await dialled
  return { swarm, bytes, peer, stranger, infoHash: swarm.metainfo!.infoHash }
}

const empty: KnownMessage = { name: 'bitfield', bits: Uint8Array.of(0) }
const twoBytes: KnownMessage = { name: 'bitfield', bits: Uint8Array.of(0, 0) }
const request = (piece: number, begin: number, length: number): KnownMessage => ({
  name: 'request',
  piece,
  begin,
  length,
})

describe('a rule of the wire that is broken closes the link with its name', () => {
  const cases: [string, string, (stranger: ScriptedPeer) => void][] = [
    ['a late bitfield of the wrong length', 'bitfield-length', (s) => s.say(empty, twoBytes)],
    ['a bitfield of the wrong length', 'bitfield-length', (s) => s.say(twoBytes)],
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
    peer.controls.setLimits({ kind: 'peer' }, { upBytesPerSec: 1, downBytesPerSec: null })
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
  // Too long to be an encrypted handshake.
  stranger.bytes(Buffer.alloc(2_000, 'SSH-2.0-OpenSSH_9.2p1\r\n'))
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
  const { bytes, metainfo } = await swarm.share(1000)
  const peer = await swarm.add(bytes.slice(), { maxRemoteClients: 2 })
  const dials = [1, 2, 3].map((number) => ScriptedPeer.dial(swarm.network.host('10.0.0.99'), server, number))
  await swarm.clock.advance(100)
  const strangers = await Promise.all(dials)
  for (const stranger of strangers) stranger.shakeHands(metainfo.infoHash)
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

async function leecherAndStrangers(count: number) {
  const swarm = new SimulatedSwarm(13)
  const { bytes } = await swarm.share(32 * kibibyte)
  const leecher = await swarm.add(null)
  const strangers: ScriptedPeer[] = []
  for (let number = 1; number <= count; number++) {
    const dialled = ScriptedPeer.dial(swarm.network.host(`10.0.0.9${number}`), server, number)
    await swarm.clock.advance(100)
    strangers.push((await dialled).shakeHands(swarm.metainfo!.infoHash))
  }
  return { swarm, bytes, leecher, strangers, infoHash: swarm.metainfo!.infoHash }
}

/** Answers every request that a stranger has heard and not answered yet. */
function serve(stranger: ScriptedPeer, bytesOf: (begin: number, length: number) => Uint8Array): void {
  for (const message of stranger.heard.splice(0)) {
    if (message.name !== 'request') continue
    const { piece, begin, length } = message
    stranger.say({ name: 'piece', piece, begin, block: bytesOf(piece * 16 * kibibyte + begin, length) })
  }
}

test('a piece whose hash is wrong does not count, and whoever sent all of it is not asked again', async () => {
  const { swarm, bytes, leecher, strangers, infoHash } = await leecherAndStrangers(1)
  const [liar] = strangers as [ScriptedPeer]
  liar.say({ name: 'bitfield', bits: Uint8Array.of(0xc0) }, { name: 'unchoke' })
  await swarm.clock.advance(100)
  serve(liar, (_begin, length) => new Uint8Array(length))
  await swarm.clock.advance(100)
  expect(swarm.events).toContainEqual(expect.objectContaining({ type: 'piece-rejected', from: [liar.id] }))
  expect(swarm.events).toContainEqual(
    expect.objectContaining({ type: 'link-closed', remote: liar.id, reason: { code: 'sent-bad-data' } }),
  )
  const back = ScriptedPeer.dial(swarm.network.host('10.0.0.91'), server, 1)
  const honest = ScriptedPeer.dial(swarm.network.host('10.0.0.92'), server, 2)
  await swarm.clock.advance(100)
  ;(await back).shakeHands(infoHash)
  const second = (await honest)
    .shakeHands(infoHash)
    .say({ name: 'bitfield', bits: Uint8Array.of(0xc0) }, { name: 'unchoke' })
  await swarm.clock.advance(100)
  expect((await back).closedBy).toBe('closed')
  serve(second, (begin, length) => bytes.slice(begin, begin + length))
  await swarm.clock.advance(100)
  expect([...leecher.swarms.values()][0]?.role).toBe('seeder')
  expect(swarm.stores.get(leecher)?.bytes).toEqual(bytes)
})

test('a block that comes after it was given up still counts, and a second copy of it is no fault', async () => {
  const { swarm, bytes, leecher, strangers } = await leecherAndStrangers(1)
  const [slow] = strangers as [ScriptedPeer]
  slow.say({ name: 'bitfield', bits: Uint8Array.of(0xc0) }, { name: 'unchoke' })
  await swarm.clock.advance(100)
  const requests = slow.heard.filter((message) => message.name === 'request')
  slow.say({ name: 'choke' }, { name: 'unchoke' })
  await swarm.clock.advance(100)
  for (const { piece, begin, length } of [...requests, ...requests]) {
    const at = piece * 16 * kibibyte + begin
    slow.say({ name: 'piece', piece, begin, block: bytes.slice(at, at + length) })
  }
  await swarm.clock.advance(100)
  expect(slow.closedBy).toBeUndefined()
  expect([...leecher.swarms.values()][0]?.role).toBe('seeder')
})

test('a source that answers nothing for a minute is asked again', async () => {
  const { swarm, strangers } = await leecherAndStrangers(1)
  const [stalled] = strangers as [ScriptedPeer]
  stalled.say({ name: 'bitfield', bits: Uint8Array.of(0xc0) }, { name: 'unchoke' })
  await swarm.clock.advance(100)
  const asked = () => stalled.heard.filter((message) => message.name === 'request').length
  const before = asked()
  for (let second = 0; second < 70; second += 10) {
    await swarm.clock.advance(10_000)
    stalled.say({ name: 'keep-alive' })
  }
  expect(before).toBeGreaterThan(0)
  expect(asked()).toBe(2 * before)
})

test('however often a remote flips its flags or tells who it is, we tell it a few times a second', async () => {
  const { swarm, stranger, infoHash } = await seederAndStranger()
  const hello = encodeExtendedHandshake({ m: {} })
  stranger.shakeHands(infoHash).say(empty)
  for (let i = 0; i < 500; i++) {
    stranger.say(
      { name: 'interested' },
      { name: 'not-interested' },
      { name: 'extended', extendedId: 0, payload: hello },
    )
  }
  const before = swarm.events.length
  await swarm.clock.advance(2_000)
  expect(swarm.events.length - before).toBeLessThan(60)
})

test('a remote that stops reading is dropped before it fills our memory', async () => {
  const { swarm, stranger, infoHash } = await seederAndStranger()
  stranger.shakeHands(infoHash).say(empty)
  await swarm.clock.advance(100)
  for (const connection of swarm.network.open) Object.assign(connection, { backlogBytes: 2 * 1024 * kibibyte })
  stranger.say({ name: 'interested' })
  await swarm.clock.advance(100)
  expect(swarm.events).toContainEqual(expect.objectContaining({ type: 'link-closed', reason: { code: 'not-reading' } }))
})

test('one of our own kind that never says who it is is served after a while, and is on the list', async () => {
  const { swarm, stranger, peer, infoHash } = await seederAndStranger()
  Object.assign(stranger, { id: `2d5353${stranger.id.slice(6)}` })
  stranger.shakeHands(infoHash).say(empty, { name: 'interested' })
  await swarm.clock.advance(1_000)
  expect(stranger.heard.map((message) => message.name)).not.toContain('unchoke')
  await swarm.clock.advance(10_000)
  expect(stranger.heard.map((message) => message.name)).toContain('unchoke')
  expect(peer.tracker.members(infoHash)).toHaveLength(2)
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
