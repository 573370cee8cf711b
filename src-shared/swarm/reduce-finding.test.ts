import { describe, expect, it } from 'vitest'
import {
  broadcast,
  client,
  infoHash,
  joined,
  opened,
  otherInfoHash,
  paused,
  peerId,
  seen,
  started,
  story,
} from '../testing/sample-events.ts'
import type { AnnounceOutcome, SwarmFact } from './events.ts'
import { reduce, reduceAll } from './reduce.ts'
import { emptyView, noDiscovery, type View } from './view.ts'

type Told = readonly [observer: number, fact: SwarmFact]

const ownUrl = 'http://127.0.0.1:5000/announce'
const url = 'udp://tracker.example:6969/announce'
const viewAfter = (...facts: Told[]) => reduceAll(emptyView, story(started(1, true), joined(1), ...facts))
const p1 = (view: View) => view.peers[peerId(1)]!
const trackersOf = (view: View) => p1(view).trackers[infoHash]

const listed: Told = [
  1,
  {
    type: 'trackers-listed',
    infoHash,
    trackers: [
      { url: ownUrl, tier: 0, own: true },
      { url, tier: 1, own: false },
    ],
  },
]
const asked: Told = [1, { type: 'announce-started', infoHash, url, event: 'started' }]
const named: AnnounceOutcome = { ok: true, peers: 3, seeders: 1, leechers: 2, warning: null }
const failed: AnnounceOutcome = { ok: false, detail: 'Nobody answers there.' }

function answered(outcome: AnnounceOutcome, nextInMs: number | null = 60_000): Told {
  return [1, { type: 'announce-ended', infoHash, url, event: 'started', outcome, nextInMs }]
}

const found = (way: 'tracker' | 'local' | 'dht', addresses: number): Told => [
  1,
  { type: 'peers-found', infoHash, way, from: url, addresses },
]

describe('the trackers of a swarm', () => {
  it('are listed as not asked yet, in their order', () => {
    const fresh = { asking: false, outcome: null, answeredAtMs: null, nextAtMs: null }
    expect(trackersOf(viewAfter(listed))).toEqual([
      { url: ownUrl, tier: 0, own: true, ...fresh },
      { url, tier: 1, own: false, ...fresh },
    ])
  })

  it('show that one is asked, what it answered, when, and when it is asked next', () => {
    expect(trackersOf(viewAfter(listed, asked))![1]).toMatchObject({ asking: true, nextAtMs: null })
    expect(trackersOf(viewAfter(listed, asked, answered(named)))![1]).toMatchObject({
      asking: false,
      outcome: named,
      answeredAtMs: 5,
      nextAtMs: 60_005,
    })
    expect(trackersOf(viewAfter(listed, asked, answered(failed, null)))![1]).toMatchObject({
      outcome: failed,
      nextAtMs: null,
    })
  })

  it('are as never asked once they were told that the peer leaves', () => {
    const left: Told = [
      1,
      { type: 'announce-ended', infoHash, url, event: 'stopped', outcome: { ...named, peers: 0 }, nextInMs: null },
    ]
    expect(trackersOf(viewAfter(listed, asked, answered(named), left))![1]).toMatchObject({
      asking: false,
      outcome: null,
      answeredAtMs: null,
    })
  })

  it('keep what they answered when they are listed again', () => {
    const moved: Told = [1, { type: 'trackers-listed', infoHash, trackers: [{ url, tier: 0, own: false }] }]
    expect(trackersOf(viewAfter(listed, asked, answered(named), moved))).toEqual([
      expect.objectContaining({ url, tier: 0, outcome: named }),
    ])
  })

  it('are forgotten when the peer leaves, pauses or stops, or asks none any more, and an answer that comes late changes nothing', () => {
    const ends: Told[] = [
      [1, { type: 'swarm-left', infoHash, abruptly: false }],
      paused(1),
      [1, { type: 'peer-stopped', reason: { code: 'stopped' } }],
      [1, { type: 'trackers-listed', infoHash, trackers: [] }],
    ]
    for (const end of ends) {
      const view = viewAfter(listed, asked, found('tracker', 3), end, answered(named))
      expect(p1(view)).toMatchObject({ trackers: {}, found: {} })
    }
  })

  it('may be those of a magnet link, which is no swarm yet', () => {
    const view = viewAfter([
      1,
      { type: 'trackers-listed', infoHash: otherInfoHash, trackers: [{ url, tier: 0, own: false }] },
    ])
    expect(p1(view).trackers[otherInfoHash]).toHaveLength(1)
  })
})

describe('what was found', () => {
  it('is counted by its way, in its swarm', () => {
    const exchanged: Told = [1, { type: 'peers-exchanged', infoHash, from: peerId(9), added: 4, dropped: 1 }]
    const view = viewAfter(found('tracker', 2), found('tracker', 3), found('local', 1), exchanged, found('dht', 7))
    expect(p1(view).found[infoHash]).toEqual({ tracker: 5, local: 1, exchange: 4, dht: 7 })
  })

  it('starts anew when a paused swarm goes on, and a stopped peer finds nothing', () => {
    expect(p1(viewAfter(found('local', 2), paused(1), found('local', 1), joined(1))).found).toEqual({})
    const stopped: Told = [1, { type: 'peer-stopped', reason: { code: 'stopped' } }]
    expect(p1(viewAfter(stopped, found('local', 2))).found).toEqual({})
  })
})

describe('discovery', () => {
  const changed = (on: boolean, detail: string | null): Told => [
    1,
    { type: 'discovery-changed', way: 'local', on, detail },
  ]

  it('is on or off, each way for itself, with the reason', () => {
    const view = viewAfter(changed(false, 'The server is not open to the network.'))
    expect(p1(view).discovery).toEqual({
      ...noDiscovery,
      local: { on: false, detail: 'The server is not open to the network.' },
    })
    expect(p1(viewAfter(changed(true, null))).discovery.local.on).toBe(true)
  })

  it('is off at a peer that is stopped, whatever comes late', () => {
    const stopped: Told = [1, { type: 'peer-stopped', reason: { code: 'stopped' } }]
    expect(p1(viewAfter(changed(true, null), stopped, changed(true, null))).discovery).toEqual(noDiscovery)
  })
})

describe('a peer’s own tracker', () => {
  it('adds up what it answered', () => {
    const running: Told = [1, { type: 'tracker-running' }]
    const served: Told = [1, { type: 'tracker-served', http: 2, udp: 1, refused: 1 }]
    const view = viewAfter(running, served, served)
    expect(p1(view).tracker?.served).toEqual({ http: 4, udp: 2, refused: 2 })
    const after = reduce(view, seen(9, ...broadcast(1, 2)))
    expect(p1(after).tracker?.served.http).toBe(4)
  })
})

describe('a handshake for a swarm that is not here', () => {
  const away = (code: 'wrong-info-hash' | 'not-bittorrent'): Told => [
    1,
    { type: 'server-turned-away', remote: client(9), reason: { code } },
  ]

  it('is counted among those turned away, and for itself', () => {
    const view = viewAfter(away('wrong-info-hash'), away('not-bittorrent'), away('wrong-info-hash'))
    expect(p1(view)).toMatchObject({ turnedAway: 3, strays: 2 })
  })
})

describe('a link', () => {
  it('says how its bytes travel', () => {
    const [observer, fact] = opened(1, 2, 'a', true)
    const hidden: Told = [observer, { ...(fact as Extract<SwarmFact, { type: 'link-opened' }>), encryption: 'rc4' }]
    expect(Object.values(viewAfter(hidden).links)[0]?.encryption).toBe('rc4')
  })
})
