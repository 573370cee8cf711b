import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader } from '../../src-shared/wire/frame-reader.ts'
import {
  decodeMessage,
  encodeMessage,
  type Message,
  maxFrameLength,
  messageTable,
} from '../../src-shared/wire/message-table.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import type { BlockRequest } from './core/piece-download.ts'
import { Outlet } from './outlet.ts'
import { Throttle } from './throttle.ts'
import { Uploader } from './uploader.ts'

const blockBytes = 16 * 1024
const headerBytes = 13
const pieceBytes = 6 * blockBytes
const request = (piece: number): BlockRequest => ({ piece, begin: 0, length: blockBytes })

/** What all bytes of a block are. */
const byteOf = (piece: number, begin: number) => (piece + (16 * begin) / blockBytes) & 0xff

/** An uploader with its requests, what it wrote and when, and what it read. */
function serve(clock: ManualClock, limits: readonly Throttle[], requests: readonly (number | BlockRequest)[]) {
  const wrote: { atMs: number; bytes: Uint8Array; onSent: () => void }[] = []
  const queue = requests.map((one) => (typeof one === 'number' ? request(one) : one))
  const [read, gone, failed]: [number[], number[], unknown[]] = [[], [], []]
  const state = { hasRoom: true, metered: 0, isBroken: false, spoiled: false, onRead: () => {} }
  const outlet = new Outlet((bytes, onSent = () => undefined) => {
    wrote.push({ atMs: clock.nowMs(), bytes: bytes.slice(), onSent })
    if (state.hasRoom) queueMicrotask(onSent)
  })
  const uploader = new Uploader({
    queue,
    pieceLengthAt: () => pieceBytes,
    outlet,
    limits,
    read: async (piece, begin, targets) => {
      read.push(piece)
      state.onRead()
      if (state.isBroken) throw new Error('disk')
      let [at, from] = [piece, begin]
      for (const target of targets) {
        target.fill(byteOf(at, from))
        from += target.length
        if (from === pieceBytes) [at, from] = [at + 1, 0]
      }
    },
    metered: (bytes) => {
      expect(bytes).toBeGreaterThan(0)
      state.metered += bytes
    },
    spoil: ({ piece }, block) => {
      gone.push(piece)
      if (state.spoiled) block.fill(0xff)
    },
    failed: (error) => failed.push(error),
  })
  uploader.pump()
  const total = () => wrote.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return { uploader, outlet, queue, wrote, read, gone, failed, state, total }
}

test('a piece and the next are read at once where blocks follow one another, and only there', async () => {
  const clock = new ManualClock()
  const block = (piece: number, index: number) => ({ piece, begin: index * blockBytes, length: blockBytes })
  const { read, wrote } = serve(
    clock,
    [],
    [block(2, 5), block(3, 0), block(5, 0), block(6, 0), block(7, 5), block(8, 1)],
  )
  await clock.advance(0)
  expect(read).toEqual([2, 5, 6, 7, 8])
  expect(wrote).toHaveLength(1)
})

test('a run that does not fit into a turn has one of its own', async () => {
  const clock = new ManualClock()
  const run = (piece: number, blocks: number) =>
    Array.from({ length: blocks }, (_, index) => ({
      piece: piece + Math.floor(index / 6),
      begin: (index % 6) * blockBytes,
      length: blockBytes,
    }))
  const { read, queue } = serve(clock, [], [...run(0, 20), ...run(10, 60), ...run(30, 4)])
  await clock.advance(0)
  expect(read).toEqual([0, 10, 30])
  expect(queue).toEqual([])
})

test('without a limit blocks go together, each with its header first, in the order asked for', async () => {
  const clock = new ManualClock()
  const { wrote, gone, read, state } = serve(clock, [new Throttle(clock, null)], [4, 5])
  await clock.advance(0)
  expect(wrote.map(({ bytes }) => bytes.length)).toEqual([2 * (headerBytes + blockBytes)])
  expect([wrote[0]?.bytes[headerBytes], wrote[0]?.bytes[2 * headerBytes + blockBytes]]).toEqual([4, 5])
  expect(read).toEqual([4, 5])
  expect(gone).toEqual([4, 5])
  expect(state.metered).toBe(2 * blockBytes)
})

