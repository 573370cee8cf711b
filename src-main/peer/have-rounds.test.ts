import { expect, test } from 'vitest'
import type { RemoteIdentity } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { noFaults } from '../../src-shared/swarm/view.ts'
import { Bitfield } from '../../src-shared/wire/bitfield.ts'
import { FrameReader } from '../../src-shared/wire/frame-reader.ts'
import { decodeMessage, maxFrameLength } from '../../src-shared/wire/message-table.ts'
import type { FaultyConnection } from '../net/faulty-connection.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { HaveRounds } from './have-rounds.ts'
import { LinkSet } from './link-set.ts'

const pieceCount = 40
const tickMs = 250

let count = 0

/** A link to a remote that has these pieces; `ours`: it is of our own kind; `lab`: of the course, and who dialled. */
function linkTo(
  pieces: readonly number[] | 'all',
  ours = false,
  lab?: { id: string; dialled: boolean; profile?: 'lab' | 'other' },
) {
  const remotePieces = pieces === 'all' ? Bitfield.full(pieceCount) : Bitfield.empty(pieceCount)
  if (pieces !== 'all') for (const piece of pieces) remotePieces.set(piece)
  const heard: number[][] = []
  const uploadOnly: boolean[] = []
  return {
    remoteId: `${ours ? '2d5353' : '2d5858'}${lab?.id ?? count++}` as PeerId,
    remote: { lab: lab !== undefined && lab.profile !== 'other' } as RemoteIdentity,
    dialled: lab?.dialled ?? false,
    faulty: { faults: { ...noFaults } } as FaultyConnection,
    remotePieces,
    heard,
    toldAll: 0,
    uploadOnly,
    tellHaves(bytes: Uint8Array) {
      const told: number[] = []
      new FrameReader({ maxFrameLength }).push(bytes, (frame, start, end) => {
        const message = decodeMessage(frame, start, end)
        told.push(message.name === 'have' ? message.piece : expect.unreachable())
      })
      heard.push(told)
    },
    tellAllPieces() {
      this.toldAll++
    },
    setUploadOnly(isComplete: boolean) {
      if (isComplete !== (uploadOnly.at(-1) ?? false)) uploadOnly.push(isComplete)
    },
  }
}

function roundsOf(...links: ReturnType<typeof linkTo>[]) {
  const clock = new ManualClock()
  const all = new LinkSet<(typeof links)[number]>()
  for (const link of links) all.add(link)
  return { clock, all, rounds: new HaveRounds(all, clock, false) }
}

test('pieces that come fast go in one message to each that lacks one of them', async () => {
  const [lacksAll, lacksOne] = [linkTo([]), linkTo([1])]
  const { clock, rounds } = roundsOf(lacksAll, lacksOne)
  for (const piece of [1, 2]) rounds.verified(piece)
  await clock.advance(19)
  expect(lacksAll.heard).toEqual([])
  await clock.advance(1)
  expect([lacksAll.heard, lacksOne.heard]).toEqual([[[1, 2]], [[1, 2]]])
  rounds.verified(3)
  await clock.advance(35)
  expect(lacksAll.heard[1]).toEqual([3])
})

test('who lacks none of them hears later, of all at once; our own kind at once', async () => {
  const [seeder, some, ours] = [linkTo('all'), linkTo([1, 2]), linkTo('all', true)]
  const { clock, rounds } = roundsOf(seeder, some, ours)
  for (const piece of [1, 2]) {
    rounds.verified(piece)
    await clock.advance(20)
  }
  expect([seeder.heard, some.heard, ours.heard]).toEqual([[], [], [[1], [2]]])
  rounds.tick()
  rounds.tick()
  expect([seeder.heard, some.heard]).toEqual([[[1, 2]], [[1, 2]]])
  rounds.verified(3)
  await clock.advance(20)
  expect([seeder.heard.length, some.heard[1]]).toEqual([1, [3]])
  rounds.tick()
  expect(seeder.heard[1]).toEqual([3])
})

test('who was behind and lacks a piece that is new hears of all that it missed', async () => {
  const link = linkTo([1])
  const { clock, rounds } = roundsOf(link)
  rounds.verified(1)
  await clock.advance(20)
  rounds.verified(2)
  await clock.advance(20)
  expect(link.heard).toEqual([[1, 2]])
  rounds.tick()
  expect(link.heard).toHaveLength(1)
})

test('who dialled us, as we dialled it, hears over its own link, and over ours once that is gone', async () => {
  const [ours, theirs] = [linkTo([], true, { id: 'a', dialled: true }), linkTo([], true, { id: 'a', dialled: false })]
  const single = linkTo([], true, { id: 'b', dialled: true })
  const { clock, all, rounds } = roundsOf(ours, theirs, single)
  rounds.verified(1)
  await clock.advance(20)
  expect([ours.heard, theirs.heard, single.heard]).toEqual([[], [[1]], [[1]]])
  rounds.completed(true)
  expect([ours.uploadOnly, theirs.uploadOnly]).toEqual([[true], [true]])
  all.delete(theirs)
  rounds.gone(theirs)
  expect([ours.toldAll, ours.heard]).toEqual([1, []])
  rounds.verified(2)
  await clock.advance(1_000)
  expect(ours.heard).toEqual([[2]])
  all.delete(single)
  rounds.gone(single)
  expect([ours.toldAll, theirs.toldAll, single.toldAll]).toEqual([1, 0, 0])
})

