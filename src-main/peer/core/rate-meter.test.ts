import { expect, test } from 'vitest'
import { RateMeter } from './rate-meter.ts'

test('a steady flow reads as its rate, from the first second on', () => {
  const meter = new RateMeter()
  for (let ms = 0; ms <= 10_000; ms += 10) {
    meter.add(1_000_000 + ms, 1_000)
    if (ms >= 1_000) expect(meter.bytesPerSec(1_000_000 + ms)).toBeGreaterThan(99_000)
    if (ms >= 1_000) expect(meter.bytesPerSec(1_000_000 + ms)).toBeLessThan(102_000)
  }
  expect(meter.total).toBe(1_001_000)
})

test('three seconds after the last byte it reads nothing', () => {
  const meter = new RateMeter()
  meter.add(5_000, 1_000_000)
  expect(meter.bytesPerSec(6_000)).toBeGreaterThan(0)
  expect(meter.bytesPerSec(8_100)).toBe(0)
})

test('a meter that was idle for long starts afresh', () => {
  const meter = new RateMeter()
  meter.add(5_000, 1_000_000)
  meter.add(900_000, 3_000)
  expect(meter.bytesPerSec(902_750)).toBe(1_091)
})
