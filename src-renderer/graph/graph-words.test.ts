import { describe, expect, it } from 'vitest'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import { emptyView } from '../../src-shared/swarm/view.ts'
import { notesTorrent } from '../testing/complete-view.ts'
import {
  demoView,
  sampleDial,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  sampleView,
} from '../testing/sample-view.ts'
import { dialWords, graphSentence, linkWords, peerWords, selectionWords } from './graph-words.ts'

const p1 = samplePeer(1, 96)
const p2 = samplePeer(2, 12)
const link = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 312 * 1024 })
const view = sampleView([p1, p2], [link])

describe('the graph in words', () => {
  it('sums up in one sentence', () => {
    expect(graphSentence(demoView())).toBe('5 peers, 1 seeder, 10 links, 1 dialling, 1 dial failed.')
    expect(graphSentence(emptyView)).toBe('The swarm graph is empty.')
  })

  it('says how many links are known from reports alone', () => {
    const told = sampleLink(p1, p2, 5001, { reported: { dialler: 'ab' as LinkId, acceptor: null } })
    expect(graphSentence(sampleView([p1, p2], [link, told]))).toBe(
      '2 peers, 1 seeder, 2 links, 1 of them only reported.',
    )
  })

  it('counts no seeder that is paused', () => {
    const seeder = { [sampleInfoHash]: sampleMembership(96, { state: 'paused' }) }
    expect(graphSentence(sampleView([samplePeer(1, 96, { swarms: seeder }), p2]))).toBe('2 peers, 0 seeders, 0 links.')
  })

  it('counts the peers that run, as the header does, and names the others', () => {
    const stopped = samplePeer(3, 96, { running: false })
    expect(graphSentence(sampleView([p1, p2, stopped]))).toBe('2 peers, 1 seeder, 0 links, 1 stopped.')
  })

  it('tells of each peer', () => {
    expect(peerWords(p2, view)).toBe('P2, peer, server 127.0.0.1:7000, 12 of 96 pieces')
    expect(peerWords(p1, view)).toBe('P1, seeder, server 127.0.0.1:5000, 96 of 96 pieces, me')
    expect(peerWords(samplePeer(3, 0, { running: false, server: null }), view)).toBe(
      'P3, leecher, no server, 0 of 96 pieces, stopped',
    )
    const paused = samplePeer(3, 12, { swarms: { [sampleInfoHash]: sampleMembership(12, { state: 'paused' }) } })
    expect(peerWords(paused, view)).toBe('P3, peer, server 127.0.0.1:7001, 12 of 96 pieces, paused')
    const frozen = samplePeer(3, 12, { faults: { frozen: true, latencyMs: 300 } })
    expect(peerWords(frozen, view)).toMatch(/pieces, frozen on purpose, 300 ms late on purpose$/)
    expect(peerWords(samplePeer(4, 0, { local: false }), view)).toBe(
      'P4, leecher, server 127.0.0.1:7002, 0 of 96 pieces, in another Swarmscope',
    )
  })

  it('tells of each swarm where there are several', () => {
    const swarms = { [sampleInfoHash]: sampleMembership(96), [notesTorrent.infoHash]: sampleMembership(0) }
    const both = samplePeer(1, 96, { swarms })
    const several = sampleView([both, p2], [link])
    const torrents = { ...several.torrents, [notesTorrent.infoHash]: notesTorrent }
    expect(peerWords(both, { ...several, torrents })).toBe(
      `P1, seeder in A · course-picture.bmp with 96 of 96 pieces, leecher in B · ${notesTorrent.name} with 0 of ${notesTorrent.pieceCount} pieces, server 127.0.0.1:5000, me`,
    )
    expect(linkWords(link, { ...several, torrents })).toContain('in A · course-picture.bmp')
  })

  it('tells of each link who dialled and which way data flows', () => {
    expect(linkWords(link, view)).toBe('P2 client 5101 → P1 server 127.0.0.1:5000, 312 KiB/s down')
    const choked = { ...link, toDiallerBytesPerSec: 0, acceptorFlags: { choking: true, interested: false } }
    expect(linkWords(choked, view)).toBe('P2 client 5101 → P1 server 127.0.0.1:5000, no data, choked by P1')
  })

  it('tells of each link between others who reports it', () => {
    const reported = { dialler: 'report-1' as LinkId, acceptor: null }
    expect(linkWords({ ...link, reported }, view)).toMatch(/down, reported by P2$/)
  })

  it('tells of each link that hides its bytes how, and nothing of the others', () => {
    expect(linkWords({ ...link, encryption: 'rc4' }, view)).toMatch(/down, RC4 \(MSE\)$/)
    expect(linkWords({ ...link, encryption: 'handshake' }, view)).toMatch(/down, only the handshake hidden \(MSE\)$/)
  })

  it('tells of a guest which client it is', () => {
    const guest = samplePeer(4, 12, { local: false, lab: false, uuid: null, agent: 'aria2/1.36.0' })
    expect(peerWords(guest, view)).toMatch(/pieces, guest: aria2 1\.36\.0$/)
  })

  it('tells of trouble on purpose at an end of a link', () => {
    const acceptorControls = { ...link.acceptorControls, faults: { frozen: false, latencyMs: 300 } }
    expect(linkWords({ ...link, acceptorControls }, view)).toMatch(/down, P1 300 ms late on purpose$/)
  })

  it('tells of each dial what became of it', () => {
    expect(dialWords(sampleDial(p1, '10.0.0.251:5000', 5003))).toBe('dialling 10.0.0.251:5000 from 5003…')
    expect(dialWords(sampleDial(p1, '10.0.0.251:5000', 5003, { reason: { code: 'refused' } }))).toMatch(
      /^10\.0\.0\.251:5000: Refused: /,
    )
  })

  it('tells what is selected, and nothing when it has gone', () => {
    expect(selectionWords({ kind: 'peer', id: p2.id }, view)).toMatch(/^Selected: P2, peer/)
    expect(selectionWords({ kind: 'peer', id: p2.id }, emptyView)).toBe('')
    expect(selectionWords({ kind: 'link', key: link.key }, view)).toBe(
      'Selected: P2 client 5101 → P1 server 127.0.0.1:5000.',
    )
    expect(selectionWords(null, view)).toBe('')
  })
})
