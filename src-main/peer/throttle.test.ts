import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { Throttle, takeAll } from './throttle.ts'

const kibibyte = 1024
const seconds = 1_000

/** Takes slice after slice for as long as the test runs; tells what went and when. */
function stream(clock: ManualClock, throttles: readonly Throttle[], sliceBytes: () => number) {
  const went: { atMs: number; bytes: number }[] = []
  let giveUp: () => void = () => undefined
  const next = (): void => {
    const bytes = sliceBytes()
    giveUp = takeAll(throttles, bytes, () => {
      went.push({ atMs: clock.nowMs(), bytes })
      queueMicrotask(next)
    })
  }
  next()
  /** Bytes in this time, those left out that had gone when `since` of them had. */
  const between = (fromMs: number, toMs: number, since = 0) =>
    went
      .slice(since)
      .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
      .reduce((sum, { bytes }) => sum + bytes, 0)
  return { went, between, stop: () => giveUp() }
}

const sliceOf = (throttle: Throttle) => () =>
  Math.max(kibibyte, Math.min(16 * kibibyte, Math.floor((throttle.bytesPerSec ?? 0) / 20)))

test('in the 5 s after a change, and in any 5 s once its first slice is paid for, the cap is kept within 5 %', async () => {
  const limit = fc.integer({ min: 16 * kibibyte, max: 4 * kibibyte * kibibyte })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(limit, fc.nat(1_500)), { minLength: 1, maxLength: 6 }), async (changes) => {
      const clock = new ManualClock()
      const throttle = new Throttle(clock, changes[0]?.[0] ?? null)
      const flow = stream(clock, [throttle], sliceOf(throttle))
      for (const [bytesPerSec, restMs] of changes) {
        const changedAtMs = clock.nowMs()
        const since = flow.went.length
        throttle.bytesPerSec = bytesPerSec
        await clock.advance(7 * seconds + restMs)
        for (const laterMs of [0, 1_333, 2_000]) {
          const fromMs = changedAtMs + laterMs
          const sent = flow.between(fromMs, fromMs + 5 * seconds, since)
          expect(Math.abs(sent / (5 * bytesPerSec) - 1)).toBeLessThan(0.05)
        }
      }
      flow.stop()
      expect(clock.waiting).toBe(0)
    }),
    { numRuns: 20 },
  )
})

test('after a pause no more than 50 ms worth goes at once', async () => {
  const clock = new ManualClock()
  const throttle = new Throttle(clock, 100 * kibibyte)
  await clock.advance(10 * seconds)
  const flow = stream(clock, [throttle], () => kibibyte)
  await clock.advance(0)
  expect(flow.between(0, Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(6 * kibibyte)
  flow.stop()
})

test('a cap that is dragged about gives no bytes away', async () => {
  const clock = new ManualClock()
  const throttle = new Throttle(clock, 100_000)
  const flow = stream(clock, [throttle], () => kibibyte)
  for (let step = 0; step < 500; step++) {
    throttle.bytesPerSec = step % 2 === 0 ? 90_000 : 100_000
    await clock.advance(10)
  }
  expect(Math.abs(flow.between(0, 5 * seconds) / (5 * 95_000) - 1)).toBeLessThan(0.05)
  flow.stop()
})

test('everyone gets the same share, and who waits first goes first', async () => {
  const clock = new ManualClock()
  const throttle = new Throttle(clock, 300_000)
  const flows = [1, 2, 3].map(() => stream(clock, [throttle], () => kibibyte))
  await clock.advance(5 * seconds)
  for (const flow of flows) expect(Math.abs(flow.between(0, 5 * seconds) / 500_000 - 1)).toBeLessThan(0.02)
})

test('whoever gives up the place is passed over', async () => {
  const clock = new ManualClock()
  const throttle = new Throttle(clock, 1_000)
  const heard: string[] = []
  throttle.take(1_000, () => heard.push('first'))
  const giveUp = throttle.take(1_000, () => heard.push('second'))
  throttle.take(1_000, () => heard.push('third'))
  expect(heard).toEqual(['first'])
  giveUp()
  await clock.advance(1_001)
  expect(heard).toEqual(['first', 'third'])
})

test('a cap that is lifted lets everyone go who waits, and then holds nobody', async () => {
  const clock = new ManualClock()
  const throttle = new Throttle(clock, 1)
  let gone = 0
  for (let i = 0; i < 3; i++) throttle.take(1_000_000, () => gone++)
  expect(gone).toBe(1)
  throttle.bytesPerSec = null
  expect(gone).toBe(3)
  throttle.take(1_000_000, () => gone++)
  expect(gone).toBe(4)
  expect(clock.waiting).toBe(0)
})

test('of several caps the smallest holds, and a place can be given up at any of them', async () => {
  const clock = new ManualClock()
  const caps = [new Throttle(clock, 400_000), new Throttle(clock, 50_000), new Throttle(clock, null)]
  const flow = stream(clock, caps, () => 2_000)
  await clock.advance(5 * seconds)
  expect(Math.abs(flow.between(0, 5 * seconds) / 250_000 - 1)).toBeLessThan(0.05)
  flow.stop()
  expect(clock.waiting).toBe(0)
})
