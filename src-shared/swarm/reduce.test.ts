import { describe, expect, it } from 'vitest'
import {
  allPieces,
  broadcast,
  chokeLine,
  chokeRound,
  client,
  dialId,
  identity,
  infoHash,
  joined,
  linkId,
  listed,
  member,
  opened,
  otherInfoHash,
  paused,
  peerId,
  seen,
  serverOf,
  started,
  story,
  torrent,
  unlisted,
} from '../testing/sample-events.ts'
import type { SwarmFact } from './events.ts'
import { linkKey } from './ids.ts'
import { reduce, reduceAll } from './reduce.ts'
import { emptyView, type View } from './view.ts'

type Told = readonly [observer: number, fact: SwarmFact]

function viewAfter(...facts: Told[]): View {
  return reduceAll(emptyView, story(...facts))
}

const peerOf = (view: View, number: number) => view.peers[peerId(number)]
const swarmOf = (view: View, number: number) => peerOf(view, number)?.swarms[infoHash]
const theLink = (view: View) => Object.values(view.links)[0]!
const stopped = (number: number): Told => [number, { type: 'peer-stopped', reason: { code: 'killed' } }]
const closed = (observer: number, link: string): Told => [
  observer,
  { type: 'link-closed', link: linkId(link), reason: { code: 'reset' } },
]

function flags(observer: number, link: string, own: [boolean, boolean], other: [boolean, boolean]): Told {
  const [amChoking, amInterested] = own
  const [peerChoking, peerInterested] = other
  return [observer, { type: 'link-flags', link: linkId(link), amChoking, amInterested, peerChoking, peerInterested }]
}

function moved(observer: number, link: string, downBytes: number, upBytes: number, requested = 0): Told {
  const rates = { downBytesPerSec: downBytes * 2, upBytesPerSec: upBytes * 2 }
  return [observer, { type: 'link-transferred', link: linkId(link), downBytes, upBytes, ...rates, requested }]
}

