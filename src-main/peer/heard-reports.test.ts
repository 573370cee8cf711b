import { expect, test } from 'vitest'
import type { LinkReport, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { HeardReports } from './heard-reports.ts'
import type { Link } from './link.ts'

const peer = (number: number) => number.toString(16).padStart(40, '0') as PeerId

const report = (number: number): LinkReport => ({
  ...{ number, dialled: true, remote: peer(9_999), encryption: 'none', downBytesPerSec: 0, upBytesPerSec: 0 },
  ...{ amChoking: true, amInterested: false, peerChoking: true, peerInterested: false },
  dialler: `10.0.0.1:${5001 + number}` as Address,
  acceptor: '10.0.0.2:5000' as Address,
})

test('of all reporters together 5,000 links are held, and those that were there first stay', () => {
  const facts: Extract<SwarmFact, { type: 'links-reported' }>[] = []
  const heard = new HeardReports({
    infoHash: 'aa'.repeat(20) as InfoHash,
    isHere: () => false,
    isMember: () => true,
    observe: (fact) => void (fact.type === 'links-reported' && facts.push(fact)),
  })
  const opened = Array.from({ length: 200 }, (_, i) => report(i))
  const links = Array.from({ length: 30 }, (_, i) => ({ remoteId: peer(i) }) as Link)
  const receive = (link: Link) =>
    heard.receive(link, link.remoteId, { kind: 'links', whole: true, gone: [], opened, told: [] })
  for (const link of links) receive(link)
  heard.tell()
  expect(facts.map((fact) => fact.opened.length)).toEqual(new Array<number>(25).fill(200))
  facts.length = 0
  heard.gone(links[0]!)
  receive(links[29]!)
  heard.tell()
  expect(facts).toMatchObject([
    { from: peer(0), gone: { length: 200 } },
    { from: peer(29), opened: { length: 200 } },
  ])
})
