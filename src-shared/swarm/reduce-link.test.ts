import { describe, expect, it } from 'vitest'
import {
  client,
  closed,
  flags,
  identity,
  infoHash,
  joined,
  linkId,
  listed,
  moved,
  opened,
  peerId,
  seen,
  serverOf,
  started,
  stopped,
} from '../testing/sample-events.ts'
import { peerOf, swarmOf, viewAfter } from '../testing/sample-view.ts'
import { linkKey } from './ids.ts'
import { reduce, reduceAll } from './reduce.ts'
import type { View } from './view.ts'

const theLink = (view: View) => Object.values(view.links)[0]!

describe('a link', () => {
  it('makes a node of a remote peer that is in no list yet', () => {
    const view = viewAfter(started(1), opened(1, 3, 'a', false))
    expect(peerOf(view, 3)).toMatchObject({ name: 'P3', server: serverOf(3), listedBy: [] })
    expect(theLink(view)).toMatchObject({
      dialler: peerId(3),
      acceptor: peerId(1),
      clientId: 5001,
      acceptorLink: 'a',
      diallerLink: null,
    })
    expect(theLink(view).key).toBe(linkKey(client(5001), serverOf(1)))
  })

  it('is one link when both of its ends report it, in either order', () => {
    const one = viewAfter(started(1), started(2), opened(1, 2, 'a', true), opened(2, 1, 'b', false))
    const other = viewAfter(started(1), started(2), opened(2, 1, 'b', false), opened(1, 2, 'a', true))
    expect(theLink(one)).toMatchObject({ diallerLink: 'a', acceptorLink: 'b', openedAtMs: 3 })
    expect(one.links).toEqual(other.links)
    expect(one.linkKeys).toEqual(other.linkKeys)
  })

  it('shows the flags of both ends, each as that end tells them where it does', () => {
    const alone = viewAfter(started(1), opened(1, 3, 'a', true), flags(1, 'a', [true, true], [false, false]))
    expect(theLink(alone)).toMatchObject({
      diallerFlags: { choking: true, interested: true },
      acceptorFlags: { choking: false, interested: false },
    })
    const both = viewAfter(
      started(1),
      started(2),
      opened(1, 2, 'a', true),
      opened(2, 1, 'b', false),
      flags(2, 'b', [false, false], [true, true]),
      flags(1, 'a', [true, true], [true, false]),
    )
    expect(theLink(both)).toMatchObject({
      diallerFlags: { choking: true, interested: true },
      acceptorFlags: { choking: false, interested: false },
    })
  })

  it('counts every byte once, in its direction, and for the local peer that moved it', () => {
    const both = viewAfter(
      started(1),
      started(2),
      joined(1),
      joined(2, 'seeder'),
      opened(1, 2, 'a', true),
      opened(2, 1, 'b', false),
      moved(1, 'a', 100, 7, 5),
      moved(2, 'b', 7, 100, 2),
      moved(1, 'a', 50, 0, 4),
    )
    expect(theLink(both)).toMatchObject({
      toDiallerBytes: 150,
      toAcceptorBytes: 7,
      toDiallerBytesPerSec: 100,
      toAcceptorBytesPerSec: 14,
      diallerRequested: 4,
      acceptorRequested: 2,
    })
    expect(swarmOf(both, 1)).toMatchObject({ downloadedBytes: 150, uploadedBytes: 7 })
    expect(swarmOf(both, 2)).toMatchObject({ downloadedBytes: 7, uploadedBytes: 100 })
  })

  it('counts what the remote received as what was sent, where only this end reports', () => {
    const view = viewAfter(started(1), joined(1), opened(1, 3, 'a', false), moved(1, 'a', 3, 40))
    expect(theLink(view)).toMatchObject({ toAcceptorBytes: 3, toDiallerBytes: 40, toDiallerBytesPerSec: 80 })
  })

  it('goes when either end closes it, and the remote keeps the reason', () => {
    const view = viewAfter(started(1), listed(1, 3), opened(1, 3, 'a', true), closed(1, 'a'))
    expect(view).toMatchObject({ links: {}, linkKeys: {} })
    expect(peerOf(view, 3)?.lastReason).toEqual({ code: 'reset' })
    const again = reduce(view, seen(5, ...opened(1, 3, 'b', true)))
    expect(peerOf(again, 3)?.lastReason).toBeNull()
  })

  it('that was left is the leaver’s doing, and the other end keeps no reason', () => {
    const both = viewAfter(started(1), started(2), opened(1, 2, 'a', true), opened(2, 1, 'b', false))
    const view = reduce(both, seen(5, 2, { type: 'link-closed', link: linkId('b'), reason: { code: 'we-left' } }))
    expect(view.links).toEqual({})
    expect(peerOf(view, 2)?.lastReason).toEqual({ code: 'we-left' })
    expect(peerOf(view, 1)?.lastReason).toBeNull()
  })

  it('is not touched by the late reports of an earlier link on the same two addresses', () => {
    const before = viewAfter(
      started(1),
      started(2),
      opened(1, 2, 'a', true),
      opened(2, 1, 'b', false),
      opened(1, 2, 'a2', true),
    )
    expect(theLink(before)).toMatchObject({ diallerLink: 'a2', acceptorLink: null })
    const after = reduceAll(before, [
      seen(6, ...closed(2, 'b')),
      seen(7, ...closed(1, 'a')),
      seen(8, ...flags(2, 'b', [false, true], [false, true])),
      seen(9, ...moved(2, 'b', 5, 5)),
    ])
    expect(after.links).toBe(before.links)
    const whole = reduce(after, seen(10, ...opened(2, 1, 'b2', false)))
    expect(theLink(whole)).toMatchObject({ diallerLink: 'a2', acceptorLink: 'b2' })
    expect(Object.keys(whole.linkKeys).sort()).toEqual(['a2', 'b2'])
  })

  it('learns who the remote is from its extension handshake', () => {
    const remote = { ...identity(3), name: 'Transmission', agent: 'Transmission 3.00', uuid: null, lab: false }
    const view = viewAfter(started(1), opened(1, 3, 'a', true), [
      1,
      { type: 'link-identified', link: linkId('a'), infoHash, remote },
    ])
    expect(peerOf(view, 3)).toMatchObject({ name: 'Transmission', agent: 'Transmission 3.00', lab: false })
  })

  it('is not seen by a peer that does not run here', () => {
    expect(viewAfter(opened(1, 3, 'a', true)).links).toEqual({})
    expect(viewAfter(started(1, true), stopped(1), opened(1, 3, 'a', true)).links).toEqual({})
  })
})
