import { describe, expect, test } from 'vitest'
import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { encodeHandshake } from '../../src-shared/wire/handshake.ts'
import type { KnownMessage } from '../../src-shared/wire/message-table.ts'
import { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { firstServer, linkTo, strangerAt } from '../testing/stranger.ts'

// Who may have a link and who may keep it: the same peer twice, ourselves, the banned, the silent and the slow.

const block = 16_384
const second = 1_000
const minute = 60 * second

/** The first peer, with all four pieces or none. */
async function peerAt(isSeeder = true) {
  const swarm = new SimulatedSwarm(470)
  const { bytes, metainfo } = await swarm.share(4 * block, 'noise.bin', block)
  const peer = await swarm.add(isSeeder ? bytes : null)
  return { swarm, bytes, infoHash: metainfo.infoHash, peer }
}

function told<Type extends SwarmEventType>(swarm: SimulatedSwarm, type: Type) {
  type Told = Extract<SwarmEvent, { type: Type }>
  return swarm.events.filter((event): event is Told => event.type === type)
}

const turnedAway = (swarm: SimulatedSwarm) => told(swarm, 'server-turned-away').map(({ reason }) => reason)
const closings = (swarm: SimulatedSwarm) => told(swarm, 'link-closed').map(({ reason }) => reason)

describe('slow and silent', () => {
  test('a handshake that comes byte by byte is given up after ten seconds in all', async () => {
    const { swarm, infoHash } = await peerAt()
    const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), firstServer)
    await swarm.clock.advance(100)
    const slow = await dialled
    for (const byte of encodeHandshake({ infoHash, peerId: slow.id }).subarray(0, 15)) {
      slow.bytes(Uint8Array.of(byte))
      await swarm.clock.advance(second)
    }
    expect(slow.closedBy).toBeDefined()
    expect(turnedAway(swarm)).toEqual([{ code: 'handshake-timed-out', seconds: 10 }])
  })

  test('one that we dialled and that never answers is given up too, with its port', async () => {
    const { swarm, peer } = await peerAt()
    await ScriptedPeer.listen(swarm.network.host('10.0.0.77'), { host: '10.0.0.77', port: 6881 })
    const results = peer.connect(['10.0.0.77:6881'])
    await swarm.clock.advance(11 * second)
    expect(await results).toMatchObject([{ ok: false, reason: { code: 'handshake-timed-out', seconds: 10 } }])
    expect(swarm.network.open.size).toBe(0)
  })

  test('another client may be silent for two minutes and a half, but no longer; we say that we are there', async () => {
    const { swarm } = await peerAt()
    const silent = (await strangerAt(swarm)).say({ name: 'have-none' })
    const quiet = (await strangerAt(swarm, { number: 2 })).say({ name: 'have-none' })
    await swarm.clock.advance(101 * second)
    quiet.say({ name: 'keep-alive' })
    expect(silent.closedBy).toBeUndefined()
    expect(silent.names).toContain('keep-alive')
    await swarm.clock.advance(minute)
    expect(silent.closedBy).toBe('reset')
    expect(quiet.closedBy).toBeUndefined()
    expect(closings(swarm)).toEqual([{ code: 'silent', seconds: 150 }])
  })

  test('one that asks and does not read is dropped before it fills our memory', async () => {
    const { swarm } = await peerAt()
    const deaf = (await strangerAt(swarm)).say({ name: 'have-none' }).stopReading()
    const request: KnownMessage = { name: 'request', piece: 0, begin: 0, length: block }
    // While choked each is rejected, in 17 bytes.
    for (let i = 0; i < 100; i++) {
      for (let j = 0; j < 1_000; j++) deaf.say(request)
      await swarm.clock.advance(10)
    }
    expect(closings(swarm)).toEqual([{ code: 'not-reading' }])
  })

  test('a flood of keep-alives, and of haves of what is had, tells nothing', async () => {
    const { swarm } = await peerAt()
    const chatty = (await strangerAt(swarm)).say({ name: 'have-all' })
    await swarm.clock.advance(2 * second)
    const before = swarm.events.length
    for (let i = 0; i < 5_000; i++) chatty.say({ name: 'keep-alive' }, { name: 'have', piece: i % 4 })
    await swarm.clock.advance(2 * second)
    expect(swarm.events.length - before).toBeLessThan(5)
    expect(chatty.closedBy).toBeUndefined()
  })
})

