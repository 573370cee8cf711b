import { beforeEach, describe, expect, test } from 'vitest'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { writeLocalAnnounce } from '../../src-shared/wire/local-discovery-message.ts'
import { seededRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { type MemoryHost, MemoryMulticast, outletAt } from '../testing/memory-multicast.ts'
import { LocalDiscovery } from './local-discovery.ts'
import type { Seeker, Sought, Wish } from './seeker.ts'

const one = '11'.repeat(20) as InfoHash
const two = '22'.repeat(20) as InfoHash
const minuteMs = 60_000
const tickMs = 250

let clock: ManualClock
let network: MemoryMulticast
let peers: number

beforeEach(() => {
  clock = new ManualClock()
  network = new MemoryMulticast(clock)
  peers = 0
})

/** A peer that notes what was found for it. */
class NotingPeer implements Seeker {
  sought: Sought[] = [{ infoHash: one, isPrivate: false }]
  listenPort = 5000
  setup = { listen: { host: '::', port: 5000 } }
  wish: Wish = { on: true }
  readonly host: MemoryHost
  readonly finds: string[] = []
  readonly facts: SwarmFact[] = []
  readonly discovery: LocalDiscovery

  constructor(host: MemoryHost) {
    this.host = host
    const wish = () => this.wish
    const observe = (fact: SwarmFact) => void this.facts.push(fact)
    const random = seededRandom(++peers)
    this.discovery = new LocalDiscovery({ peer: this, network: host, clock, random, wish, observe })
    const tick = () => {
      this.discovery.tick()
      clock.after(tickMs, tick)
    }
    tick()
  }

  lookingFor(): Sought[] {
    return this.sought
  }

  found: Seeker['found'] = (infoHash, addresses, way, from) => {
    this.finds.push(`${infoHash.slice(0, 2)} ${addresses.join(' ')} ${way} ${from}`)
  }

  /** What was told of it last. */
  get state() {
    return this.facts.at(-1)
  }
}

const peerAt = (...addresses: string[]) =>
  new NotingPeer(network.host(...addresses.map((address, i) => outletAt(address, `eth${i}`))))
const state = (on: boolean, detail: string | null) => ({ type: 'discovery-changed', way: 'local', on, detail })

describe('two peers of one swarm on one network', () => {
  test('find each other at once', async () => {
    const [first, second] = [peerAt('10.0.0.1'), peerAt('10.0.0.2')]
    second.listenPort = 7001
    await clock.advance(1_000)
    expect(first.finds).toEqual(['11 10.0.0.2:7001 local 10.0.0.2'])
    expect(second.finds).toEqual(['11 10.0.0.1:5000 local 10.0.0.1'])
    expect(first.facts).toEqual([state(true, null)])
  })

  test('find each other when one comes long after the other, by an answer', async () => {
    const first = peerAt('10.0.0.1')
    await clock.advance(2 * minuteMs)
    const second = peerAt('10.0.0.2')
    await clock.advance(3_000)
    expect(first.finds).toHaveLength(1)
    expect(second.finds).toEqual(['11 10.0.0.1:5000 local 10.0.0.1'])
  })

  test('are told of each other again every five minutes, so that a lost one is dialled again', async () => {
    const first = peerAt('10.0.0.1')
    peerAt('10.0.0.2')
    await clock.advance(12 * minuteMs)
    expect(first.finds).toHaveLength(3)
  })

  test('are told of each other anew when one comes back to the network', async () => {
    const first = peerAt('10.0.0.1')
    peerAt('10.0.0.2')
    await clock.advance(11_000)
    first.host.present = []
    await clock.advance(15_000)
    first.host.present = [outletAt('10.0.0.1')]
    await clock.advance(15_000)
    network.send(writeLocalAnnounce('ipv4', { port: 5000, infoHashes: [one], cookie: 'x' }), '10.0.0.2', '10.0.0.0/24')
    await clock.advance(1_000)
    expect(first.finds).toHaveLength(2)
  })

  test('find each other by IPv6 as well', async () => {
    const first = peerAt('fd00:1::1')
    await clock.advance(minuteMs)
    peerAt('fd00:1::2')
    await clock.advance(1_000)
    expect(first.finds).toEqual(['11 [fd00:1::2]:5000 local fd00:1::2'])
    expect(network.seen[0]?.text).toContain('\r\nHost: [ff15::efc0:988f]:6771\r\n')
  })
})

describe('what goes out', () => {
  test('goes out on every interface, as does the burst on one that is there later', async () => {
    const peer = peerAt('10.0.0.1', '10.0.1.1')
    await clock.advance(minuteMs)
    peer.host.present.push(outletAt('10.0.2.1', 'wlan0'))
    await clock.advance(minuteMs)
    const from = (address: string) => network.seen.filter((datagram) => datagram.from === address)
    expect(from('10.0.0.1')).toHaveLength(3)
    expect(from('10.0.1.1')).toHaveLength(3)
    expect(from('10.0.2.1')).toHaveLength(3)
  })

  test('ends on an interface that is gone', async () => {
    const peer = peerAt('10.0.0.1', '10.0.1.1')
    await clock.advance(minuteMs)
    peer.host.present.pop()
    await clock.advance(minuteMs)
    expect(network.joined).toEqual(['10.0.0.1'])
  })

  test('names one torrent a datagram, none that is private, and only those there still are', async () => {
    const peer = peerAt('10.0.0.1')
    peer.sought = [
      { infoHash: one, isPrivate: true },
      { infoHash: two, isPrivate: false },
    ]
    await clock.advance(minuteMs)
    expect(network.seen).toHaveLength(3)
    for (const { text } of network.seen) expect(text.match(/Infohash: \w+/g)).toEqual([`Infohash: ${two}`])
    peer.sought = []
    await clock.advance(30 * minuteMs)
    expect(network.seen).toHaveLength(3)
  })

  test('never floods the network, however many swarms there are', async () => {
    const peer = peerAt('10.0.0.1')
    peer.sought = Array.from({ length: 300 }, (_, i) => {
      return { infoHash: `${1000 + i}`.padStart(40, 'a') as InfoHash, isPrivate: false }
    })
    await clock.advance(5 * minuteMs)
    expect(network.seen).toHaveLength(900)
    for (let i = 20; i < 900; i++)
      expect(network.seen[i]!.atMs - network.seen[i - 20]!.atMs).toBeGreaterThanOrEqual(1_000)
  })

  test('tells the new port when the server moves', async () => {
    const peer = peerAt('10.0.0.1')
    await clock.advance(minuteMs)
    peer.listenPort = 6000
    await clock.advance(minuteMs)
    expect(network.seen.slice(3).map(({ text }) => /Port: \d+/.exec(text)?.[0])).toEqual(Array(3).fill('Port: 6000'))
  })
})

describe('what comes in', () => {
  const announce = (port: number, infoHashes: InfoHash[]) =>
    writeLocalAnnounce('ipv4', { port, infoHashes, cookie: null })

  test('is taken for the swarms that we are in, private ones excepted', async () => {
    const peer = peerAt('10.0.0.1')
    peer.sought = [
      { infoHash: one, isPrivate: false },
      { infoHash: two, isPrivate: true },
    ]
    await clock.advance(1_000)
    network.send(announce(51_413, [two, one, '33'.repeat(20) as InfoHash]), '10.0.0.9', '10.0.0.0/24')
    await clock.advance(1_000)
    expect(peer.finds).toEqual(['11 10.0.0.9:51413 local 10.0.0.9'])
  })

  test('from another network is left alone: so is what cannot be read', async () => {
    const peer = peerAt('10.0.0.1')
    await clock.advance(1_000)
    network.send(announce(51_413, [one]), '8.8.8.8', '10.0.0.0/24')
    network.send(new Uint8Array(1_400).fill(7), '10.0.0.9', '10.0.0.0/24')
    await clock.advance(1_000)
    expect(peer.finds).toEqual([])
  })

  test('in a flood is bounded, and answered once a minute at most', async () => {
    const peer = peerAt('10.0.0.1')
    await clock.advance(2 * minuteMs)
    const before = network.seen.length
    for (let i = 0; i < 20_000; i++) {
      network.send(announce(1 + (i % 60_000), [one]), `10.0.0.${2 + (i % 250)}`, '10.0.0.0/24')
    }
    await clock.advance(minuteMs)
    expect(peer.finds).toHaveLength(600)
    expect(network.seen.slice(before).filter(({ from }) => from === '10.0.0.1')).toHaveLength(1)
  })
})

describe('whether it is on', () => {
  test('follows what is wished, and says why not', async () => {
    const peer = peerAt('10.0.0.1')
    await clock.advance(1_000)
    peer.wish = { on: false, why: 'By wish.' }
    await clock.advance(1_000)
    expect(network.joined).toEqual([])
    peer.wish = { on: false, why: null }
    await clock.advance(1_000)
    peer.wish = { on: true }
    await clock.advance(1_000)
    expect(peer.facts).toEqual([state(true, null), state(false, 'By wish.'), state(false, null), state(true, null)])
  })

  test('depends on a server that listens', async () => {
    const peer = peerAt('10.0.0.1')
    peer.listenPort = 0
    await clock.advance(1_000)
    expect(peer.state).toMatchObject({ on: false, detail: expect.stringContaining('listens nowhere') })
    peer.listenPort = 5000
    await clock.advance(1_000)
    expect(peer.state).toEqual(state(true, null))
  })

  test('is told once for a computer without network, and goes on when there is one', async () => {
    const peer = peerAt()
    await clock.advance(minuteMs)
    expect(peer.facts).toEqual([state(false, expect.stringContaining('on no network'))])
    peer.host.present.push(outletAt('10.0.0.1'))
    await clock.advance(minuteMs)
    expect(peer.state).toEqual(state(true, null))
  })

  test('says so when only this computer can be heard', async () => {
    const peer = new NotingPeer(network.host(outletAt('127.0.0.1', 'lo')))
    await clock.advance(1_000)
    expect(peer.state).toEqual(state(true, expect.stringContaining('only programs on this computer')))
  })

  test.each([
    ['EACCES', 'forbids UDP port 6771'],
    ['EADDRINUSE', 'keeps UDP port 6771 to itself'],
    ['ENODEV', 'takes no multicast (ENODEV)'],
  ])('is off when the system refuses with %s', async (code, words) => {
    const host = network.host(outletAt('10.0.0.1'))
    host.refusals.set('10.0.0.1', { join: code })
    const peer = new NotingPeer(host)
    await clock.advance(minuteMs)
    expect(peer.facts).toEqual([state(false, expect.stringContaining(words))])
    host.refusals.clear()
    await clock.advance(minuteMs)
    expect(peer.state).toEqual(state(true, null))
  })

  test('is partly on when one interface of two fails, not when one kind of address of one interface does', async () => {
    const host = network.host(outletAt('10.0.0.1'), outletAt('10.0.1.1', 'eth1'))
    host.refusals.set('10.0.1.1', { join: 'ENODEV' })
    const peer = new NotingPeer(host)
    await clock.advance(minuteMs)
    expect(peer.facts).toEqual([state(true, expect.stringMatching(/^Not on eth1\. /))])
    host.present = [outletAt('10.0.1.1', 'wlan0'), outletAt('fd00:1::1', 'wlan0')]
    await clock.advance(minuteMs)
    expect(network.joined).toEqual(['fd00:1::1'])
    expect(peer.state).toEqual(state(true, null))
  })

  test('is off while nothing can be sent', async () => {
    const host = network.host(outletAt('10.0.0.1'))
    host.refusals.set('10.0.0.1', { send: 'EHOSTUNREACH' })
    const peer = new NotingPeer(host)
    await clock.advance(1_000)
    expect(peer.state).toEqual(state(false, expect.stringContaining('Local Network')))
    host.refusals.clear()
    await clock.advance(minuteMs)
    expect(peer.state).toEqual(state(true, null))
  })
})
