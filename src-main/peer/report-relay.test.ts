import { expect, test } from 'vitest'
import type { LinkReport } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinksMessage, TrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Link } from './link.ts'
import { maxPassedOn, ReportRelay } from './report-relay.ts'

const peer = (number: number) => number.toString(16).padStart(40, '0') as PeerId

function report(number: number, rest: Partial<LinkReport> = {}): LinkReport {
  return {
    ...{ number, dialled: true, remote: peer(99), encryption: 'none', downBytesPerSec: 0, upBytesPerSec: 0 },
    ...{ amChoking: true, amInterested: false, peerChoking: true, peerInterested: false },
    dialler: `10.0.0.1:${5001 + number}` as Address,
    acceptor: '10.0.0.2:5000' as Address,
    ...rest,
  }
}

const reportsOf = (...reports: LinkReport[]) => new Map(reports.map((one) => [one.number, one]))
const many = (count: number) => reportsOf(...Array.from({ length: count }, (_, i) => report(i)))

/** A link to one that asks, and what it was told. */
function asker() {
  const told: LinksMessage[] = []
  const sendTracker = (message: TrackerMessage) => void (message.kind === 'links' && told.push(message))
  return { link: { sendTracker } as unknown as Link, told }
}

test('who asks is told all once, and then what changes; who asks no more, nothing', () => {
  const relay = new ReportRelay()
  const { link, told } = asker()
  let reports: ReturnType<typeof reportsOf> | undefined = reportsOf(report(1), report(2))
  const tell = () => relay.tell((of) => (of === peer(7) ? reports : undefined))
  relay.asked(link, [peer(7), peer(8)])
  tell()
  tell()
  reports = reportsOf(report(2, { amChoking: false }), report(3))
  // Asked for again, with another: it goes on.
  relay.asked(link, [peer(7)])
  tell()
  reports = undefined
  tell()
  tell()
  expect(told.map(({ of, whole, gone, ...news }) => [of, whole, gone, news.opened.length, news.told.length])).toEqual([
    [peer(7), true, [], 2, 0],
    [peer(7), undefined, [1], 1, 1],
    [peer(7), undefined, [2, 3], 0, 0],
  ])
  reports = reportsOf(report(4))
  relay.asked(link, [])
  tell()
  relay.asked(link, [peer(7)])
  relay.gone(link)
  tell()
  expect(told).toHaveLength(3)
})

test('the same number for another link is one that has gone and one that is new', () => {
  const relay = new ReportRelay()
  const { link, told } = asker()
  relay.asked(link, [peer(7)])
  relay.tell(() => reportsOf(report(1)))
  relay.tell(() => reportsOf(report(1, { remote: peer(98) })))
  expect(told[1]).toMatchObject({ gone: [1], opened: [{ number: 1, remote: peer(98) }], told: [] })
})

test('however much is asked for, 50 peers are passed on, and little at a time', () => {
  const relay = new ReportRelay()
  const { link, told } = asker()
  relay.asked(
    link,
    Array.from({ length: 500 }, (_, i) => peer(i)),
  )
  const reports = many(150)
  relay.tell(() => reports)
  expect(told).toHaveLength(3)
  for (let i = 0; i < 50; i++) relay.tell(() => reports)
  expect(new Set(told.map(({ of }) => of)).size).toBe(maxPassedOn)
  expect(told).toHaveLength(maxPassedOn)
})

test('of those that ask, 200 are told, and others once one of them asks no more', () => {
  const relay = new ReportRelay()
  const askers = Array.from({ length: 201 }, asker)
  const last = askers[200]!
  for (const { link } of askers) relay.asked(link, [peer(7)])
  const tell = () => relay.tell(() => many(1))
  tell()
  expect(askers.filter(({ told }) => told.length > 0)).toHaveLength(200)
  relay.asked(askers[0]!.link, [])
  relay.asked(last.link, [peer(7)])
  tell()
  expect(last.told).toHaveLength(1)
})
