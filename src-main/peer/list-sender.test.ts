import { expect, test } from 'vitest'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import { ListSender } from './list-sender.ts'

const peer = (number: number) => number.toString(16).padStart(40, '0') as PeerId

test.each([
  { recipients: 0, gapMs: 0 },
  { recipients: 24, gapMs: 960 },
  { recipients: 50, gapMs: 2_000 },
  { recipients: 1_000, gapMs: 4_000 },
])('$recipients are told how far we are every $gapMs ms, or more seldom', ({ recipients, gapMs }) => {
  const sender = new ListSender(peer(0))
  for (let i = 1; i <= recipients; i++) {
    sender.recipients.met({ remoteId: peer(i), speaks: { hasTracker: true } } as Link)
  }
  expect(sender.statusGapMs).toBe(gapMs)
})
