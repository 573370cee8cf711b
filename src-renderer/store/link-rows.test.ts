import { describe, expect, it } from 'vitest'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import { demoView, sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { linkOrders, linkRows } from './link-rows.ts'

const [p1, p2, p10] = [samplePeer(1, 96), samplePeer(2, 12), samplePeer(10, 0)]
const free = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 5000 })
const choked = sampleLink(p10, p1, 5901, {
  acceptorFlags: { choking: true, interested: false },
  toAcceptorBytesPerSec: 9000,
})

describe('the links in a table', () => {
  it('are in the order of their diallers, who are counted as people count', () => {
    const rows = linkRows(sampleView([p1, p2, p10], [choked, free])).sort(linkOrders.link.compare)
    expect(rows.map(({ dialler, acceptor }) => `${dialler} ${acceptor}`)).toEqual(['P2 P1', 'P10 P1'])
    expect(linkRows(demoView())).toHaveLength(10)
  })

  it('say for each end what it wants and whether it may ask', () => {
    const [first, second] = linkRows(sampleView([p1, p2, p10], [free, choked]))
    expect(first).toMatchObject({ diallerState: 'P2 wants pieces, and may ask', acceptorState: 'P1 wants nothing' })
    expect(second?.diallerState).toBe('P10 wants pieces, P1 chokes it')
  })

  it('stay the same while nothing new is told of them', () => {
    const before = linkRows(sampleView([p1, p2, p10], [free, choked]))
    const renamed = { ...p10, name: 'Ada' }
    const after = linkRows(sampleView([p1, p2, renamed], [free, choked]))
    expect(after[0]).toBe(before[0])
    expect(after[1]).toMatchObject({ dialler: 'Ada' })
  })

  it('can be put in order by each column', () => {
    const rows = linkRows(sampleView([p1, p2, p10], [choked, free]))
    const ports = (column: keyof typeof linkOrders) =>
      [...rows].sort(linkOrders[column].compare).map(({ link }) => link.clientId)
    expect(ports('port')).toEqual([5101, 5901])
    expect(ports('rates')).toEqual([5901, 5101])
    expect(ports('state')).toEqual([5901, 5101])
  })

  it('say of a link between others who tells of it', () => {
    const away = [samplePeer(2, 12, { local: false }), samplePeer(3, 0, { local: false })] as const
    const told = (reported: (typeof free)['reported']) =>
      linkRows(sampleView([p1, ...away], [sampleLink(...away, 5101, { reported })]))[0]?.reported
    const teller = 'report-1' as LinkId
    expect(told({ dialler: teller, acceptor: teller })).toBe('reported by P2 and P3')
    expect(told({ dialler: null, acceptor: teller })).toBe('reported by P3')
    expect(told(null)).toBeUndefined()
  })
})