describe('a local peer', () => {
  it('is a running node from its start, and the window is the one that says so', () => {
    const view = viewAfter(started(1, true), started(2))
    expect(view.me).toBe(peerId(1))
    expect(peerOf(view, 2)).toMatchObject({ local: true, running: true, lab: true, name: 'P2', listedBy: [] })
    expect(view).toMatchObject({ seq: 2, atMs: 2 })
  })

  it('shows where its server listens, or why it cannot', () => {
    const failure = { requested: serverOf(1), failure: 'port-in-use', nextFreePort: 7005 } as const
    const failed = viewAfter(started(1), [1, { type: 'server-failed', ...failure }])
    expect(peerOf(failed, 1)).toMatchObject({ server: null, serverFailure: failure })
    const mended = reduce(failed, seen(3, 1, { type: 'server-listening', address: serverOf(1) }))
    expect(peerOf(mended, 1)).toMatchObject({ server: serverOf(1), serverFailure: null })
  })

  describe('whose port was taken at its start', () => {
    const failure = { requested: serverOf(1), failure: 'port-in-use', nextFreePort: 7005 } as const
    const listening = (port: number): Told => [1, { type: 'server-listening', address: client(port) }]
    const settings = (serverPort: number): Told => [
      1,
      {
        type: 'settings-changed',
        settings: {
          name: 'P1',
          serverPort,
          clientPorts: { first: 5001, last: 5010 },
          maxRemoteClients: 9,
          openToNetwork: false,
          localDiscovery: true,
          dht: false,
          demoApart: false,
          reportLinks: true,
        },
        dataFolder: '',
      },
    ]
    const start = [
      started(1, true),
      [1, { type: 'server-failed', ...failure }] as const,
      listening(7005),
      [1, { type: 'tracker-running' }] as const,
      settings(7001),
    ]

    it('still says so while it listens on another port', () =>
      expect(peerOf(viewAfter(...start), 1)).toMatchObject({ server: client(7005), serverFailure: failure }))

    it('says so no longer once its settings name the port that it listens on', () =>
      expect(peerOf(viewAfter(...start, settings(7005)), 1)?.serverFailure).toBeNull())

    it('says so no longer once it listens where it was asked to', () =>
      expect(peerOf(viewAfter(...start, listening(7001)), 1)?.serverFailure).toBeNull())
  })

  it('counts who was turned away', () => {
    const away: Told = [
      1,
      { type: 'server-turned-away', remote: client(9), reason: { code: 'server-full', maximum: 1 } },
    ]
    expect(peerOf(viewAfter(started(1), away, away), 1)?.turnedAway).toBe(2)
  })

  it('shows its tracker and what it broadcast', () => {
    const view = viewAfter(started(1), [1, { type: 'tracker-running' }], broadcast(1, 4))
    expect(peerOf(view, 1)?.tracker).toEqual({
      broadcasts: 1,
      lists: { [infoHash]: 4 },
      members: 4,
      lastBroadcastAtMs: 3,
      served: { http: 0, udp: 0, refused: 0 },
    })
  })

  it('is named by its settings', () => {
    const clientPorts = { first: 6001, last: 6002 }
    const switches = { openToNetwork: false, localDiscovery: true, dht: false, demoApart: false, reportLinks: true }
    const settings = { name: 'Ada', serverPort: 5000, clientPorts, maxRemoteClients: 9, ...switches }
    const view = viewAfter(started(1, true), [1, { type: 'settings-changed', settings, dataFolder: '/home/ada' }])
    expect(view).toMatchObject({ settings, dataFolder: '/home/ada' })
    expect(peerOf(view, 1)).toMatchObject({ name: 'Ada', clientPorts })
  })

  it('when stopped, loses its server, links, dials and lists, and stays while somebody lists it', () => {
    const dial: Told = [2, { type: 'dial-started', dial: dialId('d'), infoHash, remote: serverOf(9), clientId: 5003 }]
    const before = viewAfter(
      started(1, true),
      started(2),
      listed(1, 2),
      listed(2, 1),
      listed(2, 3),
      opened(1, 2, 'a', false),
      dial,
    )
    const view = reduce(before, seen(8, ...stopped(2)))
    expect(view.links).toEqual({})
    expect(view.linkKeys).toEqual({})
    expect(view.dials).toEqual({})
    expect(peerOf(view, 1)?.listedBy).toEqual([])
    expect(peerOf(view, 2)).toMatchObject({
      running: false,
      server: null,
      listedBy: [peerId(1)],
      lastReason: { code: 'killed' },
    })
    expect(view.departed).toMatchObject([{ name: 'P3', reason: { code: 'no-longer-listed' } }])
    const after = reduce(view, seen(9, ...unlisted(1, 2)))
    expect(peerOf(after, 2)).toBeUndefined()
    expect(after.departed[0]).toEqual({ id: peerId(2), name: 'P2', server: null, reason: { code: 'reset' }, atMs: 9 })
  })

  it('departs at once with its own reason when nobody lists it, and comes back when started again', () => {
    const gone = viewAfter(started(1, true), started(2), stopped(2))
    expect(peerOf(gone, 2)).toBeUndefined()
    expect(gone.departed).toMatchObject([{ id: peerId(2), reason: { code: 'killed' } }])
    const back = reduce(gone, seen(4, ...started(2)))
    expect(peerOf(back, 2)).toMatchObject({ running: true, lastReason: null })
    expect(back.departed).toEqual([])
  })

  it('never departs when it is this window, so that it can be started again', () => {
    const view = viewAfter(started(1, true), joined(1, 'seeder'), stopped(1))
    expect(peerOf(view, 1)).toMatchObject({ running: false })
    expect(swarmOf(view, 1)?.role).toBe('seeder')
  })

  it('that is listed by others keeps that when it starts again, and begins its swarms anew', () => {
    const view = viewAfter(started(1, true), started(2), joined(2), listed(1, 2), stopped(2), started(2))
    expect(peerOf(view, 2)).toMatchObject({ running: true, listedBy: [peerId(1)], swarms: {} })
  })
})

