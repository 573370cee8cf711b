import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FeedMessage } from '../../src-shared/bridge.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { reduceAll } from '../../src-shared/swarm/reduce.ts'
import { emptyView, type View } from '../../src-shared/swarm/view.ts'
import {
  allPieces,
  identity,
  infoHash,
  joined,
  linkId,
  listed,
  member,
  moved,
  opened,
  peerId,
  started,
  story,
  unlisted,
} from '../../src-shared/testing/sample-events.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { EventLog } from './event-log.ts'

const me = 'aa'.repeat(20) as PeerId

function watchedLog() {
  const clock = new ManualClock()
  const log = new EventLog(clock)
  const range = { first: 5001, last: 5010 }
  log.observe(me, { type: 'peer-started', uuid: 'u', name: 'P1', agent: 'a', me: true, clientPorts: range })
  return { clock, log, something: () => log.observe(me, { type: 'tracker-running' }) }
}

/** A log of a link, and a screen that looks at it. */
function watchedLink() {
  const clock = new ManualClock()
  const log = new EventLog(clock)
  for (const [observer, fact] of [started(1, true), joined(1), opened(1, 2, 'l1', true)])
    log.observe(peerId(observer), fact)
  const messages: FeedMessage[] = []
  const screen = log.subscribe((message) => messages.push(message))
  return { clock, log, messages, screen }
}

/** What a screen makes of its messages. */
function fold(messages: readonly FeedMessage[]): View {
  return messages.reduce<View>(
    (view, message) => (message.kind === 'view' ? message.view : reduceAll(view, message.events)),
    emptyView,
  )
}

test('a screen gets the view first and then, in batches, exactly what follows', async () => {
  const { clock, log, something } = watchedLog()
  const messages: FeedMessage[] = []
  const subscription = log.subscribe((message) => messages.push(message))
  expect(messages.map((message) => message.kind)).toEqual(['view'])
  subscription.ready()
  for (let i = 0; i < 10; i++) something()
  await clock.advance(33)
  expect(messages[1]).toMatchObject({ kind: 'events', events: { length: 10 } })
  expect(fold(messages)).toEqual(log.view)
})

test('at most 30 batches a second are sent', async () => {
  const { clock, log, something } = watchedLog()
  let batches = 0
  const subscription = log.subscribe(() => {
    batches++
    queueMicrotask(() => subscription.ready())
  })
  for (let ms = 0; ms < 1000; ms++) {
    something()
    await clock.advance(1)
  }
  expect(batches).toBeLessThanOrEqual(32)
})

test('nothing is sent to a screen that has not taken the last message; one far behind gets the view afresh', async () => {
  const { clock, log, something } = watchedLog()
  const messages: FeedMessage[] = []
  const subscription = log.subscribe((message) => messages.push(message))
  for (let i = 0; i < 6_000; i++) something()
  await clock.advance(100)
  expect(messages).toHaveLength(1)
  subscription.ready()
  expect(messages.map((message) => message.kind)).toEqual(['view', 'view'])
  subscription.ready()
  something()
  await clock.advance(100)
  expect(fold(messages)).toEqual(log.view)
})

test('with nobody looking it is folded four times a second, sooner when there is much, and at once when somebody looks', async () => {
  const { clock, log, something } = watchedLog()
  const messages: FeedMessage[] = []
  const folds = () => clock.waiting
  await clock.advance(249)
  expect(folds()).toBe(1)
  await clock.advance(1)
  expect(folds()).toBe(0)
  for (let i = 0; i < 1_000; i++) something()
  await clock.advance(0)
  expect(folds()).toBe(0)
  something()
  log.subscribe((message) => messages.push(message)).ready()
  something()
  await clock.advance(33)
  expect(messages).toMatchObject([{ view: { seq: 1_002 } }, { events: [{ seq: 1_003 }] }])
})

