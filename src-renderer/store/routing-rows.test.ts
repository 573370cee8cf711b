import { describe, expect, it } from 'vitest'
import type { RoutingEntry } from '../../src-shared/swarm/events.ts'
import { sampleInfoHash, samplePeer, samplePeerId, sampleView } from '../testing/sample-view.ts'
import { routingCount, routingRows } from './routing-rows.ts'

function entryOf(piece: number, block: number, from: number): RoutingEntry {
  const pointer = { file: 'course-picture.bmp.part', offset: piece * 65_536 + block * 16_384 }
  return { infoHash: sampleInfoHash, peer: samplePeerId(from), piece, block, pointer, flag: block === 3 ? 1 : 0 }
}

const routingOf = (count: number, ...entries: RoutingEntry[]) => samplePeer(1, 3, { routing: { count, entries } })

describe('the rows of the routing table', () => {
  const me = routingOf(2, entryOf(2, 1, 2), entryOf(2, 3, 3))
  const rows = routingRows(sampleView([me, samplePeer(2, 96)]), me)

  it('name the swarm, the sender and the place, the newest last', () => {
    expect(rows[0]).toMatchObject({
      swarm: 'course-picture.bmp',
      peerName: 'P2',
      pointer: 'course-picture.bmp.part @ 147456',
    })
    expect(rows.map(({ entry }) => entry.flag)).toEqual([0, 1])
  })

  it('keep their keys while others come and go', () => {
    const later = routingOf(2, entryOf(2, 3, 3), entryOf(5, 0, 2))
    const [kept] = routingRows(sampleView([later]), later)
    expect(kept?.key).toBe(rows[1]?.key)
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2)
  })

  it('are counted, with those that are not shown', () => {
    expect(routingCount(routingOf(0))).toBe('0 entries')
    expect(routingCount(routingOf(1, entryOf(0, 0, 2)))).toBe('1 entry')
    expect(routingCount(routingOf(230, entryOf(0, 0, 2), entryOf(0, 1, 2)))).toBe(
      '230 entries, of which the latest 2 are shown',
    )
  })
})
