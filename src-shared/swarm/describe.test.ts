import { describe, expect, it } from 'vitest'
import {
  broadcast,
  client,
  dialId,
  identity,
  infoHash,
  joined,
  linkId,
  listed,
  member,
  opened,
  paused,
  peerId,
  seen,
  serverOf,
  started,
  unlisted,
} from '../testing/sample-events.ts'
import { eventKind, describe as sentenceOf } from './describe.ts'
import type { SwarmFact } from './events.ts'
import type { PeerId } from './ids.ts'

const names = (id: PeerId) => `P${Number.parseInt(id, 16)}`
const told = (observer: number, fact: SwarmFact) => sentenceOf(seen(1, observer, fact), names)

describe('describe', () => {
  it('uses the lines of the course for the server and its clients', () => {
    expect(told(1, { type: 'server-listening', address: client(5000) })).toBe(
      'Listening for new peers at 127.0.0.1/5000',
    )
    expect(told(...opened(2, 1, 'a', true))).toBe('Client id 5001 connected to peer 127.0.0.1/7001')
    expect(told(...opened(1, 2, 'a', false))).toBe("Server at 127.0.0.1/7001 accepted P2's client id 5001")
  })

  it('says what a tracker did, for whom, and why', () => {
    const sent = (rest: Parameters<typeof broadcast>[2]) => told(...broadcast(1, 4, rest))
    expect(sent({ changes: 2 })).toBe("P1's tracker broadcast its list of 4 peers: 2 changes to 3 of them.")
    expect(sent({ changes: 0, totals: 4 })).toBe(
      "P1's tracker broadcast its list of 4 peers: 4 new totals to 3 of them.",
    )
    expect(sent({ newcomers: 1, others: 2 })).toBe(
      "P1's tracker broadcast its list of 4 peers: 1 change to 2 of them, all of it to 1 newcomer.",
    )
    expect(sent({ newcomers: 3, others: 0 })).toBe(
      "P1's tracker broadcast its list of 4 peers: all of it to 3 newcomers.",
    )
    expect(sent({ others: 0 })).toBe("P1's tracker keeps its list of 4 peers, and has nobody to send it to.")
    expect(told(...listed(1, 3))).toBe("P3 was added to the swarm by P1's tracker as a leecher.")
    const introduced: SwarmFact = { type: 'member-joined', infoHash, member: member(3), introducedBy: peerId(2) }
    expect(told(1, introduced)).toContain('introduced by P2')
    expect(told(...unlisted(1, 3))).toBe(
      "P3 was removed from the swarm by P1's tracker. The connection was reset: the other program ended abruptly.",
    )
  })

  it('says where a piece came from, and that a bad one is fetched again', () => {
    const from = [peerId(1), peerId(3)]
    expect(told(2, { type: 'piece-verified', infoHash, piece: 17, from })).toBe(
      'Piece 17 verified, blocks from P1, P3.',
    )
    expect(told(2, { type: 'piece-rejected', infoHash, piece: 17, from: [] })).toMatch(/failed its SHA-1 .* nobody\.$/)
  })

  it('says why a dial failed, with its client id where it had one', () => {
    const failed = { type: 'dial-failed', dial: dialId('d'), infoHash, reason: { code: 'refused' } } as const
    expect(told(1, { ...failed, remote: serverOf(3), clientId: 5002 })).toMatch(
      /^Client id 5002 could not connect to peer 127\.0\.0\.1\/7003\. Refused: /,
    )
    expect(told(1, { ...failed, remote: 'laptop-3', clientId: null })).toMatch(
      /^No client connected to peer laptop-3\. /,
    )
  })

  it('names the peer at the other end of a link that closed, where it is known', () => {
    const closed = { type: 'link-closed', link: linkId('a'), reason: { code: 'left' } } as const
    expect(told(1, { ...closed, remote: peerId(3) })).toBe('The connection with P3 ended. It left the swarm politely.')
    expect(told(1, closed)).toContain('with a remote peer ended')
  })

  it('reads all four flags out', () => {
    const own = { amChoking: false, amInterested: false, peerChoking: true, peerInterested: true }
    expect(told(1, { type: 'link-flags', link: linkId('a'), remote: peerId(2), ...own })).toBe(
      'P1 unchokes P2 and is not interested; P2 chokes P1 and is interested.',
    )
  })

  it('says what is set and what is spoilt on purpose, and on which link', () => {
    const limits = { upBytesPerSec: 131_072, downBytesPerSec: null }
    const scope = { kind: 'link', link: linkId('a') } as const
    expect(told(1, { type: 'limits-changed', scope, remote: peerId(3), limits })).toBe(
      "P1's limits on its link with P3: 128 KiB/s up, no limit down.",
    )
    const faults = { frozen: true, latencyMs: 0 }
    expect(told(1, { type: 'faults-changed', link: null, faults })).toBe('P1, on all links: frozen on purpose.')
    const spoilt = { infoHash, link: linkId('a'), remote: peerId(3), piece: 7, block: 2 }
    expect(told(1, { type: 'block-corrupted', ...spoilt })).toBe(
      'On purpose, P1 spoilt block 2 of piece 7 as it sent it to P3.',
    )
    expect(told(2, { type: 'peer-banned', infoHash, peer: peerId(3), piece: 7, blocks: [2, 5] })).toBe(
      'P3 sent wrong blocks (2, 5 of piece 7), so P2 does not speak with it again in this session.',
    )
    const blocks = Array.from({ length: 4096 }, (_, block) => block)
    expect(told(2, { type: 'peer-banned', infoHash, peer: peerId(3), piece: 7, blocks })).toContain(
      '(0, 1, 2, 3, 4, 5, 6, 7 and 4088 more of piece 7)',
    )
  })

  it('says that all is here that was wanted, which may be less than the torrent', () => {
    const finished = { type: 'download-finished', infoHash } as const
    expect(told(2, { ...finished, savedAs: '/tmp/photos' })).toBe('All that P2 wants is here: /tmp/photos.')
    expect(told(2, { ...finished, savedAs: null })).toBe('All that P2 wants is here.')
  })

  it('says why a swarm is paused, where it did not stop by wish', () => {
    expect(told(...paused(1))).toBe("P1's part in the swarm of course-picture.bmp is paused.")
    expect(told(...paused(1, 'leecher', 'The disk is full.'))).toMatch(/is paused\. The disk is full\.$/)
  })

  it('says how a link hides its bytes, and nothing where it does not', () => {
    const [observer, fact] = opened(2, 1, 'a', true)
    const opening = fact as Extract<SwarmFact, { type: 'link-opened' }>
    expect(told(observer, { ...opening, encryption: 'rc4' })).toMatch(/^Client id 5001 connected .*, RC4 \(MSE\)$/)
    expect(told(observer, { ...opening, encryption: 'handshake', dialled: false })).toMatch(/, only the handshake/)
  })

  it('says what a tracker was told, what it answered, and when it is asked again', () => {
    const url = 'http://t.example/announce'
    const outcome = { ok: true, peers: 3, seeders: 1, leechers: 2, warning: null } as const
    const ended = { type: 'announce-ended', infoHash, url, event: null, outcome, nextInMs: 1_800_000 } as const
    expect(told(1, ended)).toBe(
      'P1 asked the tracker http://t.example/announce for peers, which named 3 peers and counts 1 seeder and 2 leechers. It is asked again in 30 min.',
    )
    expect(told(1, { ...ended, event: 'stopped', nextInMs: null })).toBe(
      'P1 told the tracker http://t.example/announce that it leaves the swarm.',
    )
    const few = { ok: true, peers: 1, seeders: null, leechers: null, warning: 'Busy.' } as const
    expect(told(1, { ...ended, event: 'started', outcome: few, nextInMs: null })).toBe(
      'P1 told the tracker http://t.example/announce that it joins the swarm, which named 1 peer. It warns: Busy.',
    )
    const failed = { ok: false, detail: 'Nobody answers there.' } as const
    expect(told(1, { ...ended, event: 'completed', outcome: failed, nextInMs: 90_000 })).toBe(
      'P1 told the tracker http://t.example/announce that it has everything, in vain. Nobody answers there. It is asked again in 1 min 30 s.',
    )
    expect(told(1, { ...ended, url: `http://${'x'.repeat(5000)}/` }).length).toBeLessThan(250)
  })

  it('says by what peers were found, and what looks for them', () => {
    const found = { type: 'peers-found', infoHash, way: 'local', from: '10.0.0.9:6771', addresses: 2 } as const
    expect(told(1, found)).toBe('P1 found 2 new addresses by local discovery (BEP 14), told by 10.0.0.9:6771.')
    const off = { type: 'discovery-changed', way: 'local', on: false, detail: 'The server is closed.' } as const
    expect(told(1, off)).toBe('Local discovery is off at P1. The server is closed.')
    expect(told(1, { type: 'tracker-served', http: 1, udp: 2, refused: 1 })).toBe(
      "P1's tracker answered 1 announce by HTTP and 2 by UDP, and refused 1 request.",
    )
  })

  it('explains one connection from each address with the setting of that very client', () => {
    const dial = { type: 'dial-failed', dial: dialId('d'), infoHash, remote: serverOf(3), clientId: 5002 } as const
    const sentence = (agent: string) => told(1, { ...dial, reason: { code: 'one-per-address', agent } })
    expect(sentence('qBittorrent/4.5.2')).toContain('Tools, Options, Advanced: “Allow multiple connections')
    expect(sentence('libtorrent/2.0.8.0')).toContain('allow_multiple_connections_per_ip = true')
    expect(sentence('Something else 1')).not.toContain('To lift that')
  })

  it('counts one thing as one', () =>
    expect(told(1, { type: 'events-dropped', count: 1 })).toBe(
      '1 event could not be shown: too much happened at once.',
    ))
})