test('blocks that follow one another are read at once and sent at once, and the last may be short', async () => {
  const clock = new ManualClock()
  const run = [0, 1, 2].map((block) => ({ piece: 7, begin: block * blockBytes, length: block < 2 ? blockBytes : 100 }))
  const { wrote, read, queue } = serve(clock, [], [...run, { piece: 7, begin: 0, length: blockBytes }])
  await clock.advance(0)
  expect(read).toEqual([7, 7])
  expect(wrote.map(({ bytes }) => bytes.length)).toEqual([
    3 * headerBytes + 2 * blockBytes + 100,
    headerBytes + blockBytes,
  ])
  const messages: Message[] = []
  new FrameReader({ maxFrameLength }).push(wrote[0]!.bytes, (...frame) => messages.push(decodeMessage(...frame)))
  expect(messages.map((message) => ({ ...message, block: null }))).toEqual(
    run.map(({ piece, begin }) => ({ name: 'piece', piece, begin, block: null })),
  )
  expect(queue).toEqual([])
})

const anyRequest = fc.record({
  piece: fc.nat(3),
  begin: fc.nat(5).map((block) => block * blockBytes),
  // Mostly whole blocks, so that many follow one another.
  length: fc.oneof({ weight: 5, arbitrary: fc.constant(blockBytes) }, fc.integer({ min: 1, max: blockBytes })),
})

test('whatever is asked for, and however slow: each block once, in order, and with its own bytes', async () => {
  const property = fc.asyncProperty(
    fc.array(anyRequest, { maxLength: 100 }),
    fc.option(fc.integer({ min: 10, max: 1_000 }).map((blocks) => blocks * blockBytes)),
    async (requests, limit) => {
      const clock = new ManualClock()
      const { wrote, queue } = serve(clock, [new Throttle(clock, limit)], requests)
      await clock.advance(20_000)
      const messages = requests.map(({ piece, begin, length }) => {
        return encodeMessage({ name: 'piece', piece, begin, block: new Uint8Array(length).fill(byteOf(piece, begin)) })
      })
      expect(Buffer.compare(Buffer.concat(wrote.map(({ bytes }) => bytes)), Buffer.concat(messages))).toBe(0)
      expect(queue).toEqual([])
    },
  )
  await fc.assert(property, { numRuns: 50 })
})

test('a limit lets go as much at once as it lets go in 40 ms', async () => {
  const clock = new ManualClock()
  const many = Array.from({ length: 240 }, (_, block) => ({ piece: 0, begin: block * blockBytes, length: blockBytes }))
  const { wrote, state } = serve(clock, [new Throttle(clock, 300 * blockBytes)], many)
  await clock.advance(500)
  expect(wrote.every(({ bytes }) => bytes.length === 12 * (headerBytes + blockBytes))).toBe(true)
  expect(state.metered / blockBytes).toBeGreaterThanOrEqual(150)
  expect(state.metered / blockBytes).toBeLessThanOrEqual(170)
})

test('at 16 KiB/s a block goes out evenly, kibibyte by kibibyte', async () => {
  const clock = new ManualClock()
  const { wrote, state } = serve(clock, [new Throttle(clock, null), new Throttle(clock, blockBytes)], [1, 2])
  await clock.advance(1_000)
  expect(Math.abs(state.metered / blockBytes - 1)).toBeLessThan(0.13)
  const slices = wrote.slice(1, 16)
  expect(wrote[0]?.bytes).toHaveLength(headerBytes + 1024)
  expect(slices.every(({ bytes }) => bytes.length === 1024)).toBe(true)
  for (const [index, { atMs }] of slices.entries()) expect(Math.abs(atMs - (index + 1) * 62.5)).toBeLessThan(70)
})