describe('a remote peer', () => {
  it('is a node while some local peer lists it, then departs with the reason', () => {
    const listedTwice = viewAfter(started(1, true), started(2), listed(1, 3), listed(2, 3))
    expect(peerOf(listedTwice, 3)).toMatchObject({ local: false, running: false, listedBy: [peerId(1), peerId(2)] })
    const listedOnce = reduce(listedTwice, seen(5, ...unlisted(1, 3)))
    expect(peerOf(listedOnce, 3)?.listedBy).toEqual([peerId(2)])
    const gone = reduce(listedOnce, seen(6, ...unlisted(2, 3)))
    expect(peerOf(gone, 3)).toBeUndefined()
    expect(gone.listings).toEqual({})
    expect(gone.departed).toEqual([
      { id: peerId(3), name: 'P3', server: serverOf(3), reason: { code: 'reset' }, atMs: 6 },
    ])
  })

  it('that leaves one of two swarms stays listed for the other', () => {
    const inOther: Told = [1, { type: 'member-joined', infoHash: otherInfoHash, member: member(3), introducedBy: null }]
    const view = viewAfter(started(1, true), listed(1, 3), inOther, unlisted(1, 3))
    expect(peerOf(view, 3)?.listedBy).toEqual([peerId(1)])
    expect(Object.keys(peerOf(view, 3)!.swarms)).toEqual([otherInfoHash])
  })

  it('that left the list stays while its link is open', () => {
    const linked = viewAfter(started(1, true), listed(1, 3), opened(1, 3, 'a', true), unlisted(1, 3))
    expect(peerOf(linked, 3)?.listedBy).toEqual([])
    const gone = reduce(linked, seen(5, ...closed(1, 'a')))
    expect(peerOf(gone, 3)).toBeUndefined()
    expect(gone.departed).toHaveLength(1)
  })

  it('is introduced by the peer whose list named it first', () => {
    const by = (introducedBy: number | null): Told => [
      1,
      {
        type: 'member-joined',
        infoHash,
        member: member(3),
        introducedBy: introducedBy === null ? null : peerId(introducedBy),
      },
    ]
    expect(peerOf(viewAfter(started(1), by(2), by(4)), 3)?.introducedBy).toBe(peerId(2))
  })

  it('has the role, pieces and totals of the list', () => {
    const updated: Told = [
      1,
      {
        type: 'member-updated',
        infoHash,
        member: { ...member(3, 'peer', 4), uploadedBytes: 7, downloadedBytes: 9, name: 'Eve' },
      },
    ]
    const view = viewAfter(started(1), listed(1, 3), updated)
    expect(swarmOf(view, 3)).toMatchObject({
      role: 'peer',
      haveCount: 4,
      uploadedBytes: 7,
      downloadedBytes: 9,
      joinedAtMs: 2,
    })
    expect(peerOf(view, 3)?.name).toBe('Eve')
  })

  it('keeps its name while a new link has only its handshake to tell who it is', () => {
    const [observer, fact] = opened(1, 3, 'a', true)
    const guessed = { ...identity(3), uuid: null, name: 'Swarmscope 0.1', lab: false }
    const view = viewAfter(started(1), joined(1), listed(1, 3), [observer, { ...fact, remote: guessed } as SwarmFact])
    expect(peerOf(view, 3)).toMatchObject({ uuid: 'uuid-3', name: 'P3', lab: true })
  })

  it('is believed over an older list about its own pieces', () => {
    const view = viewAfter(
      started(1),
      joined(1),
      listed(1, 3),
      [1, { type: 'remote-haves', infoHash, peer: peerId(3), indices: [0, 9, 9, 12, -1] }],
      [1, { type: 'member-updated', infoHash, member: member(3, 'leecher', 0) }],
    )
    expect(swarmOf(view, 3)).toMatchObject({ role: 'peer', haveCount: 2, pieces: '8040' })
  })

  it('that comes as a seeder did not finish here; one that becomes a seeder did', () => {
    const pieces = (pieces: string): Told => [1, { type: 'remote-pieces', infoHash, peer: peerId(3), pieces }]
    const came = viewAfter(started(1), joined(1), opened(1, 3, 'a', true), pieces(allPieces))
    expect(swarmOf(came, 3)).toMatchObject({ role: 'seeder', haveCount: 10, finishedAtMs: null })
    const became = viewAfter(started(1), joined(1), listed(1, 3), pieces('8000'), pieces(allPieces))
    expect(swarmOf(became, 3)).toMatchObject({ role: 'seeder', finishedAtMs: 5 })
  })

  it('tells nothing about a peer that is local', () => {
    const before = viewAfter(started(1), started(2), joined(2), listed(1, 2, 'seeder', 10))
    const after = reduceAll(before, [
      seen(5, 1, { type: 'remote-pieces', infoHash, peer: peerId(2), pieces: allPieces }),
      seen(6, 1, { type: 'remote-haves', infoHash, peer: peerId(2), indices: [1] }),
      seen(7, 1, { type: 'member-updated', infoHash, member: { ...member(2, 'seeder', 10), name: 'X' } }),
    ])
    expect(swarmOf(after, 2)).toMatchObject({ role: 'leecher', haveCount: 0 })
    expect(after.peers).toBe(before.peers)
  })

  it('keeps only the latest twenty departures', () => {
    const many = Array.from({ length: 25 }, (_, i) => [listed(1, 100 + i), unlisted(1, 100 + i)]).flat()
    const view = viewAfter(started(1), ...many)
    expect(view.departed).toHaveLength(20)
    expect(view.departed[0]?.name).toBe('P124')
  })
})

