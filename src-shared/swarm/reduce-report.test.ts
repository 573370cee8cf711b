import { expect, it } from 'vitest'
import {
  client,
  infoHash,
  joined,
  listed,
  opened,
  otherInfoHash,
  peerId,
  serverOf,
  started,
  unlisted,
} from '../testing/sample-events.ts'
import { type Told, viewAfter } from '../testing/sample-view.ts'
import type { LinkFigures, LinkReport, LinkReports } from './events.ts'
import type { Address, LinkId } from './ids.ts'
import type { View } from './view.ts'

// P1 is this window's peer, and linked to P2 and P3, which run elsewhere.
const linked = [started(1, true), joined(1), opened(1, 2, 'a', true), opened(1, 3, 'b', true, 5002)] as const

const idle = { amChoking: true, amInterested: false, peerChoking: true, peerInterested: false }
const still = { downBytesPerSec: 0, upBytesPerSec: 0 }

function report(number: number, dialled: boolean, remote: number, rest: Partial<LinkReport> = {}): LinkReport {
  const acceptor = serverOf(3)
  return {
    ...{ number, dialler: client(6001), acceptor, dialled, remote: peerId(remote), encryption: 'none' },
    ...idle,
    ...still,
    ...rest,
  }
}

function reports(from: number, news: Partial<LinkReports>, swarm = infoHash, observer = 1): Told {
  const none = { gone: [], opened: [], told: [] }
  return [observer, { type: 'links-reported', infoHash: swarm, from: peerId(from), ...none, ...news }]
}

// P2's client 6001 dialled P3.
const atDialler = (rest?: Partial<LinkReport>) => reports(2, { opened: [report(7, true, 3, rest)] })
const atAcceptor = (rest?: Partial<LinkReport>) => reports(3, { opened: [report(7, false, 2, rest)] })
const reported = (view: View) => Object.values(view.links).filter((link) => link.reported !== null)

it('a link between two peers that run elsewhere is drawn as one of its ends reports it', () => {
  const told = atDialler({ amInterested: true, peerChoking: false, downBytesPerSec: 300, upBytesPerSec: 20 })
  expect(reported(viewAfter(...linked, told))).toMatchObject([
    {
      dialler: peerId(2),
      acceptor: peerId(3),
      clientId: 6001,
      diallerFlags: { choking: true, interested: true },
      acceptorFlags: { choking: false, interested: false },
      toDiallerBytesPerSec: 300,
      toAcceptorBytesPerSec: 20,
      diallerLink: null,
      acceptorLink: null,
      reported: { acceptor: null },
    },
  ])
})

it('what both ends report is one link, and each is believed of itself', () => {
  const dialler = atDialler({ amInterested: true, peerInterested: true, downBytesPerSec: 300, upBytesPerSec: 20 })
  const acceptor = atAcceptor({ amChoking: false, downBytesPerSec: 21, upBytesPerSec: 299 })
  for (const both of [
    [dialler, acceptor],
    [acceptor, dialler],
  ]) {
    const [link, ...more] = reported(viewAfter(...linked, ...both))
    expect(more).toEqual([])
    expect(link).toMatchObject({
      diallerFlags: { choking: true, interested: true },
      acceptorFlags: { choking: false, interested: false },
      toDiallerBytesPerSec: 300,
      toAcceptorBytesPerSec: 21,
    })
    expect(Object.values(link!.reported!)).not.toContain(null)
  }
})

it('what changes is told by its number, and changes only what that end knows best', () => {
  const figures: LinkFigures = {
    number: 7,
    ...idle,
    amChoking: false,
    peerInterested: true,
    ...still,
    upBytesPerSec: 9,
  }
  const change = reports(3, { told: [figures, { ...figures, number: 8 }] })
  const [alone] = reported(viewAfter(...linked, atAcceptor(), change))
  expect(alone).toMatchObject({ acceptorFlags: { choking: false }, diallerFlags: { interested: true } })
  expect(alone?.toDiallerBytesPerSec).toBe(9)
  const [both] = reported(viewAfter(...linked, atDialler(), atAcceptor(), change))
  expect(both).toMatchObject({ acceptorFlags: { choking: false }, diallerFlags: { interested: false } })
  expect(both?.toDiallerBytesPerSec).toBe(0)
})