describe('the same again', () => {
  test('we ourselves, under our own peer id, are turned away', async () => {
    const { swarm, infoHash, peer } = await peerAt()
    const dialled = ScriptedPeer.dial(swarm.network.host('10.0.0.99'), firstServer)
    await swarm.clock.advance(100)
    const mirror = await dialled
    mirror.bytes(encodeHandshake({ infoHash, peerId: peer.id }))
    await swarm.clock.advance(100)
    expect(mirror.closedBy).toBe('closed')
    expect(turnedAway(swarm)).toEqual([{ code: 'self' }])
  })

  test('we ourselves, dialled through an address that we do not know as ours, are no peer', async () => {
    const { swarm, infoHash, peer } = await peerAt()
    const dialled = await ScriptedPeer.listen(swarm.network.host('10.0.0.77'), { host: '10.0.0.77', port: 6881 })
    const results = peer.connect(['10.0.0.77:6881'])
    await swarm.clock.advance(100)
    dialled[0]!.bytes(encodeHandshake({ infoHash, peerId: peer.id }))
    await swarm.clock.advance(100)
    expect(await results).toMatchObject([{ ok: false, reason: { code: 'self' } }])
  })

  test('two clients at one IP address are two, and both are served', async () => {
    const { swarm } = await peerAt()
    const host = '10.0.0.99'
    const two = [await strangerAt(swarm, { host }), await strangerAt(swarm, { host, number: 2 })]
    for (const stranger of two) stranger.say({ name: 'have-none' }, { name: 'interested' })
    await swarm.clock.advance(second)
    for (const stranger of two) stranger.say({ name: 'request', piece: 0, begin: 0, length: block })
    await swarm.clock.advance(second)
    for (const stranger of two) expect(stranger.all('piece')).toHaveLength(1)
  })

  const crossings: [string, string, number][] = [
    ['the larger peer id dialled us', 'ff', 1],
    ['we have the larger peer id', '00', 0],
  ]
  test.each(crossings)('when both dial at once one link stays: %s', async (_name, first, staying) => {
    const { swarm, infoHash, peer } = await peerAt()
    const id = `${first}${'58'.repeat(19)}` as PeerId
    const dialled = await ScriptedPeer.listen(swarm.network.host('10.0.0.77'), { host: '10.0.0.77', port: 6881 })
    void peer.connect(['10.0.0.77:6881'])
    await swarm.clock.advance(100)
    const [ours] = dialled as [ScriptedPeer]
    ours.bytes(encodeHandshake({ infoHash, peerId: id }))
    const dialling = ScriptedPeer.dial(swarm.network.host('10.0.0.77'), firstServer)
    await swarm.clock.advance(100)
    const theirs = await dialling
    theirs.bytes(encodeHandshake({ infoHash, peerId: id }))
    await swarm.clock.advance(second)
    const isOpen = [ours, theirs].map(({ closedBy }) => closedBy === undefined)
    expect(isOpen).toEqual([staying === 0, staying === 1])
    expect(peer.swarms.get(infoHash)?.members.map((member) => member.id)).toEqual([id])
    expect(told(swarm, 'member-left')).toEqual([])
  })
})

test('another seeder that closes its link with us has nothing to send: that is no failure, and it is not dialled again', async () => {
  const { swarm } = await peerAt()
  const seeder = (await strangerAt(swarm)).say({ name: 'have-all' }).sayHello({ p: 6881 })
  await swarm.clock.advance(second)
  seeder.leave()
  await swarm.clock.advance(2 * minute)
  expect(closings(swarm)).toEqual([{ code: 'both-complete' }])
  expect(told(swarm, 'dial-started')).toEqual([])
  const leecher = (await strangerAt(swarm, { number: 2 })).say({ name: 'have-none' })
  await swarm.clock.advance(second)
  leecher.leave()
  await swarm.clock.advance(second)
  expect(closings(swarm).at(-1)).toEqual({ code: 'closed' })
})