describe('a swarm', () => {
  it('begins with the pieces on disk and grows with each verified piece', () => {
    const verified = (piece: number): Told => [1, { type: 'piece-verified', infoHash, piece, from: [] }]
    const view = viewAfter(started(1), joined(1), verified(0), verified(9), verified(9), verified(10))
    expect(swarmOf(view, 1)).toMatchObject({ pieces: '8040', haveCount: 2, joinedAtMs: 2 })
    expect(view.torrents[infoHash]).toEqual(torrent)
    expect(swarmOf(viewAfter(started(1), joined(1, 'seeder')), 1)).toMatchObject({ haveCount: 10, finishedAtMs: null })
  })

  it('remembers who gave each piece, also over a pause', () => {
    const verified: Told = [1, { type: 'piece-verified', infoHash, piece: 4, from: [peerId(3)] }]
    const view = viewAfter(started(1), joined(1), verified, paused(1, 'leecher'), joined(1, 'leecher'))
    expect(swarmOf(view, 1)?.givers).toEqual({ peers: [peerId(3)], byPiece: '....a' })
  })

  it('is finished when a peer that came without everything becomes a seeder', () => {
    const view = viewAfter(
      started(1),
      joined(1),
      [1, { type: 'role-changed', infoHash, role: 'peer' }],
      [1, { type: 'role-changed', infoHash, role: 'seeder' }],
      [1, { type: 'download-finished', infoHash, savedAs: '/tmp/x' }],
    )
    expect(swarmOf(view, 1)).toMatchObject({ role: 'seeder', finishedAtMs: 4, savedAs: '/tmp/x' })
  })

  it('is finished again when more files are wanted and here', () => {
    const finished: Told = [1, { type: 'download-finished', infoHash, savedAs: '/tmp/x' }]
    const more: Told = [1, { type: 'files-chosen', infoHash, unwanted: [] }]
    expect(swarmOf(viewAfter(started(1), joined(1), finished, more, finished), 1)?.finishedAtMs).toBe(5)
  })

  it('that a local peer left its only swarm leaves its tracker with nobody to list', () => {
    const view = viewAfter(started(1, true), joined(1), [1, { type: 'tracker-running' }], broadcast(1, 4), [
      1,
      { type: 'swarm-left', infoHash, abruptly: false },
    ])
    expect(peerOf(view, 1)?.tracker).toMatchObject({ members: 0, broadcasts: 1 })
  })

  it('that a local peer left takes its links and its list with it', () => {
    const view = viewAfter(started(1, true), joined(1), listed(1, 3), opened(1, 3, 'a', true), [
      1,
      { type: 'swarm-left', infoHash, abruptly: false },
    ])
    expect(view.links).toEqual({})
    expect(Object.keys(view.peers)).toEqual([peerId(1)])
    expect(swarmOf(view, 1)).toBeUndefined()
  })
})

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

