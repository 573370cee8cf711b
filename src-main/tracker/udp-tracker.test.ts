import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeUdpReply,
  encodeUdpRequest,
  type UdpAnnounceRequest,
  type UdpTrackerReply,
  type UdpTrackerRequest,
} from '../../src-shared/metainfo/udp-tracker.ts'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { decodeCompact } from '../../src-shared/wire/compact-address.ts'
import type { DatagramSocket } from '../net/transport.ts'
import { linkedPeer, TrackerUnderTest, trackedHash } from '../testing/tracker-under-test.ts'

const at = { host: '10.0.0.1', port: 5000 }
const at6 = { host: '2001:db8::1', port: 5000 }

/** A client with a UDP socket of its own. */
class Asker {
  readonly heard: Uint8Array[] = []
  readonly #under: TrackerUnderTest
  readonly #to: Endpoint
  #socket: DatagramSocket | undefined

  constructor(under: TrackerUnderTest, to: Endpoint) {
    this.#under = under
    this.#to = to
  }

  async bind(host: string): Promise<this> {
    this.#socket = await this.#under.network
      .host(host)
      .bind({ host, port: 0 }, (bytes) => this.heard.push(bytes.slice()))
    return this
  }

  async say(bytes: Uint8Array): Promise<void> {
    this.#socket?.send(bytes, this.#to)
    await this.#under.clock.advance(0)
  }

  async ask(request: UdpTrackerRequest): Promise<UdpTrackerReply | undefined> {
    const before = this.heard.length
    await this.say(encodeUdpRequest(request))
    const reply = this.heard[before]
    return reply && decodeUdpReply(reply)
  }

  async connect(): Promise<bigint> {
    const reply = await this.ask({ kind: 'connect', transaction: 7 })
    if (reply?.kind !== 'connect') throw new Error('no connection id')
    return reply.connection
  }
}

async function serving(host = '10.0.0.2') {
  const under = await TrackerUnderTest.start()
  const isIpv6 = host.includes(':')
  const to = isIpv6 ? at6 : at
  expect(await under.server.openUdp(under.network.host(to.host), to)).toBeNull()
  return { under, asker: await new Asker(under, to).bind(host) }
}

function announce(connection: bigint, number: number, changes: Partial<UdpAnnounceRequest> = {}): UdpAnnounceRequest {
  return {
    kind: 'announce',
    connection,
    transaction: 9,
    infoHash: trackedHash,
    peerId: linkedPeer(number, null).id as PeerId,
    downloadedBytes: 1,
    leftBytes: 5,
    uploadedBytes: 2,
    event: 'started',
    key: 0,
    wanted: null,
    port: 6881,
    urlData: '',
    ...changes,
  }
}

describe('an announce', () => {
  test('after a connect is answered, and its peer is a member like any other', async () => {
    const { under, asker } = await serving()
    await under.announce('10.0.0.3', 3, { left: 0 })
    const connection = await asker.connect()
    const reply = await asker.ask(announce(connection, 2, { urlData: '/announce?x=1' }))
    expect(reply).toMatchObject({ kind: 'announce', transaction: 9, intervalSec: 60, seeders: 1, leechers: 1 })
    expect(decodeCompact((reply as { peers: Uint8Array }).peers, 'ipv4', 99)).toEqual(['10.0.0.3:6881'])
    const member = under.tracker.members(trackedHash).find(({ server }) => server === '10.0.0.2:6881')
    expect(member).toMatchObject({ uploadedBytes: 2, downloadedBytes: 1, agent: 'Transmission 3.00' })
    expect(under.server.takeServed()).toEqual({ http: 1, udp: 1, refused: 0 })
  })

  test('over IPv6 is answered with IPv6 addresses only, in a datagram that no network cuts', async () => {
    const { under, asker } = await serving('2001:db8::2')
    for (let i = 3; i < 90; i++) await under.announce(`2001:db8::${i.toString(16)}`, i)
    await under.announce('10.0.0.3', 200)
    const reply = await asker.ask(announce(await asker.connect(), 2, { wanted: 200 }))
    const peers = decodeCompact((reply as { peers: Uint8Array }).peers, 'ipv6', 999)
    expect(peers).toHaveLength(60)
    expect(asker.heard.at(-1)?.length).toBeLessThan(1_232)
  })

  test('of somebody on this computer is told where the network knows it', async () => {
    const under = await TrackerUnderTest.start()
    under.shownHost = '10.0.0.1'
    for (const host of ['10.0.0.1', '127.0.0.1']) {
      await under.server.openUdp(under.network.host(host), { host, port: 5000 })
      const client = host === '127.0.0.1' ? '127.0.0.1' : '10.0.0.2'
      const asker = await new Asker(under, { host, port: 5000 }).bind(client)
      await under.announce('127.0.0.1', 3)
      const reply = await asker.ask(announce(await asker.connect(), 2, { port: 6882 }))
      expect(decodeCompact((reply as { peers: Uint8Array }).peers, 'ipv4', 99)).toContain('10.0.0.1:6881')
    }
  })

  test('of a torrent that is not served is refused with a sentence', async () => {
    const { under, asker } = await serving()
    const reply = await asker.ask(announce(await asker.connect(), 2, { infoHash: 'ee'.repeat(20) as InfoHash }))
    expect(reply).toMatchObject({
      kind: 'error',
      transaction: 9,
      message: expect.stringMatching(/join it there first/),
    })
    expect(under.server.takeServed()).toEqual({ http: 0, udp: 0, refused: 1 })
  })

  test('that stops is the end of its member', async () => {
    const { under, asker } = await serving()
    const connection = await asker.connect()
    await asker.ask(announce(connection, 2))
    await asker.ask(announce(connection, 2, { event: 'stopped' }))
    expect(under.tracker.members(trackedHash)).toEqual([])
  })
})

