import { describe, expect, it } from 'vitest'
import { infoHash, joined, linkId, listed, opened, peerId, seen, started } from '../testing/sample-events.ts'
import { peerOf, type Told, viewAfter } from '../testing/sample-view.ts'
import { reduce } from './reduce.ts'
import { maxBanned, noFaults, noLimits, noRouting, type View } from './view.ts'

const theLink = (view: View) => Object.values(view.links)[0]!
const limits = { upBytesPerSec: 4096, downBytesPerSec: null }
const faults = { frozen: true, latencyMs: 250 }
const linked = [started(1, true), started(2), joined(1), opened(1, 2, 'a', true), opened(2, 1, 'b', false)] as const
const stopped: Told = [1, { type: 'peer-stopped', reason: { code: 'stopped' } }]

describe('limits', () => {
  it('hold for the peer, for one swarm, or for the end of the link that set them', () => {
    const view = viewAfter(
      ...linked,
      [1, { type: 'limits-changed', scope: { kind: 'peer' }, limits }],
      [2, { type: 'limits-changed', scope: { kind: 'link', link: linkId('b') }, limits }],
    )
    expect(peerOf(view, 1)?.limits).toEqual(limits)
    expect(peerOf(view, 1)?.swarms[infoHash]?.limits).toEqual(noLimits)
    expect(theLink(view).acceptorControls).toEqual({ limits, faults: noFaults })
    expect(theLink(view).diallerControls.limits).toEqual(noLimits)
    const inSwarm = reduce(view, seen(8, 1, { type: 'limits-changed', scope: { kind: 'swarm', infoHash }, limits }))
    expect(peerOf(inSwarm, 1)?.swarms[infoHash]?.limits).toEqual(limits)
  })

  it('of a link are kept when its other end reports it later', () => {
    const set: Told = [1, { type: 'limits-changed', scope: { kind: 'link', link: linkId('a') }, limits }]
    const view = viewAfter(started(1), started(2), opened(1, 2, 'a', true), set, opened(2, 1, 'b', false))
    expect(theLink(view).diallerControls.limits).toEqual(limits)
  })

  it('are shared over the files that are uploaded, while there is one', () => {
    const shared = (shareBytesPerSec: number | null): Told => [1, { type: 'upload-shared', files: 2, shareBytesPerSec }]
    expect(peerOf(viewAfter(started(1), shared(2048)), 1)?.uploadShare).toEqual({ files: 2, shareBytesPerSec: 2048 })
    expect(peerOf(viewAfter(started(1), shared(2048), shared(null)), 1)?.uploadShare).toBeNull()
  })
})

describe('trouble on purpose', () => {
  const onAll: Told = [1, { type: 'faults-changed', link: null, faults }]

  it('is on all links or at one end of one', () => {
    const view = viewAfter(...linked, [1, { type: 'faults-changed', link: linkId('a'), faults }])
    expect(theLink(view)).toMatchObject({ diallerControls: { faults }, acceptorControls: { faults: noFaults } })
    expect(peerOf(view, 1)?.faults).toEqual(noFaults)
    expect(peerOf(viewAfter(...linked, onAll), 1)?.faults).toEqual(faults)
  })

  it('ends when the peer stops; its limits stay for when it is started again', () => {
    const limited: Told = [1, { type: 'limits-changed', scope: { kind: 'peer' }, limits }]
    const view = viewAfter(started(1, true), onAll, limited, stopped)
    expect(peerOf(view, 1)).toMatchObject({ faults: noFaults, limits })
    expect(peerOf(reduce(view, seen(5, ...started(1, true))), 1)?.limits).toEqual(limits)
  })
})

it('the routing table shows what is on its way, and is empty once the peer stops', () => {
  const pointer = { file: 'x.part', offset: 16_384 }
  const entry = { infoHash, peer: peerId(2), piece: 0, block: 1, pointer, flag: 0 } as const
  const table: Told = [1, { type: 'routing-table', count: 7, entries: [entry] }]
  expect(peerOf(viewAfter(started(1), table), 1)?.routing).toEqual({ count: 7, entries: [entry] })
  expect(peerOf(viewAfter(started(1, true), table, stopped), 1)?.routing).toBe(noRouting)
})

describe('a banned peer', () => {
  const banned = (number: number, piece = 4): Told => [
    1,
    { type: 'peer-banned', infoHash, peer: peerId(number), piece, blocks: [1, 2] },
  ]

  it('is kept by the peer that banned it, by the name that it had, and its node says why', () => {
    const view = viewAfter(started(1), listed(1, 3), banned(3))
    const expected = { id: peerId(3), name: 'P3', infoHash, piece: 4, blocks: [1, 2], atMs: 3 }
    expect(peerOf(view, 1)?.banned).toEqual([expected])
    expect(peerOf(view, 3)?.lastReason).toEqual({ code: 'sent-bad-data' })
  })

  it('is in the list once, and the list keeps the latest', () => {
    const many = Array.from({ length: maxBanned + 5 }, (_, i) => banned(10 + i))
    const view = viewAfter(started(1), ...many, banned(12, 8))
    const list = peerOf(view, 1)!.banned
    expect(list).toHaveLength(maxBanned)
    expect(list[0]).toMatchObject({ id: peerId(12), piece: 8 })
    expect(list.filter(({ id }) => id === peerId(12))).toHaveLength(1)
  })
})

describe('a magnet link', () => {
  const open: Told = [1, { type: 'magnet-opened', infoHash, name: 'notes' }]
  const ended = (detail: string | null): Told => [1, { type: 'magnet-ended', infoHash, detail }]
  const half = { receivedBytes: 16_384, totalBytes: 30_000, from: peerId(2) }

  it('is shown while its torrent arrives, and goes when it is here', () => {
    const view = viewAfter(started(1, true), open, [1, { type: 'magnet-progressed', infoHash, ...half }])
    expect(view.magnets[infoHash]).toEqual({ infoHash, name: 'notes', ...half, failure: null })
    expect(reduce(view, seen(4, ...ended(null))).magnets).toEqual({})
  })

  it('that came to nothing stays with the reason until it is opened again or given up', () => {
    const view = viewAfter(started(1, true), open, ended('Nobody has it.'))
    expect(view.magnets[infoHash]?.failure).toBe('Nobody has it.')
    expect(reduce(view, seen(4, ...open)).magnets[infoHash]?.failure).toBeNull()
    expect(reduce(view, seen(4, ...ended(null))).magnets).toEqual({})
  })

  it('is nobody’s but this window’s, and is given up when that peer stops', () => {
    expect(viewAfter(started(1), open).magnets).toEqual({})
    expect(viewAfter(started(1, true), open, stopped).magnets).toEqual({})
  })
})