describe('a dial', () => {
  const dialled = (id: string, remote: string = serverOf(3)): Told => [
    1,
    { type: 'dial-started', dial: dialId(id), infoHash, remote: remote as never, clientId: 5001 },
  ]
  const failed = (id: string, remote: string = serverOf(3)): Told => [
    1,
    { type: 'dial-failed', dial: dialId(id), infoHash: null, remote, clientId: null, reason: { code: 'refused' } },
  ]

  it('is a ghost until it is connected', () => {
    const under = viewAfter(started(1), dialled('d'))
    expect(under.dials[dialId('d')]).toMatchObject({ from: peerId(1), clientId: 5001, startedAtMs: 2, reason: null })
    expect(reduce(under, seen(3, ...opened(1, 3, 'a', true, 5001, 'd'))).dials).toEqual({})
  })

  it('keeps its reason when it failed, until dismissed', () => {
    const view = viewAfter(started(1), dialled('d'), failed('d'))
    expect(view.dials[dialId('d')]).toMatchObject({ clientId: 5001, reason: { code: 'refused' }, infoHash })
    expect(reduce(view, seen(4, 1, { type: 'dial-dismissed', dial: dialId('d') })).dials).toEqual({})
  })

  it('is shown though it never started', () => {
    const view = viewAfter(started(1), failed('d', 'laptop-3'))
    expect(view.dials[dialId('d')]).toMatchObject({ remote: 'laptop-3', clientId: null, startedAtMs: 2 })
  })

  it('takes the place of a failed one to the same address, and a link does too', () => {
    const retried = viewAfter(started(1), dialled('d'), failed('d'), failed('x', '10.0.0.9:5000'), dialled('e'))
    expect(Object.keys(retried.dials).sort()).toEqual(['e', 'x'])
    const dialledUs = viewAfter(started(1), failed('d'), opened(1, 3, 'a', false))
    expect(dialledUs.dials).toEqual({})
  })

  it('tells the peer at that address why', () => {
    const view = viewAfter(started(1), listed(1, 3), failed('d'))
    expect(peerOf(view, 3)?.lastReason).toEqual({ code: 'refused' })
  })

  it('tells each remote that was listed at that address, and no local peer', () => {
    const there: Told = [1, { type: 'server-listening', address: serverOf(3) }]
    const fourth = { ...member(4), server: serverOf(3) }
    const alsoThere: Told = [1, { type: 'member-joined', infoHash, member: fourth, introducedBy: null }]
    const view = viewAfter(started(1), there, listed(1, 3), alsoThere, failed('d'))
    expect([1, 3, 4].map((number) => peerOf(view, number)?.lastReason?.code)).toEqual([undefined, 'refused', 'refused'])
  })

  it('is forgotten when thirty later ones failed', () => {
    const many = Array.from({ length: 33 }, (_, i) => failed(`d${i}`, `10.0.0.${i}:5000`))
    const view = viewAfter(started(1), ...many)
    expect(Object.keys(view.dials)).toHaveLength(30)
    expect(view.dials[dialId('d2')]).toBeUndefined()
    expect(view.dials[dialId('d32')]).toBeDefined()
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

describe('structural sharing', () => {
  it('leaves what an event does not touch as it was', () => {
    const before = viewAfter(started(1), started(2), joined(1), joined(2), opened(1, 2, 'a', true), listed(1, 3))
    const after = reduce(before, seen(7, ...moved(1, 'a', 10, 0)))
    expect(after.peers[peerId(2)]).toBe(before.peers[peerId(2)])
    expect(after.peers[peerId(3)]).toBe(before.peers[peerId(3)])
    for (const part of ['linkKeys', 'listings', 'dials', 'torrents', 'departed', 'log'] as const)
      expect(after[part]).toBe(before[part])
  })

  it('leaves everything as it was for news that is not news', () => {
    const before = viewAfter(started(1), joined(1), listed(1, 3), [
      1,
      { type: 'server-listening', address: serverOf(1) },
    ])
    const after = reduceAll(before, [
      seen(5, 1, { type: 'server-listening', address: serverOf(1) }),
      seen(6, 1, { type: 'member-updated', infoHash, member: member(3) }),
      seen(7, 1, { type: 'role-changed', infoHash, role: 'leecher' }),
      seen(8, ...closed(1, 'no such link')),
    ])
    expect(after.peers).toBe(before.peers)
    expect(after.links).toBe(before.links)
  })
})
