import { expect, test } from 'vitest'
import type { LinkReport } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { TrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Link } from './link.ts'
import { maxPassedOn } from './report-relay.ts'
import { ReportWishes } from './report-wishes.ts'

const peer = (number: number) => number.toString(16).padStart(40, '0') as PeerId
const wanted = (...numbers: number[]) => new Set(numbers.map(peer))

/** One that reports links with others, and what it is asked to pass on. */
function reporter(passesOn: boolean, ...others: number[]) {
  const asked: (readonly PeerId[])[] = []
  const sendTracker = (message: TrackerMessage) => void (message.kind === 'pass-on' && asked.push(message.of))
  const link = { speaks: { passesOn }, sendTracker } as unknown as Link
  const reports = new Map(others.map((other, i) => [i, { remote: peer(other) } as LinkReport]))
  return { link, reports, asked }
}

const heard = (...reporters: ReturnType<typeof reporter>[]) => ({ allDirect: () => reporters })

test('each is asked for once, of the same one as long as that reports a link with it', () => {
  const wishes = new ReportWishes()
  const [first, second] = [reporter(true, 1, 2, 2), reporter(true, 1, 3)]
  wishes.ask(wanted(1, 2, 3, 4), heard(first, second))
  wishes.ask(wanted(1, 2, 3, 4), heard(second, first))
  expect([first.asked, second.asked]).toEqual([[[peer(1), peer(2)]], [[peer(3)]]])
  expect([wishes.has(first.link, peer(1)), wishes.has(second.link, peer(1))]).toEqual([true, false])
  first.reports.delete(0)
  wishes.ask(wanted(1, 2, 3), heard(first, second))
  expect([first.asked[1], second.asked[1]]).toEqual([[peer(2)], [peer(1), peer(3)]])
})

test('who is not wanted any more is taken off, and of a link that is over nothing is asked', () => {
  const wishes = new ReportWishes()
  const [first, second] = [reporter(true, 1), reporter(true, 2)]
  wishes.ask(wanted(1, 2), heard(first, second))
  wishes.gone(second.link)
  wishes.ask(wanted(), heard(first))
  wishes.ask(wanted(), heard(first))
  expect([first.asked, second.asked]).toEqual([[[peer(1)], []], [[peer(2)]]])
  expect(wishes.has(first.link, peer(1))).toBe(false)
})

test('who hears no reports is not asked, and of nobody more than it passes on', () => {
  const wishes = new ReportWishes()
  const all = Array.from({ length: 70 }, (_, i) => i)
  const [deaf, first, second] = [reporter(false, ...all), reporter(true, ...all), reporter(true, ...all)]
  wishes.ask(wanted(...all), heard(deaf, first, second))
  expect([deaf, first, second].map(({ asked }) => asked[0]?.length)).toEqual([undefined, maxPassedOn, 20])
})
