import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  closed,
  flags,
  infoHash,
  joined,
  listed,
  member,
  moved,
  opened,
  started,
  story,
} from '../testing/sample-events.ts'
import type { SwarmFact } from './events.ts'
import { latestEvents } from './latest-events.ts'
import { reduceAll } from './reduce.ts'
import { emptyView } from './view.ts'

type Told = readonly [observer: number, fact: SwarmFact]

const beginning = [started(1, true), joined(1), listed(1, 2), opened(1, 2, 'l0', true), opened(1, 2, 'l1', false)]
const bytes = fc.integer({ min: 0, max: 1000 })
const link = fc.constantFrom('l0', 'l1')
const told: fc.Arbitrary<Told> = fc.oneof(
  fc.tuple(link, bytes, bytes).map(([name, down, up]) => moved(1, name, down, up)),
  fc.tuple(link, fc.boolean()).map(([name, choking]) => flags(1, name, [choking, true], [false, true])),
  fc.constant<Told>([1, { type: 'member-updated', infoHash, member: member(2) }]),
  fc.integer({ min: 0, max: 9 }).map((count): Told => [1, { type: 'routing-table', count, entries: [] }]),
)

/** Nobody ever has fewer pieces than before. */
function growing(all: readonly Told[]): Told[] {
  let haveCount = 0
  return all.map(([observer, fact]) => {
    if (fact.type !== 'member-updated') return [observer, fact]
    return [observer, { ...fact, member: member(2, 'peer', ++haveCount) }]
  })
}

/** Nothing comes over a link that is closed. */
function isNotOfL1([, fact]: Told): boolean {
  return !('link' in fact && fact.link === 'l1')
}

it('leaves the view what it is after all of them', () => {
  fc.assert(
    fc.property(fc.array(told), fc.boolean(), fc.array(told), (before, closes, after) => {
      const all = story(
        ...beginning,
        ...growing([...before, ...(closes ? [closed(1, 'l1'), ...after.filter(isNotOfL1)] : after)]),
      )
      const first = reduceAll(emptyView, all.slice(0, beginning.length))
      const rest = all.slice(beginning.length)
      const { seq, atMs, ...view } = reduceAll(first, latestEvents(rest))
      expect(view).toEqual((({ seq: _seq, atMs: _atMs, ...whole }) => whole)(reduceAll(first, rest)))
    }),
  )
})

it('keeps of each link one, with the bytes of those before', () => {
  const events = story(
    moved(1, 'l0', 1, 2),
    moved(1, 'l1', 5, 5),
    flags(1, 'l0', [true, true], [true, true]),
    moved(1, 'l0', 10, 20),
  )
  const latest = latestEvents(events)
  expect(latest.map(({ seq }) => seq)).toEqual([events[1]?.seq, events[2]?.seq, events[3]?.seq])
  expect(latest[2]).toMatchObject({ downBytes: 11, upBytes: 22, downBytesPerSec: 20 })
})