test('a scrape has the counts in the order of the info hashes, zeros where one is not served', async () => {
  const { under, asker } = await serving()
  await under.announce('10.0.0.3', 3, { left: 0, event: 'completed' })
  const infoHashes = ['ee'.repeat(20) as InfoHash, trackedHash]
  const reply = await asker.ask({ kind: 'scrape', connection: await asker.connect(), transaction: 1, infoHashes })
  expect(reply).toEqual({
    kind: 'scrape',
    transaction: 1,
    swarms: [
      { seeders: 0, completed: 0, leechers: 0 },
      { seeders: 1, completed: 1, leechers: 0 },
    ],
  })
})

describe('an asker that has shown nothing', () => {
  test('cannot announce with an id of another address, or an old one', async () => {
    const { under, asker } = await serving()
    const other = await new Asker(under, at).bind('10.0.0.3')
    const connection = await asker.connect()
    expect(await other.ask(announce(connection, 3))).toMatchObject({ kind: 'error', message: 'Connect again first.' })
    await under.clock.advance(180_000)
    expect(await asker.ask(announce(connection, 2))).toMatchObject({ kind: 'error' })
    expect(under.tracker.members(trackedHash)).toEqual([])
  })

  test('never gets more bytes than it sent, whatever it sends', async () => {
    const { asker } = await serving()
    const numbers = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    const requests = fc.oneof(
      numbers.map((connection) => encodeUdpRequest(announce(connection, 2))),
      fc.tuple(numbers, fc.nat(5)).map(([connection, count]) =>
        encodeUdpRequest({
          kind: 'scrape',
          connection,
          transaction: 1,
          infoHashes: new Array<InfoHash>(count).fill(trackedHash),
        }),
      ),
      fc.uint8Array({ maxLength: 120 }),
    )
    await fc.assert(
      fc.asyncProperty(requests, async (bytes) => {
        const before = asker.heard.length
        await asker.say(bytes)
        const answered = asker.heard.slice(before)
        expect(answered.length).toBeLessThanOrEqual(1)
        for (const reply of answered) expect(reply.length).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })

  test('is told of its mistake, together with all others, a hundred times a second', async () => {
    const { under, asker } = await serving()
    const wrong = encodeUdpRequest(announce(1n, 2))
    for (let i = 0; i < 500; i++) await asker.say(wrong)
    expect(asker.heard).toHaveLength(100)
    await under.clock.advance(1_000)
    await asker.say(wrong)
    expect(asker.heard).toHaveLength(101)
  })
})

test('it moves to another port, says when that is taken, and closes', async () => {
  const { under, asker } = await serving()
  const host = under.network.host('10.0.0.1')
  await host.bind({ host: '10.0.0.1', port: 5001 }, () => undefined)
  expect(await under.server.openUdp(host, { host: '10.0.0.1', port: 5001 })).toBe('port-in-use')
  expect(await asker.ask({ kind: 'connect', transaction: 1 })).toBeUndefined()
  await under.server.openUdp(host, at)
  expect(await asker.ask({ kind: 'connect', transaction: 1 })).toMatchObject({ kind: 'connect' })
  const opening = under.server.openUdp(host, { host: '10.0.0.1', port: 5002 })
  under.server.close()
  await opening
  // Nothing is left behind at the port that was being opened.
  await (await host.bind({ host: '10.0.0.1', port: 5002 }, () => undefined)).close()
  expect(await asker.ask({ kind: 'connect', transaction: 1 })).toBeUndefined()
})

test('a client that tries uTP is told at once that nobody speaks it, and that is no refused request', async () => {
  const { under, asker } = await serving()
  await asker.say(Uint8Array.of(0x41, 0, 0x12, 0x34, ...new Uint8Array(16)))
  expect(asker.heard).toHaveLength(1)
  expect([...(asker.heard[0] ?? [])].slice(0, 4)).toEqual([0x31, 0, 0x12, 0x34])
  expect(under.utpFrom.map(({ host }) => host)).toEqual(['10.0.0.2'])
  expect(under.server.takeServed()).toEqual({ http: 0, udp: 0, refused: 0 })
})
