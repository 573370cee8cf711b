import { describe, expect, test } from 'vitest'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { encodeHandshake } from '../../src-shared/wire/handshake.ts'
import { bothMethods, methodBits } from '../../src-shared/wire/mse.ts'
import { initiate } from '../../src-shared/wire/mse-initiator.ts'
import { FaultyConnection } from '../net/faulty-connection.ts'
import { MemoryNetwork } from '../net/memory-transport.ts'
import { seededRandom } from '../random.ts'
import { sha1 } from '../storage/hasher.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { type Channel, encryptedChannel } from './channel.ts'
import { labConfig } from './config.ts'
import { Doorway, type DoorwayParts } from './doorway.ts'
import type { Link } from './link.ts'
import type { NewLink } from './link-parts.ts'
import { Deadline } from './opening.ts'
import type { Room } from './room.ts'

// What comes to the one port of a peer: other peers, in plain text and encrypted, requests by HTTP, and noise.

const infoHash = 'ab'.repeat(20) as InfoHash
const elsewhere = 'cd'.repeat(20) as InfoHash
const self = '2d5353'.padEnd(40, '1') as PeerId
const other = '2d5858'.padEnd(40, '2') as PeerId
const server = { host: '10.0.0.1', port: 5000 }
const request = 'GET /announce HTTP/1.1\r\n\r\n'
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const handshake = encodeHandshake({ infoHash, peerId: other })

interface Joined extends NewLink {
  readonly rest: Uint8Array
}

/** A doorway behind a server, with one room; what it lets in and hands over, and what it tells. */
async function doorwayAt(changes: Partial<DoorwayParts> = {}) {
  const clock = new ManualClock()
  const network = new MemoryNetwork(clock, 1)
  const random = seededRandom(5)
  const joined: Joined[] = []
  const http: string[] = []
  const facts: SwarmFact[] = []
  const wrapped: FaultyConnection[] = []
  const closing: (() => void)[] = []
  let count = 0
  const room: Room = {
    infoHash,
    links: new Set(),
    isPrivate: false,
    metadataSize: undefined,
    addLink(parts, rest) {
      joined.push({ ...parts, rest })
      const link: Partial<Link> = { whenClosed: (callback) => void closing.push(callback) }
      return link as Link
    },
  }
  const doorway = new Doorway({
    self,
    clock,
    random,
    config: labConfig,
    count: () => ++count,
    room: (asked) => (asked === infoHash ? room : undefined),
    infoHashes: () => [infoHash],
    maxRemoteClients: () => 50,
    hello: () => ({ m: {} }),
    wrap: (connection) => {
      const faulty = new FaultyConnection(connection, clock)
      wrapped.push(faulty)
      return faulty
    },
    onHttp: (connection, first) => {
      let heard = Buffer.from(first).toString('latin1')
      connection.open({
        onData: (chunk) => {
          heard += Buffer.from(chunk).toString('latin1')
          if (heard.endsWith('\r\n\r\n')) http.push(heard)
        },
        onDrain() {},
        onClose() {},
      })
      if (heard.endsWith('\r\n\r\n')) http.push(heard)
    },
    observe: (fact) => facts.push(fact),
    ...changes,
  })
  await network.host(server.host).listen(server, (connection) => void doorway.accept(connection))
  const dial = async () => {
    const dialling = network.host('10.0.0.2').dial(server, 0)
    await clock.advance(2)
    const connection = await dialling.done
    const ended: string[] = []
    const heard: number[] = []
    connection.open({
      onData: (chunk) => heard.push(...chunk),
      onDrain() {},
      onClose: (ending) => ended.push(ending),
    })
    return { connection, ended, heard }
  }
  const reasons = () =>
    facts.flatMap((fact): DisconnectReason[] => (fact.type === 'server-turned-away' ? [fact.reason] : []))
  return { clock, network, doorway, joined, closing, http, wrapped, dial, reasons, random }
}

type Doorstep = Awaited<ReturnType<typeof doorwayAt>>

/** Plays an initiator of MSE/PE that allows those methods, and says the handshake along with it. */
async function knockEncrypted(
  { clock, random, dial }: Doorstep,
  allowed: number,
  meant = infoHash,
  initial = handshake,
) {
  const { connection } = await dial()
  const mse = { sha1, randomBytes: (length: number) => Uint8Array.from({ length }, () => random.below(256)) }
  const script = initiate({ ...mse, infoHash: meant, initial, allowed })
  const answer = encryptedChannel({ connection, deadline: new Deadline(clock, 60_000) }, script)
  await clock.advance(20)
  return answer
}

/** What comes over a channel from now on, the 68 bytes of a handshake at first. */
async function hearOver({ connection, first }: Channel, clock: ManualClock): Promise<Uint8Array> {
  const heard = [...first]
  connection.open({ onData: (chunk) => heard.push(...chunk), onDrain() {}, onClose() {} })
  await clock.advance(20)
  return Uint8Array.from(heard)
}