test('who dialled us hears over our link while its own is frozen, of all that it missed first', async () => {
  const [ours, theirs] = [linkTo([], true, { id: 'a', dialled: true }), linkTo([], true, { id: 'a', dialled: false })]
  const { clock, rounds } = roundsOf(ours, theirs)
  rounds.verified(1)
  await clock.advance(100)
  Object.assign(theirs.faulty.faults, { frozen: true })
  rounds.verified(2)
  await clock.advance(100)
  expect([ours.toldAll, ours.heard]).toEqual([1, []])
  rounds.verified(3)
  await clock.advance(100)
  expect([ours.toldAll, ours.heard]).toEqual([1, [[3]]])
})

test('two of our own kind that follow other rules hear over both links', async () => {
  const links = [true, false].map((dialled) => linkTo([], true, { id: 'a', dialled, profile: 'other' }))
  const { clock, rounds } = roundsOf(...links)
  rounds.verified(1)
  await clock.advance(20)
  expect(links.map(({ heard }) => heard)).toEqual([[[1]], [[1]]])
})

test('of thousands that can wait some have their turn with each tick, and each has heard of everything in the end', async () => {
  const links = Array.from({ length: 4_000 }, () => linkTo('all'))
  const { clock, all, rounds } = roundsOf(...links)
  const toldBy = () => links.filter(({ heard }) => heard.length > 0).length
  rounds.verified(0)
  await clock.advance(20)
  rounds.tick()
  expect(toldBy()).toBe(100)
  const [gone] = links.slice(-1)
  all.delete(gone!)
  rounds.gone(gone!)
  for (let tick = 1; tick < pieceCount; tick++) {
    await clock.advance(tickMs)
    rounds.verified(tick)
    if (tick === 7) all.add(linkTo('all'))
    rounds.tick()
  }
  await clock.advance(tickMs)
  for (let tick = 0; tick < 400; tick++) rounds.tick()
  const everything = Array.from({ length: pieceCount }, (_, piece) => piece)
  for (const link of links) expect(link.heard.flat()).toEqual(link === gone ? [] : everything)
  const [late] = [...all].slice(-1)
  expect(late!.heard.flat()).toEqual(everything.slice(7))
})

test.each([
  { links: 2, gapMs: 20 },
  { links: 24, gapMs: 363 },
  { links: 1_000, gapMs: 620 },
])('told to $links, pieces go together for $gapMs ms', async ({ links: count, gapMs }) => {
  const links = Array.from({ length: count }, () => linkTo([]))
  const { clock, rounds } = roundsOf(...links)
  const toldAtMs: number[] = []
  for (let ms = 1; ms <= 2_000; ms++) {
    if (ms % 10 === 1) rounds.verified(0)
    await clock.advance(1)
    if (links[0]!.heard.length > toldAtMs.length) toldAtMs.push(ms)
  }
  expect(toldAtMs[0]).toBe(20)
  for (let i = 1; i < toldAtMs.length; i++) {
    const sinceMs = toldAtMs[i]! - toldAtMs[i - 1]!
    expect(sinceMs).toBeGreaterThanOrEqual(gapMs)
    expect(sinceMs).toBeLessThanOrEqual(gapMs + 11)
  }
  expect(toldAtMs.length).toBeGreaterThan(2)
})

test('that we want nothing more goes behind the haves and is as urgent; that we want more again is known at once', async () => {
  const [seeder, lacking] = [linkTo('all'), linkTo([])]
  const { clock, rounds } = roundsOf(seeder, lacking)
  rounds.verified(5)
  rounds.completed(true)
  expect([lacking.heard, lacking.uploadOnly, seeder.uploadOnly]).toEqual([[[5]], [true], []])
  rounds.tick()
  expect([seeder.heard, seeder.uploadOnly]).toEqual([[[5]], [true]])
  rounds.completed(false)
  rounds.completed(true)
  expect([lacking.uploadOnly, seeder.uploadOnly]).toEqual([
    [true, false, true],
    [true, false],
  ])
  rounds.tick()
  await clock.advance(1_000)
  expect([clock.waiting, lacking.heard, seeder.heard, seeder.uploadOnly.at(-1)]).toEqual([0, [[5]], [[5]], true])
})

test('stopped, it waits for nothing', () => {
  const { clock, rounds } = roundsOf(linkTo([]))
  rounds.verified(1)
  rounds.stop()
  expect(clock.waiting).toBe(0)
})
