import { beforeEach, describe, expect, test } from 'vitest'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { ListenError } from '../net/transport.ts'
import { seededRandom } from '../random.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { DhtDiscovery } from './dht-discovery.ts'
import type { DhtNode, DhtNodeOptions } from './dht-node.ts'
import type { Seeker, Sought, Wish } from './seeker.ts'

const one = '11'.repeat(20) as InfoHash
const two = '22'.repeat(20) as InfoHash
const minuteMs = 60_000
const warning = 'The whole world can see which public torrents are here, and at which address. It uses UDP port 40001.'

let clock: ManualClock
let finds: string[]
let asked: string[]
let facts: SwarmFact[]
let world: {
  wish: Wish
  mayTell: boolean
  nodes: number
  refusal: string | undefined
  answerMs: number
  openMs: number
}
let open: number
let peer: Seeker & { sought: Sought[]; listenPort: number }
let onPeer: DhtNodeOptions['onPeer']

beforeEach(() => {
  clock = new ManualClock()
  finds = []
  asked = []
  facts = []
  open = 0
  world = { wish: { on: true }, mayTell: true, nodes: 30, refusal: undefined, answerMs: 500, openMs: 100 }
  peer = {
    sought: [{ infoHash: one, isPrivate: false }],
    listenPort: 5000,
    setup: { listen: { host: '::', port: 5000 } },
    lookingFor: () => peer.sought,
    found: (infoHash, addresses, way, from) => void finds.push(`${infoHash.slice(0, 2)} ${addresses} ${way} ${from}`),
  }
  const dht = new DhtDiscovery({
    peer,
    clock,
    random: seededRandom(1),
    open: openNode,
    wish: () => world.wish,
    mayTell: () => world.mayTell,
    observe: (fact) => void facts.push(fact),
  })
  const tick = () => {
    dht.tick()
    clock.after(250, tick)
  }
  tick()
})

/** A node that notes what it is asked, and takes its time. */
async function openNode(options: Pick<DhtNodeOptions, 'onPeer'>): Promise<DhtNode> {
  await new Promise<void>((done) => void clock.after(world.openMs, done))
  if (world.refusal !== undefined) throw new ListenError('port-forbidden', world.refusal)
  open++
  onPeer = options.onPeer
  return {
    port: 40_001,
    get nodes() {
      return world.nodes
    },
    ask: (infoHash, port) => {
      asked.push(`${clock.nowMs()} ${infoHash.slice(0, 2)} ${port}`)
      return new Promise((done) => void clock.after(world.answerMs, done))
    },
    close: async () => void open--,
  }
}

const state = (on: boolean, detail: string | null) => ({ type: 'discovery-changed', way: 'dht', on, detail })
const timesOf = (prefix: string) =>
  asked.filter((line) => line.includes(` ${prefix} `)).map((line) => Number.parseInt(line, 10))

describe('what the DHT is asked', () => {
  test('is asked at once, twice more soon, then every quarter of an hour, and told where we listen', async () => {
    await clock.advance(60 * minuteMs)
    const [first = 0, second = 0, third = 0, ...rest] = timesOf('11')
    expect(asked[0]).toBe('250 11 5000')
    expect([second - first, third - second].map((gapMs) => Math.floor(gapMs / minuteMs))).toEqual([1, 4])
    expect(rest).toHaveLength(3)
    const gaps = rest.map((atMs, i) => atMs - (rest[i - 1] ?? third))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(15 * minuteMs)
  })

  test('is one torrent at a time, with a pause between two, and none that is private', async () => {
    peer.sought = [
      { infoHash: one, isPrivate: false },
      { infoHash: '33'.repeat(20) as InfoHash, isPrivate: true },
      { infoHash: two, isPrivate: false },
    ]
    await clock.advance(minuteMs)
    expect(asked.map((line) => line.slice(-7))).toEqual(['11 5000', '22 5000'])
    expect(timesOf('22')[0]! - timesOf('11')[0]!).toBeGreaterThanOrEqual(1_500)
  })

  test('is asked again after a minute while no node answers', async () => {
    world.nodes = 0
    await clock.advance(5 * minuteMs)
    expect(asked.length).toBeGreaterThanOrEqual(4)
    expect(facts).toEqual([state(true, warning), state(true, `${warning} No other node answers so far.`)])
  })

  test('is told nothing of a peer that only this computer can reach', async () => {
    world.mayTell = false
    await clock.advance(minuteMs)
    expect(asked).toEqual(['250 11 null'])
    expect(facts).toEqual([state(true, expect.stringContaining('Nobody is told of this peer'))])
  })
})

describe('what the DHT tells', () => {
  const told = (address: string, from = '8.8.8.8:6881', infoHash = one) =>
    onPeer(infoHash, address as Address, from as Address)

  test('is handed on once a minute, for the swarms that we are in', async () => {
    await clock.advance(1_000)
    told('1.2.3.4:6881')
    told('1.2.3.4:6881', '9.9.9.9:6881')
    told('1.2.3.5:6881', '8.8.8.8:6881', two)
    peer.sought = [{ infoHash: one, isPrivate: true }]
    told('1.2.3.6:6881')
    expect(finds).toEqual(['11 1.2.3.4:6881 dht 8.8.8.8:6881'])
  })

  test('leads neither to ourselves nor to a well-known service', async () => {
    await clock.advance(1_000)
    for (const address of ['127.0.0.1:7000', '1.2.3.4:25', '255.255.255.255:7000', '0.0.0.0:7000']) told(address)
    told('127.0.0.1:7000', '127.0.0.1:40000')
    expect(finds).toEqual(['11 127.0.0.1:7000 dht 127.0.0.1:40000'])
  })

  test('is bounded, from one node and from all', async () => {
    await clock.advance(1_000)
    for (let i = 0; i < 10_000; i++) told(`1.2.${i >> 8}.${i & 255}:6881`)
    expect(finds).toHaveLength(60)
    for (let i = 0; i < 10_000; i++) told(`1.2.${i >> 8}.${i & 255}:6881`, `9.9.${i >> 8}.${i & 255}:6881`)
    expect(finds).toHaveLength(600)
  })
})

describe('whether it is on', () => {
  test('follows what is wished, and leaves nothing open', async () => {
    await clock.advance(1_000)
    expect(open).toBe(1)
    world.wish = { on: false, why: null }
    await clock.advance(1_000)
    expect([open, facts]).toEqual([0, [state(true, warning), state(false, null)]])
    world.wish = { on: true }
    await clock.advance(1_000)
    expect(open).toBe(1)
    expect(timesOf('11')).toHaveLength(2)
  })

  test('keeps nothing that was no longer wished when it was open', async () => {
    world.openMs = 1_000
    world.wish = { on: false, why: null }
    await clock.advance(500)
    world.wish = { on: true }
    await clock.advance(500)
    world.wish = { on: false, why: null }
    await clock.advance(minuteMs)
    expect([open, asked]).toEqual([0, []])
  })

  test('depends on a server that listens', async () => {
    peer.listenPort = 0
    await clock.advance(1_000)
    expect([open, facts.at(-1)]).toEqual([0, state(false, expect.stringContaining('listens nowhere'))])
  })

  test('is tried again every minute when no port can be had', async () => {
    world.refusal = 'EACCES'
    world.wish = { on: false, why: null }
    await clock.advance(1_000)
    world.wish = { on: true }
    await clock.advance(minuteMs)
    expect(facts.at(-1)).toEqual(state(false, expect.stringContaining('EACCES')))
    world.refusal = undefined
    await clock.advance(minuteMs)
    expect(facts.at(-1)).toEqual(state(true, warning))
  })
})