test('one that is slow gets of each link the latest, with all bytes, and one that is stalled the view', async () => {
  const { clock, log, messages, screen } = watchedLink()
  const flood = async (ms: number) => {
    for (let batch = 0; batch < 8; batch++) {
      for (let i = 0; i < 1_000; i++) log.observe(...asObserved(moved(1, 'l1', 10, 1)))
      await clock.advance(ms / 8)
    }
  }
  const takeAll = () => {
    for (let taken = 0; taken < messages.length; ) {
      taken = messages.length
      screen.ready()
    }
  }
  await flood(800)
  takeAll()
  const told = messages.slice(1).map((message) => (message.kind === 'events' ? message.events.length : Number.NaN))
  expect(told.reduce((sum, count) => sum + count)).toBeLessThan(5_000)
  expect(Math.max(...told)).toBe(2_000)
  expect(fold(messages)).toEqual(log.view)
  await flood(4_000)
  takeAll()
  // It was ready for one more.
  expect(messages.slice(1 + told.length).map(({ kind }) => kind)).toEqual(['events', 'view'])
  expect(fold(messages)).toEqual(log.view)
})

test('one that falls behind a little each time is not left further and further behind', async () => {
  const { clock, log, messages, screen } = watchedLink()
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4_000; i++) {
      log.observe(...asObserved(moved(1, 'l1', 10, 1)))
      if (i % 500 === 0) await clock.advance(10)
    }
    screen.ready()
  }
  await clock.advance(300)
  // Without leaving any out, 20,000 would wait by now.
  for (let more = 0; more < 4; more++) screen.ready()
  expect(fold(messages)).toEqual(log.view)
})

test('batches that cost much come so seldom that they take little of the time', () => {
  let now = 0
  const waits: number[] = []
  const due: (() => void)[] = []
  const after = (ms: number, run: () => void) => {
    waits.push(ms)
    due.push(run)
    return () => undefined
  }
  const log = new EventLog({ nowMs: () => now, after })
  // Handing a batch over takes so long.
  const screen = log.subscribe(() => {
    now += 5
  })
  for (let batch = 0; batch < 30; batch++) {
    screen.ready()
    log.observe(me, { type: 'tracker-running' })
    due.pop()?.()
  }
  expect(waits[0]).toBe(33)
  expect(waits[1]).toBeCloseTo(50)
  expect(waits.at(-1)).toBeGreaterThan(240)
  expect(Math.max(...waits)).toBeLessThanOrEqual(250)
  screen.ready()
  log.hurry()
  log.observe(me, { type: 'tracker-running' })
  expect(waits.at(-1)).toBe(33)
})

test('with no screen that can take more it is folded as seldom as with nobody looking, and at once when one can again', async () => {
  const { clock, log, something } = watchedLog()
  const messages: FeedMessage[] = []
  const stalled = log.subscribe((message) => messages.push(message))
  something()
  await clock.advance(249)
  expect(clock.waiting).toBe(1)
  await clock.advance(1)
  expect(clock.waiting).toBe(0)
  something()
  stalled.ready()
  expect(messages).toMatchObject([{ kind: 'view' }, { events: [{ seq: 2 }] }])
  await clock.advance(40)
  stalled.ready()
  await clock.advance(0)
  expect(messages.slice(2)).toMatchObject([{ events: [{ seq: 3 }] }])
  something()
  await clock.advance(10)
  stalled.ready()
  await clock.advance(22)
  expect(messages).toHaveLength(3)
  await clock.advance(1)
  expect(messages.slice(3)).toMatchObject([{ events: [{ seq: 4 }] }])
})

test('a screen that is gone hears nothing more', async () => {
  const { clock, log, something } = watchedLog()
  let count = 0
  const subscription = log.subscribe(() => count++)
  subscription.end()
  subscription.ready()
  something()
  await clock.advance(100)
  expect(count).toBe(1)
})

test('of a flood, what the next of its kind tells again is dropped and counted', async () => {
  const { clock, log, something } = watchedLog()
  for (let i = 0; i < 5_000; i++) something()
  for (let i = 0; i < 10; i++) log.observe(me, { type: 'routing-table', count: i, entries: [] })
  log.observe(me, { type: 'peer-stopped', reason: { code: 'stopped' } })
  await clock.advance(100)
  // One that started the peer and one that counts what was dropped are among them.
  expect(log.view).toMatchObject({ droppedEvents: 10, seq: 5_003 })
  expect(log.view.peers[me]).toMatchObject({ running: false })
})