describe('a peer in plain text', () => {
  test('joins its room however its handshake is cut, with what follows it', async () => {
    for (let cut = 0; cut <= handshake.length + 3; cut++) {
      const { clock, joined, dial } = await doorwayAt()
      const { connection, heard } = await dial()
      const all = Uint8Array.from([...handshake, 1, 2, 3])
      connection.write(all.subarray(0, cut))
      await clock.advance(5)
      connection.write(all.subarray(cut))
      await clock.advance(5)
      expect(joined).toMatchObject([{ encryption: 'none', dial: null, remote: { id: other } }])
      // What comes in a chunk of its own is for the link.
      const isTogether = cut < handshake.length || cut === all.length
      expect([...joined[0]!.rest]).toEqual(isTogether ? [1, 2, 3] : [...all.subarray(68, cut)])
      expect(heard).toHaveLength(68)
    }
  })
})

describe('a request by HTTP', () => {
  test('is handed over however it is cut, and counts neither as a remote client nor as turned away', async () => {
    for (let cut = 0; cut < request.length; cut++) {
      const { clock, http, joined, dial, reasons } = await doorwayAt()
      const { connection } = await dial()
      connection.write(bytesOf(request.slice(0, cut)))
      await clock.advance(5)
      connection.write(bytesOf(request.slice(cut)))
      await clock.advance(20_000)
      expect(http).toEqual([request])
      expect([joined, reasons()]).toEqual([[], []])
    }
  })

  test('is handed over when the server is full of peers, who are turned away', async () => {
    const doorstep = await doorwayAt({ maxRemoteClients: () => 1 })
    const { clock, http, joined, dial, reasons } = doorstep
    const [peer, late, browser] = [await dial(), await dial(), await dial()]
    peer.connection.write(handshake)
    await clock.advance(5)
    late.connection.write(handshake)
    browser.connection.write(bytesOf(request))
    await clock.advance(5)
    expect(joined).toHaveLength(1)
    expect(late.ended).toEqual(['closed'])
    expect(http).toEqual([request])
    await knockEncrypted(doorstep, methodBits.rc4)
    expect(joined).toHaveLength(1)
    expect(reasons()).toEqual([
      { code: 'server-full', maximum: 1 },
      { code: 'server-full', maximum: 1 },
    ])
  })

  test('who leaves makes room for another', async () => {
    const { clock, joined, closing, dial, reasons } = await doorwayAt({ maxRemoteClients: () => 1 })
    for (let visitor = 0; visitor < 3; visitor++) {
      const { connection } = await dial()
      connection.write(handshake)
      await clock.advance(5)
      closing.pop()?.()
    }
    expect([joined.length, reasons()]).toEqual([3, []])
  })

  test('arrives late where the peer is late on purpose, and not while it is frozen', async () => {
    const { clock, http, wrapped, dial } = await doorwayAt()
    const { connection } = await dial()
    wrapped[0]!.faults = { frozen: false, latencyMs: 500 }
    connection.write(bytesOf(request.slice(0, 2)))
    await clock.advance(100)
    connection.write(bytesOf(request.slice(2)))
    await clock.advance(499)
    expect(http).toEqual([])
    await clock.advance(3)
    expect(http).toEqual([request])
    const frozen = await dial()
    wrapped[1]!.faults = { frozen: true, latencyMs: 0 }
    frozen.connection.write(bytesOf(request))
    await clock.advance(1_000)
    expect(http).toEqual([request])
    wrapped[1]!.faults = { frozen: false, latencyMs: 0 }
    await clock.advance(5)
    expect(http).toEqual([request, request])
  })

  test('is turned away where nobody answers any', async () => {
    const { clock, dial, reasons } = await doorwayAt({ onHttp: undefined })
    const { connection, ended } = await dial()
    connection.write(bytesOf(request))
    await clock.advance(5)
    expect(ended).toEqual(['closed'])
    expect(reasons()).toEqual([{ code: 'not-bittorrent' }])
  })

  test('that comes too late is too late', async () => {
    const { clock, http, dial, reasons } = await doorwayAt()
    const { connection, ended } = await dial()
    connection.write(bytesOf('G'))
    await clock.advance(10_001)
    expect(ended).toHaveLength(1)
    connection.write(bytesOf('ET / HTTP/1.1\r\n\r\n'))
    await clock.advance(10)
    expect(http).toEqual([])
    expect(reasons()).toEqual([{ code: 'handshake-timed-out', seconds: 10 }])
  })
})