describe('eventKind', () => {
  const kindOf = (fact: SwarmFact) => eventKind(seen(1, 1, fact))
  const closedFor = (reason: Extract<SwarmFact, { type: 'link-closed' }>['reason']): SwarmFact => ({
    type: 'link-closed',
    link: linkId('a'),
    reason,
  })

  it('groups what happened', () => {
    expect(kindOf(started(1)[1])).toBe('connection')
    expect(kindOf(listed(1, 2)[1])).toBe('tracker')
    expect(kindOf(joined(1)[1])).toBe('tracker')
    expect(kindOf({ type: 'piece-verified', infoHash, piece: 1, from: [] })).toBe('pieces')
    expect(kindOf({ type: 'link-identified', link: linkId('a'), infoHash, remote: identity(2) })).toBe('connection')
    expect(kindOf(paused(1)[1])).toBe('tracker')
    expect(kindOf(paused(1, 'leecher', 'The disk is full.')[1])).toBe('problem')
  })

  it('takes a tracker that fails for a problem, and one that answers for none', () => {
    const ended = { type: 'announce-ended', infoHash, url: 'http://t.example/', event: null, nextInMs: null } as const
    expect(kindOf({ ...ended, outcome: { ok: false, detail: 'Gone.' } })).toBe('problem')
    const outcome = { ok: true, peers: 0, seeders: null, leechers: null, warning: null } as const
    expect(kindOf({ ...ended, outcome })).toBe('tracker')
  })

  it('takes a handshake for another swarm calmly', () => {
    const away = { type: 'server-turned-away', remote: client(9) } as const
    expect(kindOf({ ...away, reason: { code: 'wrong-info-hash' } })).toBe('connection')
    expect(kindOf({ ...away, reason: { code: 'server-full', maximum: 1 } })).toBe('problem')
    const dial = { type: 'dial-failed', dial: dialId('d'), infoHash, remote: serverOf(3), clientId: 5002 } as const
    expect(kindOf({ ...dial, reason: { code: 'wrong-info-hash' } })).toBe('connection')
    expect(kindOf({ ...dial, reason: { code: 'refused' } })).toBe('problem')
  })

  it('takes a closing for a problem only when a rule was broken', () => {
    expect(kindOf(closedFor({ code: 'left' }))).toBe('connection')
    expect(kindOf(closedFor({ code: 'protocol-error', rule: 'frame-too-long', detail: '' }))).toBe('problem')
  })
})
