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

function heardReports() {
  const facts: Extract<SwarmFact, { type: 'links-reported' }>[] = []
  const heard = new HeardReports({
    infoHash: 'aa'.repeat(20) as InfoHash,
    isHere: () => false,
    isMember: () => true,
    observe: (fact) => void (fact.type === 'links-reported' && facts.push(fact)),
  })
  const receive = (link: Link, opened: readonly LinkReport[]) =>
    heard.receive(link, link.remoteId, { kind: 'links', whole: true, gone: [], opened, told: [] })
  return { heard, facts, receive }
}

const linksTo = (count: number) => Array.from({ length: count }, (_, i) => ({ remoteId: peer(i) }) as Link)

test('of all reporters together 5,000 links are held, and those that were there first stay', () => {
  const { heard, facts, receive } = heardReports()
  const opened = Array.from({ length: 200 }, (_, i) => report(i))
  const links = linksTo(30)
  for (const link of links) receive(link, opened)
  heard.tell(true)
  expect(facts.map((fact) => fact.opened.length)).toEqual(new Array<number>(25).fill(200))
  facts.length = 0
  heard.gone(links[0]!)
  receive(links[29]!, opened)
  heard.tell(true)
  expect(facts).toMatchObject([
    { from: peer(0), gone: { length: 200 } },
    { from: peer(29), opened: { length: 200 } },
  ])
})

test('no more than 200 reporters are heard in a swarm, until one of them goes', () => {
  const { heard, facts, receive } = heardReports()
  const links = linksTo(201)
  for (const link of links) receive(link, [report(1)])
  heard.tell(true)
  expect(facts).toHaveLength(200)
  heard.gone(links[0]!)
  receive(links[200]!, [report(1)])
  heard.tell(true)
  expect(facts.slice(200).map(({ from }) => from)).toEqual([peer(0), peer(200)])
})

test('what was shown is taken back where nobody looks any more, and shown again to whoever does', () => {
  const { heard, facts, receive } = heardReports()
  const [link] = linksTo(1)
  receive(link!, [report(1)])
  for (const looks of [true, false, false, true]) heard.tell(looks)
  expect(facts.map(({ gone, opened }) => [gone, opened.length])).toEqual([
    [[], 1],
    [[1], 0],
    [[], 1],
  ])
})