describe('an encrypted peer', () => {
  test.each([
    [methodBits.handshake, 'handshake'],
    [methodBits.rc4, 'rc4'],
    [bothMethods, 'handshake'],
  ])('that allows the methods %i joins with %s', async (allowed, encryption) => {
    const doorstep = await doorwayAt()
    const channel = await knockEncrypted(doorstep, allowed)
    expect(channel).toMatchObject({ encryption, infoHash })
    expect(doorstep.joined).toMatchObject([{ encryption, remote: { id: other } }])
    const { connection, faulty } = doorstep.joined[0]!
    expect(connection === faulty).toBe(encryption === 'handshake')
    const answer = await hearOver(channel as Channel, doorstep.clock)
    expect(answer).toEqual(encodeHandshake({ infoHash, peerId: self }))
  })

  test('whose swarm is none of ours is told from noise', async () => {
    const doorstep = await doorwayAt()
    expect(await knockEncrypted(doorstep, bothMethods, elsewhere)).toEqual({ code: 'closed-in-handshake' })
    expect(doorstep.reasons()).toEqual([{ code: 'wrong-info-hash' }])
  })

  test('whose handshake means another swarm than its encryption does is turned away', async () => {
    const doorstep = await doorwayAt({ infoHashes: () => [infoHash, elsewhere] })
    await knockEncrypted(doorstep, methodBits.rc4, elsewhere)
    expect(doorstep.joined).toEqual([])
    expect(doorstep.reasons()).toEqual([{ code: 'wrong-info-hash' }])
  })

  test('whose swarm was left a moment ago is turned away', async () => {
    const doorstep = await doorwayAt({ infoHashes: () => [infoHash, elsewhere] })
    const initial = encodeHandshake({ infoHash: elsewhere, peerId: other })
    await knockEncrypted(doorstep, methodBits.rc4, elsewhere, initial)
    expect(doorstep.joined).toEqual([])
    expect(doorstep.reasons()).toEqual([{ code: 'wrong-info-hash' }])
  })

  test('has ten seconds for everything together', async () => {
    const { clock, dial, reasons } = await doorwayAt()
    const { connection, ended } = await dial()
    for (let second = 0; second < 9; second++) {
      connection.write(new Uint8Array(11).fill(0xee))
      await clock.advance(1_000)
    }
    expect(ended).toEqual([])
    await clock.advance(1_001)
    expect(ended).toHaveLength(1)
    expect(reasons()).toEqual([{ code: 'handshake-timed-out', seconds: 10 }])
  })

  test('that does not go on is turned away, wherever it stops', async () => {
    for (const [what, reason] of [
      [new Uint8Array(700).fill(0xee), 'not-bittorrent'],
      [new Uint8Array(96).fill(0), 'not-bittorrent'],
      [new Uint8Array(50).fill(0xee), 'closed-in-handshake'],
      [new Uint8Array(120).fill(0xee), 'closed-in-handshake'],
    ] as const) {
      const { clock, dial, reasons } = await doorwayAt()
      const { connection } = await dial()
      connection.write(what)
      await clock.advance(5)
      connection.end()
      await clock.advance(5)
      expect(reasons()).toEqual([{ code: reason }])
    }
  })
})

describe('who says nothing', () => {
  test('takes no place of a peer', async () => {
    const { clock, joined, dial } = await doorwayAt({ maxRemoteClients: () => 2 })
    for (let i = 0; i < 5; i++) await dial()
    const { connection } = await dial()
    connection.write(handshake)
    await clock.advance(5)
    expect(joined).toHaveLength(1)
  })

  test('is let in 1,024 times at most at a time; the rest of a storm is reset, and told of once', async () => {
    const { clock, network, joined, http, wrapped, dial, reasons } = await doorwayAt()
    const host = network.host('10.0.0.9')
    const dials = Array.from({ length: 3_000 }, () => host.dial(server, 0))
    await clock.advance(5)
    const ended: string[] = []
    for (const { done } of dials) {
      ;(await done).open({ onData() {}, onDrain() {}, onClose: (ending) => ended.push(ending) })
    }
    await clock.advance(5)
    expect(ended).toEqual(Array.from({ length: 3_000 - 1_024 }, () => 'reset'))
    expect(wrapped).toHaveLength(1_024)
    expect(reasons()).toEqual([{ code: 'server-full', maximum: 1_024 }])
    await clock.advance(10_000)
    expect(network.open.size).toBe(0)
    const [peer, browser] = [await dial(), await dial()]
    peer.connection.write(handshake)
    browser.connection.write(bytesOf(request))
    await clock.advance(5)
    expect([joined.length, http.length]).toEqual([1, 1])
  })

  test('is let in as often as there may be remote clients, if that is more', async () => {
    const { clock, network, wrapped } = await doorwayAt({ maxRemoteClients: () => 1_100 })
    const host = network.host('10.0.0.9')
    for (let i = 0; i < 1_200; i++) host.dial(server, 0)
    await clock.advance(5)
    expect(wrapped).toHaveLength(1_100)
  })

  test('is reset when the peer stops, at whatever it was', async () => {
    const { clock, doorway, dial } = await doorwayAt()
    const visitors = [await dial(), await dial(), await dial()]
    visitors[1]!.connection.write(handshake.subarray(0, 30))
    visitors[2]!.connection.write(new Uint8Array(120).fill(0xee))
    await clock.advance(5)
    doorway.close()
    await clock.advance(5)
    expect(visitors.map(({ ended }) => ended)).toEqual([['reset'], ['reset'], ['reset']])
  })
})
