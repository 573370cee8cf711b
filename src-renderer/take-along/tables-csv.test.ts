import { describe, expect, it } from 'vitest'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import { completeView } from '../testing/complete-view.ts'
import { sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { linksCsv } from './links-csv.ts'
import { peersCsv } from './peers-csv.ts'

function tableOf(csv: string): string[][] {
  return csv
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map((match) => match[1] ?? ''))
}

const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 12)]
const link = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 1000.4, toDiallerBytes: 4096 })

describe('the peers as a table to take along', () => {
  it('has a row for each peer, this window’s first', () => {
    const [heading, first, second] = tableOf(peersCsv(sampleView([p1, p2], [link])))
    expect(heading?.slice(0, 6)).toEqual(['Peer', 'Where', 'Server', 'Program', 'Swarm', 'Role'])
    expect(first?.slice(0, 3)).toEqual(['P1', 'this window', '127.0.0.1:5000'])
    expect(second?.slice(4, 9)).toEqual(['course-picture.bmp', 'peer', 'active', '12', '96'])
    expect(second?.slice(11, 14)).toEqual(['1000', '0', '5101'])
  })

  it('has a row for each swarm of a peer, and as many cells in each row', () => {
    const table = tableOf(peersCsv(completeView()))
    expect(new Set(table.map((row) => row.length))).toEqual(new Set([15]))
    expect(table.filter(([name]) => name === 'P2').map((row) => row[4]).length).toBeGreaterThan(1)
    expect(tableOf(peersCsv(sampleView([samplePeer(1, 0, { swarms: {} })])))).toHaveLength(2)
  })

  it('runs nothing that a peer is called', () => {
    const hostile = samplePeer(2, 12, { local: false, name: '=HYPERLINK("http://x","y")' })
    expect(peersCsv(sampleView([p1, hostile]))).toContain(`\r\n"'=HYPERLINK(""http://x"",""y"")",elsewhere`)
  })
})

describe('the links as a table to take along', () => {
  it('has a row for each link with its sockets, rates and states', () => {
    const [heading, row] = tableOf(linksCsv(sampleView([p1, p2], [link])))
    expect(heading).toHaveLength(16)
    expect(row?.slice(0, 5)).toEqual(['P2', '5101', '127.0.0.1:5101', 'P1', '127.0.0.1:5000'])
    expect(row?.slice(6, 10)).toEqual(['1000', '0', '4096', '0'])
    expect(row?.[12]).toBe('"P2 wants pieces, and may ask"')
    expect(row?.at(-1)).toBe('this program')
  })

  it('leaves empty what is not known of a link that others report', () => {
    const reported = { dialler: null, acceptor: 'report-1' as LinkId }
    const [, row] = tableOf(linksCsv(sampleView([p1, p2], [{ ...link, reported }])))
    expect(row?.slice(6, 12)).toEqual(['1000', '0', '', '', '', ''])
    expect(row?.at(-1)).toBe('reported by P1')
  })
})
