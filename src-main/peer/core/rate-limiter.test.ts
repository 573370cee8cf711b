import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateLimiter } from './rate-limiter.ts'

test('without a limit everything may go at once', () => {
  const limiter = new RateLimiter(null)
  limiter.spend(0, 1e9)
  expect(limiter.waitMs(0)).toBe(0)
})

test('over any pattern of reservations the rate is kept, give or take the burst', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1_000, max: 10_000_000 }),
      fc.array(fc.record({ pauseMs: fc.nat(200), bytes: fc.integer({ min: 1, max: 16_384 }) }), {
        minLength: 1,
        maxLength: 100,
      }),
      (bytesPerSec, steps) => {
        const limiter = new RateLimiter(bytesPerSec)
        let nowMs = 1_000_000
        const startMs = nowMs
        let sent = 0
        for (const { pauseMs, bytes } of steps) {
          nowMs += pauseMs
          const goesAtMs = nowMs + limiter.waitMs(nowMs)
          limiter.spend(nowMs, bytes)
          // What went before this one fits into the time that passed and the burst of 50 ms.
          expect(sent).toBeLessThanOrEqual(((goesAtMs - startMs + 50) * bytesPerSec) / 1000 + 1e-6 * sent + 1e-3)
          sent += bytes
        }
      },
    ),
  )
})

test('a limit that is lifted lets the next bytes go', () => {
  const limiter = new RateLimiter(1)
  limiter.spend(0, 1_000_000)
  expect(limiter.waitMs(0)).toBeGreaterThan(0)
  limiter.change(0, null)
  expect(limiter.waitMs(0)).toBe(0)
})

test('what is owed is paid off at the faster of the two rates, and a change gives no new burst', () => {
  for (const [before, after] of [
    [1_000, 10_000],
    [10_000, 1_000],
  ] as const) {
    const limiter = new RateLimiter(before)
    limiter.spend(0, 5_000)
    limiter.change(0, after)
    expect(limiter.waitMs(0)).toBeCloseTo(450, -2)
  }
  const idle = new RateLimiter(1_000)
  idle.change(60_000, 2_000)
  idle.spend(60_000, 2_000)
  expect(idle.waitMs(60_000)).toBe(1_000)
})