it('it stays while one end reports it', () => {
  const gone = (from: number) => reports(from, { gone: [7, 9] })
  const one = viewAfter(...linked, atDialler(), atAcceptor(), gone(2))
  expect(reported(one)).toMatchObject([{ reported: { dialler: null } }])
  expect(reported(viewAfter(...linked, atDialler(), atAcceptor(), gone(2), gone(3)))).toEqual([])
  expect(Object.keys(viewAfter(...linked, atDialler(), gone(2)).linkKeys)).toEqual(['a', 'b'])
})

it('two connections with the same addresses on two computers are two links', () => {
  const dialler = '127.0.0.1:5001' as Address
  const acceptor = '127.0.0.1:5000' as Address
  const others = [listed(1, 4), listed(1, 5)]
  const one = reports(2, { opened: [report(1, true, 4, { dialler, acceptor })] })
  const two = reports(3, { opened: [report(1, true, 5, { dialler, acceptor })] })
  expect(reported(viewAfter(...linked, ...others, one, two))).toHaveLength(2)
})

it('ports that are used again make a new link, in whichever swarm', () => {
  const again = (swarm = infoHash) => reports(2, { opened: [report(8, true, 3)] }, swarm)
  const view = viewAfter(...linked, atDialler(), atAcceptor(), again())
  expect(reported(view)).toHaveLength(1)
  expect(Object.keys(view.linkKeys)).toHaveLength(4)
  const elsewhere = viewAfter(...linked, atDialler(), atAcceptor(), again(otherInfoHash))
  expect(reported(elsewhere)).toMatchObject([{ infoHash: otherInfoHash, reported: { acceptor: null } }])
  expect(Object.keys(elsewhere.linkKeys)).toHaveLength(3)
})

it('nothing is taken from a report about a peer of this program, an unknown one, or the reporter itself', () => {
  const here = [...linked, started(4)] as const
  const about = (remote: number) => reports(2, { opened: [report(7, true, remote)] })
  for (const remote of [1, 2, 4, 9]) expect(reported(viewAfter(...here, about(remote)))).toEqual([])
  expect(reported(viewAfter(...here, reports(4, { opened: [report(7, true, 3)] })))).toEqual([])
  expect(reported(viewAfter(...here, reports(9, { opened: [report(7, true, 3)] })))).toEqual([])
  // Nor from what another peer of this program heard.
  expect(reported(viewAfter(...here, reports(2, { opened: [report(7, true, 3)] }, infoHash, 4)))).toEqual([])
})

it.each([
  ['leaves the swarm', { type: 'swarm-left', infoHash, abruptly: false }],
  ['stops', { type: 'peer-stopped', reason: { code: 'stopped' } }],
] as const)('all of them are gone when this window’s peer %s', (_, fact) => {
  const view = viewAfter(...linked, atDialler(), atAcceptor(), [1, fact])
  expect(view.links).toEqual({})
  expect(view.linkKeys).toEqual({})
})

it('a peer that is known by a report alone leaves, and its reported links with it', () => {
  const view = viewAfter(...linked, listed(1, 4), reports(2, { opened: [report(7, true, 4)] }), unlisted(1, 4))
  expect(view.peers).not.toHaveProperty(peerId(4))
  expect(Object.keys(view.linkKeys) as LinkId[]).toEqual(['a', 'b'])
})

it('bytes that others report count for nobody here', () => {
  const before = viewAfter(...linked)
  const after = viewAfter(...linked, atDialler({ downBytesPerSec: 1_000 }))
  expect(after.peers).toEqual(before.peers)
})
