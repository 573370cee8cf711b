import { describe, expect, it } from 'vitest'
import {
  broadcast,
  chokeLine,
  chokeRound,
  client,
  closed,
  dialId,
  flags,
  infoHash,
  joined,
  linkId,
  moved,
  opened,
  peerId,
  started,
} from '../testing/sample-events.ts'
import { type Told, viewAfter } from '../testing/sample-view.ts'
import type { AnnounceEvent, AnnounceOutcome, SwarmFact } from './events.ts'

const url = 'http://tracker.example/announce'
const listed: Told = [1, { type: 'trackers-listed', infoHash, trackers: [{ url, tier: 0, own: false }] }]

/** The events of a type that are in the log after a peer did these. */
function logged(type: SwarmFact['type'], ...facts: Told[]) {
  const view = viewAfter(started(1, true), started(2), joined(1), listed, ...facts)
  return view.log.filter((event) => event.type === type)
}

function answered(changes: Partial<Extract<AnnounceOutcome, { ok: true }>> = {}, event: AnnounceEvent | null = null) {
  const outcome = { ok: true, peers: 1, seeders: null, leechers: null, warning: null, ...changes } as const
  return [1, { type: 'announce-ended', infoHash, url, event, outcome, nextInMs: 60_000 }] as const
}

function failed(detail: string, event: AnnounceEvent | null = null): Told {
  return [1, { type: 'announce-ended', infoHash, url, event, outcome: { ok: false, detail }, nextInMs: 60_000 }]
}

describe('announces in the log', () => {
  const ended = (...facts: Told[]) => logged('announce-ended', ...facts).length

  it('are the first answer, not the regular ones that follow', () => {
    expect(ended(answered(), answered({ peers: 5 }), answered())).toBe(1)
  })

  it('are each that tells the tracker more than numbers', () => {
    expect(ended(answered({}, 'started'), answered(), answered({}, 'completed'), answered({}, 'stopped'))).toBe(3)
  })

  it('are each other outcome: a failure, another one, an answer again, a new warning', () => {
    const gone = 'Nobody answers there.'
    expect(ended(answered(), failed(gone), failed(gone), failed('It refuses.'), answered())).toBe(4)
    expect(ended(answered(), answered({ warning: 'Busy.' }), answered({ warning: 'Busy.' }))).toBe(2)
  })

  it('do not tell a failure again only because the peer still says that it joins', () => {
    expect(ended(failed('Nobody answers there.', 'started'), failed('Nobody answers there.', 'started'))).toBe(1)
  })

  it('are not told as they begin, nor which trackers there are, nor what our own served', () => {
    const asked: Told = [1, { type: 'announce-started', infoHash, url, event: null }]
    expect(logged('announce-started', asked)).toEqual([])
    expect(logged('trackers-listed')).toEqual([])
    expect(logged('tracker-served', [1, { type: 'tracker-served', http: 1, udp: 0, refused: 0 }])).toEqual([])
  })
})

describe('lists that the tracker sends in the log', () => {
  it('are those that say something new: neither totals, nor the whole list once more', () => {
    const totals = broadcast(1, 3, { changes: 0, totals: 3 })
    const again = broadcast(1, 3, { changes: 0, newcomers: 1, others: 0 })
    expect(logged('tracker-broadcast', broadcast(1, 3), totals, again, broadcast(1, 3))).toHaveLength(2)
  })
})

describe('dials in the log', () => {
  const started = (own: boolean): Told => [
    1,
    { type: 'dial-started', dial: dialId('d'), infoHash, remote: client(9), clientId: 5001, own },
  ]
  const failed = (own: boolean, code: 'refused' | 'closed' = 'refused', port = 9): Told => [
    1,
    { type: 'dial-failed', dial: dialId('d'), infoHash, remote: client(port), clientId: 5001, own, reason: { code } },
  ]
  const failures = (...facts: Told[]) => logged('dial-failed', ...facts).length

  it('are the typed ones as they begin, not those that the peer makes by itself', () => {
    expect(logged('dial-started', started(false), started(true))).toHaveLength(1)
  })

  it('that the peer made by itself are told when they fail otherwise than before', () => {
    expect(failures(failed(true), failed(true), failed(true, 'refused', 10), failed(true))).toBe(2)
    expect(failures(failed(true), failed(true, 'closed'), failed(true))).toBe(3)
    expect(failures(failed(false), failed(false))).toBe(2)
  })
})

