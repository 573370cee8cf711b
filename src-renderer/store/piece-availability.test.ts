import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { hexWith } from '../../src-shared/wire/bitfield.ts'
import {
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  samplePieceCount,
  sampleView,
} from '../testing/sample-view.ts'
import { hasPiece } from './has-piece.ts'
import { createAvailability } from './piece-availability.ts'

const me = samplePeer(1, 0)
const countFor = (view: View, availability = createAvailability()) => availability(view, me.id, sampleInfoHash)

function viewOf(pieces: readonly (readonly number[])[]): View {
  const others = pieces.map((indices, at) =>
    samplePeer(at + 2, 0, {
      swarms: { [sampleInfoHash]: { ...sampleMembership(0), pieces: hexWith('', samplePieceCount, indices) } },
    }),
  )
  const links = others.map((other) => sampleLink(me, other, 5001))
  return sampleView([me, ...others], links)
}

function countedPlainly(view: View): number[] {
  const others = Object.values<PeerView>(view.peers).filter(({ id }) => id !== me.id)
  return Array.from(
    { length: samplePieceCount },
    (_, piece) => others.filter((other) => hasPiece(other.swarms[sampleInfoHash]?.pieces ?? '', piece)).length,
  )
}

describe('the availability of pieces', () => {
  it('counts the linked peers that have each, whichever end dialled, and each of them once', () => {
    const [p2, p3, p4] = [samplePeer(2, 2), samplePeer(3, 1), samplePeer(4, 96)]
    const view = sampleView(
      [me, p2, p3, p4],
      [sampleLink(me, p2, 5001), sampleLink(p2, me, 5101), sampleLink(p3, me, 5201), sampleLink(p4, p3, 5301)],
    )
    const { copies, linkedPeers } = countFor(view)
    expect([...copies.slice(0, 3)]).toEqual([2, 1, 0])
    expect(linkedPeers).toBe(2)
  })

  it('leaves links of other swarms out', () => {
    const p2 = samplePeer(2, 2)
    const infoHash = 'd1'.repeat(20) as typeof sampleInfoHash
    expect(countFor(sampleView([me, p2], [sampleLink(me, p2, 5001, { infoHash })])).linkedPeers).toBe(0)
  })

  it('is the same object until something that counts has changed', () => {
    const availability = createAvailability()
    const view = viewOf([[1], [2]])
    const first = countFor(view, availability)
    expect(countFor({ ...view, seq: 101 }, availability)).toBe(first)
    expect(countFor(viewOf([[1], [2, 3]]), availability)).not.toBe(first)
    expect([...first.copies.slice(0, 4)]).toEqual([0, 1, 1, 0])
  })

  it('stays what a plain count gives, however peers come, go and change', () => {
    const pieces = fc.array(fc.integer({ min: 0, max: samplePieceCount - 1 }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(fc.array(pieces, { maxLength: 4 }), { maxLength: 6 }), (steps) => {
        const availability = createAvailability()
        for (const view of steps.map(viewOf)) {
          const { copies, linkedPeers } = countFor(view, availability)
          expect([...copies]).toEqual(countedPlainly(view))
          expect(linkedPeers).toBe(Object.keys(view.peers).length - 1)
        }
      }),
    )
  })
})
