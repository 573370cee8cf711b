import { expect, test } from 'vitest'
import { messageTable } from '../../src-shared/wire/message-table.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import type { BlockRequest } from './core/piece-download.ts'
import { Throttle } from './throttle.ts'
import { Uploader } from './uploader.ts'

const blockBytes = 16 * 1024
const headerBytes = 13
const request = (piece: number): BlockRequest => ({ piece, begin: 0, length: blockBytes })

/** An uploader with its requests, what it wrote and when, and what it read. */
function serve(clock: ManualClock, limits: readonly Throttle[], pieces: readonly number[]) {
  const wrote: { atMs: number; bytes: Uint8Array }[] = []
  const queue = pieces.map(request)
  const [read, gone, failed]: [number[], number[], unknown[]] = [[], [], []]
  const state = { hasRoom: true, metered: 0, isBroken: false, spoiled: false }
  const uploader = new Uploader({
    queue,
    limits,
    read: async ({ piece, length }) => {
      read.push(piece)
      if (state.isBroken) throw new Error('disk')
      return new Uint8Array(length).fill(piece)
    },
    write: (bytes) => {
      wrote.push({ atMs: clock.nowMs(), bytes })
      return state.hasRoom
    },
    metered: (bytes) => {
      state.metered += bytes
    },
    spoil: ({ piece }, block) => {
      gone.push(piece)
      return state.spoiled ? block.map((byte) => byte ^ 0xff) : block
    },
    failed: (error) => failed.push(error),
  })
  uploader.pump()
  const total = () => wrote.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return { uploader, queue, wrote, read, gone, failed, state, total }
}

test('without a limit each block goes whole, its header first, in the order asked for', async () => {
  const clock = new ManualClock()
  const { wrote, gone, state } = serve(clock, [new Throttle(clock, null)], [4, 5])
  await clock.advance(0)
  expect(wrote.map(({ bytes }) => bytes.length)).toEqual([headerBytes, blockBytes, headerBytes, blockBytes])
  expect([wrote[1]?.bytes[0], wrote[3]?.bytes[0]]).toEqual([4, 5])
  expect(gone).toEqual([4, 5])
  expect(state.metered).toBe(2 * blockBytes)
})

test('at 16 KiB/s a block goes out evenly, kibibyte by kibibyte', async () => {
  const clock = new ManualClock()
  const { wrote, state } = serve(clock, [new Throttle(clock, null), new Throttle(clock, blockBytes)], [1, 2])
  await clock.advance(1_000)
  expect(Math.abs(state.metered / blockBytes - 1)).toBeLessThan(0.13)
  const slices = wrote.slice(1, 17)
  expect(slices.every(({ bytes }) => bytes.length === 1024)).toBe(true)
  for (const [index, { atMs }] of slices.entries()) expect(Math.abs(atMs - index * 62.5)).toBeLessThan(70)
})

test('a message waits for the end of the block that is going, and goes before the next', async () => {
  const clock = new ManualClock()
  const { uploader, wrote } = serve(clock, [new Throttle(clock, blockBytes)], [1, 2])
  await clock.advance(500)
  uploader.send(Uint8Array.of(99))
  expect(uploader.behindBytes).toBe(1)
  await clock.advance(1_000)
  const stream = Buffer.concat(wrote.map(({ bytes }) => bytes))
  expect(stream.indexOf(99)).toBe(headerBytes + blockBytes)
  expect(uploader.behindBytes).toBe(0)
  expect(stream[headerBytes + blockBytes + 1 + 4]).toBe(messageTable.piece.id)
})

test('between blocks a message goes at once', () => {
  const { uploader, wrote } = serve(new ManualClock(), [], [])
  uploader.send(Uint8Array.of(99))
  expect(wrote).toHaveLength(1)
})

test('what is cancelled while it waits for the limit is neither read nor sent', async () => {
  const clock = new ManualClock()
  const { queue, read, gone } = serve(clock, [new Throttle(clock, blockBytes)], [1, 2, 3])
  await clock.advance(500)
  queue.shift()
  await clock.advance(2_000)
  expect(read).toEqual([1, 3])
  expect(gone).toEqual([1, 3])
})

test('what is cancelled while it is being read is not sent', async () => {
  const clock = new ManualClock()
  const { queue, read, gone } = serve(clock, [], [1, 2])
  while (read.length === 0) await Promise.resolve()
  queue.shift()
  await clock.advance(0)
  expect(read).toEqual([1, 2])
  expect(gone).toEqual([2])
})

test('a full socket holds everything up until it has room', async () => {
  const clock = new ManualClock()
  const { uploader, state, total } = serve(clock, [], [1, 2])
  state.hasRoom = false
  await clock.advance(100)
  expect(total()).toBe(headerBytes + blockBytes)
  state.hasRoom = true
  uploader.drained()
  await clock.advance(0)
  expect(total()).toBe(2 * (headerBytes + blockBytes))
})

test('finished, it sends the rest of the block and what waits behind it, and nothing more', async () => {
  const clock = new ManualClock()
  const { uploader, total } = serve(clock, [new Throttle(clock, blockBytes)], [1, 2])
  await clock.advance(500)
  uploader.send(Uint8Array.of(99))
  uploader.finish()
  expect(total()).toBe(headerBytes + blockBytes + 1)
  await clock.advance(5_000)
  expect(total()).toBe(headerBytes + blockBytes + 1)
  expect(clock.waiting).toBe(0)
})

test('stopped in the middle of a block, it sends nothing more', async () => {
  const clock = new ManualClock()
  const { uploader, total } = serve(clock, [new Throttle(clock, blockBytes)], [1])
  await clock.advance(500)
  const before = total()
  uploader.stop()
  await clock.advance(5_000)
  expect(total()).toBe(before)
  expect(clock.waiting).toBe(0)
})

test('a disk that fails is told, and the next request is tried', async () => {
  const clock = new ManualClock()
  const { uploader, state, queue, failed, gone } = serve(clock, [], [1])
  state.isBroken = true
  await clock.advance(0)
  expect(failed).toHaveLength(1)
  expect(gone).toEqual([])
  state.isBroken = false
  queue.splice(0, 1, request(2))
  uploader.pump()
  await clock.advance(0)
  expect(gone).toEqual([2])
})

test('a spoilt block goes out changed', async () => {
  const clock = new ManualClock()
  const { wrote, state } = serve(clock, [], [1])
  state.spoiled = true
  await clock.advance(0)
  expect(wrote[1]?.bytes[0]).toBe(0xfe)
})

test('links of one peer share its limit evenly', async () => {
  const clock = new ManualClock()
  const peer = new Throttle(clock, 4 * blockBytes)
  const many = Array.from({ length: 200 }, (_, piece) => piece)
  const links = [null, 10 * blockBytes, 20 * blockBytes].map((own) =>
    serve(clock, [new Throttle(clock, own), peer], many),
  )
  await clock.advance(5_000)
  const shares = links.map(({ state }) => state.metered)
  expect(Math.abs(shares.reduce((a, b) => a + b) / (20 * blockBytes) - 1)).toBeLessThan(0.05)
  for (const share of shares) expect(Math.abs((share * 3) / (20 * blockBytes) - 1)).toBeLessThan(0.1)
  for (const { uploader } of links) uploader.stop()
})
