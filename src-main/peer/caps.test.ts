import { expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { Caps } from './caps.ts'

const limits = (upBytesPerSec: number | null, downBytesPerSec: number | null = null) => ({
  upBytesPerSec,
  downBytesPerSec,
})

test('uploads keep to the smaller of the limit and the share, whichever is set first', () => {
  const caps = new Caps(new ManualClock(), limits(300))
  caps.keepToShare(200)
  expect(caps.up.bytesPerSec).toBe(200)
  caps.change(limits(100))
  expect(caps.up.bytesPerSec).toBe(100)
  caps.change(limits(null))
  expect(caps.up.bytesPerSec).toBe(200)
  caps.keepToShare(null)
  expect(caps.up.bytesPerSec).toBeNull()
})

test('says when less may be downloaded than before', () => {
  const caps = new Caps(new ManualClock(), limits(null))
  expect(caps.change(limits(null, 500))).toBe(true)
  expect(caps.change(limits(50, 500))).toBe(false)
  expect(caps.change(limits(50, 400))).toBe(true)
  expect(caps.change(limits(50))).toBe(false)
  expect(caps.limits).toEqual(limits(50))
})