describe('discovery in the log', () => {
  const changed = (observer: number, on: boolean, detail: string | null): Told => [
    observer,
    { type: 'discovery-changed', way: 'local', on, detail },
  ]

  it('is told when it changes, and why this window’s peer has none', () => {
    const facts = [changed(1, false, 'Not open.'), changed(1, false, 'Not open.'), changed(1, true, null)]
    expect(logged('discovery-changed', ...facts)).toHaveLength(2)
    expect(logged('discovery-changed', changed(1, false, null))).toHaveLength(0)
  })

  it('is not told again for each demo peer that has none', () => {
    expect(logged('discovery-changed', changed(2, false, 'Not open.'))).toHaveLength(0)
    expect(logged('discovery-changed', changed(2, true, null))).toHaveLength(1)
  })
})

describe('handshakes for other swarms in the log', () => {
  const away = (remote: SwarmFact & { type: 'server-turned-away' }): Told => [1, remote]
  const stray = (port: number) =>
    away({ type: 'server-turned-away', remote: client(port), reason: { code: 'wrong-info-hash' } })

  it('are told once for each host', () => {
    const other = { type: 'server-turned-away', remote: '10.0.0.9:1', reason: { code: 'wrong-info-hash' } } as SwarmFact
    expect(logged('server-turned-away', stray(1), stray(2), stray(3), [1, other])).toHaveLength(2)
  })

  it('leave what is turned away for another reason alone', () => {
    const full = away({
      type: 'server-turned-away',
      remote: client(9),
      reason: { code: 'server-full', maximum: 1 },
    })
    expect(logged('server-turned-away', stray(1), full, full)).toHaveLength(3)
  })
})

describe('the log', () => {
  it('holds what a student wants to read, and not the sums', () => {
    const view = viewAfter(
      started(1),
      joined(1),
      opened(1, 3, 'a', true),
      moved(1, 'a', 1, 1),
      [1, { type: 'remote-haves', infoHash, peer: peerId(3), indices: [1] }],
      [1, { type: 'piece-verified', infoHash, piece: 1, from: [peerId(3)] }],
      [1, { type: 'piece-rejected', infoHash, piece: 2, from: [peerId(3)] }],
    )
    expect(view.log.map((event) => event.type)).toEqual([
      'peer-started',
      'swarm-joined',
      'link-opened',
      'piece-verified',
      'piece-rejected',
    ])
  })

  it('says who was at the other end of a link, and tells a closing that both ends report once', () => {
    const view = viewAfter(
      started(1),
      started(2),
      opened(1, 2, 'a', true),
      opened(2, 1, 'b', false),
      flags(2, 'b', [false, false], [true, true]),
      closed(1, 'a'),
      closed(2, 'b'),
    )
    expect(view.log.slice(4)).toMatchObject([
      { type: 'link-flags', remote: peerId(1) },
      { type: 'link-closed', observer: peerId(1), remote: peerId(2) },
    ])
  })

  it('keeps who is at the other end of a link whose limits or faults change, and not those of a link that is gone', () => {
    const faults = { frozen: true, latencyMs: 0 }
    const frozen = (link: string | null): Told => [
      1,
      { type: 'faults-changed', link: link === null ? null : linkId(link), faults },
    ]
    const view = viewAfter(started(1), opened(1, 3, 'a', true), frozen('a'), frozen('gone'), frozen(null))
    expect(view.log.slice(2)).toMatchObject([{ link: 'a', remote: peerId(3) }, { link: null }])
  })

  it('tells a round of choking, and a slot filled between two rounds only when that changed something', () => {
    const round = (number: number, changed: boolean): Told => [
      1,
      { type: 'choke-round', infoHash, round: chokeRound(number, chokeLine(3, { changed }), chokeLine(4)) },
    ]
    const view = viewAfter(started(1), joined(1), round(1, false), round(1, false), round(1, true), round(2, false))
    expect(view.log.map(({ seq }) => seq)).toEqual([1, 2, 3, 5, 6])
  })

  it('is bounded', () => {
    const many = Array.from({ length: 500 }, (): Told => [1, { type: 'events-dropped', count: 2 }])
    const view = viewAfter(started(1), ...many)
    expect(view.log).toHaveLength(400)
    expect(view.log.at(-1)?.seq).toBe(501)
    expect(view.droppedEvents).toBe(1000)
  })
})
