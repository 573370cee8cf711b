import { expect, test } from 'vitest'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import { Recipients } from './recipients.ts'

const linkTo = (peer: string, hasTracker = true) => ({ remoteId: peer as PeerId, speaks: { hasTracker } }) as Link
const wants = ({ speaks }: Link) => speaks.hasTracker

test('each remote peer is told by one link; when that is over, by another', () => {
  const recipients = new Recipients(wants)
  const [one, two] = [linkTo('a'), linkTo('a')]
  expect([recipients.met(one), recipients.met(two), recipients.met(one)]).toEqual([true, false, false])
  expect([recipients.gone(two, [one]), recipients.gone(one, [two])]).toEqual([false, true])
  expect([...recipients]).toEqual([{ link: two, isTold: false }])
})

test('who wants it no more is told no more', () => {
  const recipients = new Recipients(wants)
  const link = linkTo('a')
  recipients.met(link)
  Object.assign(link.speaks, { hasTracker: false })
  expect(recipients.met(link)).toBe(false)
  expect(recipients.size).toBe(0)
})

test('however many want it, no more than the most are told', () => {
  const recipients = new Recipients(wants, 2)
  const links = ['a', 'b', 'c'].map((peer) => linkTo(peer))
  expect(links.map((link) => recipients.met(link))).toEqual([true, true, false])
  // Those that are told stay so.
  links.map((link) => recipients.met(link))
  expect([...recipients].map(({ link }) => link)).toEqual(links.slice(0, 2))
  recipients.gone(links[0]!, [])
  expect(recipients.met(links[2]!)).toBe(true)
})