test('a message waits for the end of the block that is going, and goes before the next', async () => {
  const clock = new ManualClock()
  const { outlet, wrote } = serve(clock, [new Throttle(clock, blockBytes)], [1, 2])
  await clock.advance(500)
  outlet.send({ name: 'choke' })
  await clock.advance(0)
  expect(outlet.waitingBytes).toBe(5)
  await clock.advance(1_000)
  const stream = Buffer.concat(wrote.map(({ bytes }) => bytes))
  expect(stream[headerBytes + blockBytes + 4]).toBe(messageTable.choke.id)
  expect(outlet.waitingBytes).toBe(0)
  expect(stream[headerBytes + blockBytes + 5 + 4]).toBe(messageTable.piece.id)
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

test('a block that is cancelled while others are read with it is left out, and they go', async () => {
  const clock = new ManualClock()
  const { queue, read, gone } = serve(clock, [], [1, 2, 3, 4])
  while (read.length === 0) await Promise.resolve()
  queue.splice(2, 1)
  await clock.advance(0)
  expect(gone).toEqual([1, 2, 4])
  expect(read).toEqual([1, 2, 3, 4])
})

test('what a limit lets go in 200 ms is read at once, and what is cancelled until its turn comes does not go', async () => {
  const clock = new ManualClock()
  const run = Array.from({ length: 30 }, (_, i) => ({
    piece: i < 15 ? 1 : 2,
    begin: (i % 15) * blockBytes,
    length: blockBytes,
  }))
  const { queue, wrote, read, state } = serve(clock, [new Throttle(clock, 100 * blockBytes)], run)
  await clock.advance(55)
  // What the first 80 ms let go goes at once: 50 ms of it were not used before.
  expect(state.metered / blockBytes).toBeGreaterThan(5)
  expect(read).toEqual([1, 2])
  queue.splice(2, 1)
  await clock.advance(2_000)
  expect(read).toEqual([1, 2, 2])
  expect(state.metered).toBe(29 * blockBytes)
  expect(Math.max(...wrote.map(({ bytes }) => bytes.length))).toBe(4 * (headerBytes + blockBytes))
})

test('who asks and cancels again and again makes us read no more than the limit lets go', async () => {
  const clock = new ManualClock()
  const { queue, read, gone, state } = serve(clock, [new Throttle(clock, 10 * blockBytes)], [0])
  state.onRead = () => {
    if (read.length < 1_000) queue.splice(0, 1, request(read.length))
  }
  await clock.advance(10_000)
  expect(gone).toEqual([])
  expect(read.length).toBeGreaterThan(50)
  expect(read.length).toBeLessThanOrEqual(120)
})

test('what was read in vain is paid for before a slower limit lets a block go in slices', async () => {
  const clock = new ManualClock()
  const limit = new Throttle(clock, 100 * blockBytes)
  const run = Array.from({ length: 12 }, (_, i) => ({ piece: 1, begin: i * blockBytes, length: blockBytes }))
  const { queue, state, failed } = serve(clock, [limit], run)
  await clock.advance(15)
  const before = state.metered
  limit.bytesPerSec = blockBytes
  queue.splice(0, 3)
  await clock.advance(2_000)
  expect(failed).toEqual([])
  expect(state.metered - before).toBeLessThanOrEqual(blockBytes)
  await clock.advance(20_000)
  expect(queue).toEqual([])
})

test('eight places are read at once, and while two writes are not sent, nothing more', async () => {
  const clock = new ManualClock()
  const places = Array.from({ length: 20 }, (_, piece) => piece)
  const { wrote, read, state, total } = serve(clock, [], places)
  state.hasRoom = false
  await clock.advance(100)
  expect([total(), read]).toEqual([16 * (headerBytes + blockBytes), places.slice(0, 16)])
  expect(wrote).toHaveLength(2)
  wrote[0]?.onSent()
  await clock.advance(0)
  expect(total()).toBe(20 * (headerBytes + blockBytes))
})

test('finished, the rest of the block goes and what waits behind it, and nothing more', async () => {
  const clock = new ManualClock()
  const { uploader, outlet, total } = serve(clock, [new Throttle(clock, blockBytes)], [1, 2])
  await clock.advance(500)
  outlet.send({ name: 'choke' })
  uploader.stop()
  outlet.finish()
  expect(total()).toBe(headerBytes + blockBytes + 5)
  await clock.advance(5_000)
  expect(total()).toBe(headerBytes + blockBytes + 5)
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
  expect(wrote[0]?.bytes[headerBytes]).toBe(0xff)
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