describe('the banned', () => {
  /** A leecher that has found out a liar, which says that it listens at port 6881. */
  async function bannedLiar() {
    const { swarm, peer, infoHash } = await peerAt(false)
    const liar = (await strangerAt(swarm)).say({ name: 'have-all' }, { name: 'unchoke' }).sayHello({ p: 6_881 })
    await swarm.clock.advance(500)
    for (const { piece, begin, length } of liar.all('request')) {
      liar.say({ name: 'piece', piece, begin, block: new Uint8Array(length) })
    }
    await swarm.clock.advance(500)
    expect(told(swarm, 'peer-banned')).toMatchObject([{ peer: liar.id }])
    return { swarm, peer, infoHash, liar }
  }

  test('are turned away under their peer id, wherever they come from', async () => {
    const { swarm } = await bannedLiar()
    const back = await strangerAt(swarm, { host: '10.0.0.200' })
    await swarm.clock.advance(100)
    expect(back.closedBy).toBe('closed')
    expect(turnedAway(swarm)).toEqual([{ code: 'banned' }])
  })

  test('are not dialled at their address, and closed under a new peer id once they say that they listen there', async () => {
    const { swarm, peer } = await bannedLiar()
    const results = peer.connect(['10.0.0.91:6881'])
    await swarm.clock.advance(100)
    expect(await results).toMatchObject([{ ok: false, reason: { code: 'banned' } }])
    const disguised = await strangerAt(swarm, { host: '10.0.0.91', number: 5 })
    disguised.say({ name: 'have-all' }).sayHello({ p: 6_881 })
    await swarm.clock.advance(second)
    expect(disguised.closedBy).toBe('closed')
    expect(closings(swarm).at(-1)).toEqual({ code: 'banned' })
    const neighbour = await strangerAt(swarm, { host: '10.0.0.91', number: 6 })
    neighbour.say({ name: 'have-all' }).sayHello({ p: 6_882 })
    await swarm.clock.advance(second)
    expect(linkTo(peer, neighbour).closed).toBe(false)
  })

  test('are told of once, however many wrong pieces were under way', async () => {
    const { swarm } = await bannedLiar()
    expect(told(swarm, 'piece-rejected').length).toBeGreaterThan(1)
    expect(told(swarm, 'peer-banned')).toHaveLength(1)
  })

  test('are so too when they left before it was proven', async () => {
    const swarm = new SimulatedSwarm(471)
    const { bytes } = await swarm.share(2 * block, 'pair.bin', 2 * block)
    await swarm.add(null)
    const [liar, honest] = [await strangerAt(swarm), await strangerAt(swarm, { number: 2 })]
    for (const stranger of [liar, honest]) stranger.say({ name: 'have-all' }, { name: 'unchoke' })
    await swarm.clock.advance(500)
    const say = (stranger: ScriptedPeer, begin: number, isWrong: boolean) =>
      stranger.say({
        name: 'piece',
        piece: 0,
        begin,
        block: isWrong ? new Uint8Array(block) : bytes.slice(begin, begin + block),
      })
    say(liar, 0, true)
    say(honest, block, false)
    await swarm.clock.advance(100)
    expect(told(swarm, 'piece-rejected')).toHaveLength(1)
    expect(told(swarm, 'peer-banned')).toEqual([])
    liar.leave()
    await swarm.clock.advance(second)
    for (const { begin } of honest.all('request').slice(-2)) say(honest, begin, false)
    await swarm.clock.advance(second)
    expect(told(swarm, 'peer-banned')).toMatchObject([{ peer: liar.id, piece: 0, blocks: [0] }])
    const back = await strangerAt(swarm)
    await swarm.clock.advance(100)
    expect(back.closedBy).toBe('closed')
  })

  test('stay so in every swarm of this peer', async () => {
    const { swarm, peer } = await bannedLiar()
    const other = await swarm.share(2 * block, 'other.bin')
    await swarm.join(peer, null, {}, other)
    const back = await strangerAt(swarm, { infoHash: other.metainfo.infoHash })
    await swarm.clock.advance(100)
    expect(back.closedBy).toBe('closed')
  })
})

test('each of these reasons is a sentence', async () => {
  for (const reason of [
    { code: 'silent', seconds: 150 },
    { code: 'handshake-timed-out', seconds: 10 },
    { code: 'not-reading' },
    { code: 'self' },
    { code: 'duplicate' },
    { code: 'banned' },
    { code: 'sent-bad-data' },
  ] as const) {
    expect(reasonSentence(reason)).toMatch(/^[A-Z].{15,}\.$/)
  }
})
