import { expect, test } from 'vitest'
import type { LinkReport, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinksMessage, TrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Link } from './link.ts'
import { LinkReports } from './link-reports.ts'
import { LinkSet } from './link-set.ts'

const gapMs = 1_000
const ours = (number: number) => `2d5353${number.toString(16).padStart(34, '0')}` as PeerId
const [near, far, farther] = [ours(1), ours(2), ours(3)]

const report = (remote: PeerId): LinkReport => ({
  ...{ number: 1, remote, dialled: true, encryption: 'none', downBytesPerSec: 0, upBytesPerSec: 0 },
  ...{ amChoking: true, amInterested: false, peerChoking: true, peerInterested: false },
  dialler: '10.0.0.1:5001' as Address,
  acceptor: '10.0.0.2:5000' as Address,
})
const news = (rest: Partial<LinksMessage>): LinksMessage => ({
  ...{ kind: 'links', gone: [], opened: [], told: [] },
  ...rest,
})

test('what is passed on of a peer ends when nobody has a link with it any more', () => {
  const told: unknown[] = []
  const asked: unknown[] = []
  const reports = new LinkReports(
    {
      infoHash: 'aa'.repeat(20) as InfoHash,
      links: new LinkSet(),
      isMember: () => true,
      members: () => [near, far, farther].map((id) => ({ id })),
      gapMs,
      observe: (fact: SwarmFact) => {
        if (fact.type === 'links-reported') told.push([fact.from, fact.gone, fact.opened.map(({ remote }) => remote)])
      },
    },
    { tells: () => false, hears: true, isWatched: () => true, isHere: () => false },
  )
  const sendTracker = (message: TrackerMessage) => void (message.kind === 'pass-on' && asked.push(message.of))
  const link = { remoteId: near, speaks: { passesOn: true }, sendTracker } as unknown as Link
  reports.tick(0)
  reports.receive(link, news({ whole: true, opened: [report(far)] }))
  reports.tick(gapMs)
  reports.receive(link, news({ of: far, whole: true, opened: [report(farther)] }))
  reports.tick(2 * gapMs)
  expect(told).toEqual([
    [near, [], [far]],
    [far, [], [farther]],
  ])
  reports.receive(link, news({ gone: [1] }))
  reports.tick(3 * gapMs)
  expect(asked).toEqual([[far], []])
  expect(told.slice(2)).toEqual([
    [far, [1], []],
    [near, [1], []],
  ])
})