type Seen = readonly [observer: number, fact: SwarmFact]

function asObserved([observer, fact]: Seen): [PeerId, SwarmFact] {
  return [peerId(observer), fact]
}

/** What others tell of peer `number` that shows in nothing but numbers and bars. */
const said = (number: number): SwarmFact[] => [
  { type: 'member-updated', infoHash, member: member(number, 'peer', 3) },
  { type: 'link-identified', link: linkId('l'), infoHash, remote: { ...identity(number), name: 'Other' } },
  { type: 'remote-haves', infoHash, peer: peerId(number), indices: [0, 4] },
  { type: 'remote-pieces', infoHash, peer: peerId(number), pieces: allPieces },
]

const left: SwarmFact = { type: 'peer-stopped', reason: { code: 'left' } }

test('what others tell of a peer that runs here is left out, of every other peer it is told', async () => {
  const clock = new ManualClock()
  const log = new EventLog(clock)
  const told: string[] = []
  const observe = ([observer, fact]: Seen) => log.observe(peerId(observer), fact)
  for (const each of [started(1, true), started(2), joined(1), joined(2), listed(1, 2), listed(1, 3)]) observe(each)
  const subscription = log.subscribe((message) => {
    if (message.kind === 'events') told.push(...message.events.map(({ type }) => type))
  })
  subscription.ready()
  const everything = said(1).map(({ type }) => type)
  for (const [news, expected] of [
    [said(2), []],
    [said(3), everything],
    [[], ['peer-stopped']],
    [said(2), everything],
  ] as const) {
    told.length = 0
    if (expected[0] === 'peer-stopped') observe([2, left])
    for (const fact of news) observe([1, fact])
    await clock.advance(33)
    subscription.ready()
    expect(told).toEqual(expected)
  }
})

test('what is left out would have changed nothing, and what was shown stays as it was, whatever happens', () => {
  const number = fc.integer({ min: 1, max: 3 })
  const link = fc.constantFrom('l', 'm', 'n')
  const about = fc.oneof(
    number.map((observer) => started(observer, observer === 1)),
    number.map((observer): Seen => [observer, left]),
    number.map((observer) => joined(observer)),
    fc.tuple(number, number).map(([observer, remote]) => listed(observer, remote)),
    fc.tuple(number, number).map(([observer, remote]) => unlisted(observer, remote)),
    fc.tuple(number, number, link).map(([observer, remote, id]) => opened(observer, remote, id, true)),
    fc.tuple(number, link).map(([observer, id]): Seen => {
      return [observer, { type: 'link-closed', link: linkId(id), reason: { code: 'closed' } }]
    }),
    fc.tuple(number, number, fc.nat(3)).map(([observer, remote, at]): Seen => [observer, said(remote)[at]!]),
  )
  const apartFromNumbers = ({ log, ...view }: View) => {
    const lines = log.map(({ seq, ...line }) => line)
    return { ...view, log: lines, seq: 0 }
  }
  fc.assert(
    fc.property(fc.array(about, { maxLength: 60, size: 'max' }), (all) => {
      const facts: Seen[] = [started(1, true), started(2), joined(1), joined(2), ...all]
      const log = new EventLog(new ManualClock())
      const shown: { readonly view: View; readonly text: string }[] = []
      for (const [i, [observer, fact]] of facts.entries()) {
        log.observe(peerId(observer), fact)
        if (i % 7 === 0) shown.push({ view: log.view, text: JSON.stringify(log.view) })
      }
      for (const { view, text } of shown) expect(JSON.stringify(view)).toBe(text)
      const nowMs = new ManualClock().nowMs()
      const whole = reduceAll(
        emptyView,
        story(...facts).map((event) => ({ ...event, atMs: nowMs })),
      )
      expect(apartFromNumbers(log.view)).toEqual(apartFromNumbers(whole))
    }),
  )
})
