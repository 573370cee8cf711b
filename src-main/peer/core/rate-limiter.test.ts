import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateLimiter } from './rate-limiter.ts'

test('without a limit everything may go at once', () => {
  expect(new RateLimiter(null).reserve(0, 1e9)).toBe(0)
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
          const goesAtMs = nowMs + limiter.reserve(nowMs, bytes)
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
  limiter.reserve(0, 1_000_000)
  expect(limiter.reserve(0, 1)).toBeGreaterThan(0)
  limiter.bytesPerSec = null
  expect(limiter.reserve(0, 1)).toBe(0)
})
