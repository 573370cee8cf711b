import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatDuration, formatRate, parseByteSize } from './byte-size.ts'

describe('parseByteSize', () => {
  it.each([
    ['3MiB', 3 * 1024 * 1024],
    ['500 KiB', 512_000],
    ['500kib/s', 512_000],
    ['1.5MB', 1_500_000],
    ['2kB', 2000],
    ['1GiB', 1024 ** 3],
    ['17', 17],
    ['17 B', 17],
    ['0', 0],
  ])('reads %s as %i bytes', (text, bytes) => expect(parseByteSize(text)).toBe(bytes))

  it.each(['', 'MiB', '-1', '3 MiB MiB', '3 parsecs', '1e9', '1,5MB', '9999999999GiB', 'constructor', '1 toString'])(
    'refuses %j',
    (text) => expect(parseByteSize(text)).toBeUndefined(),
  )
})

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [17, '17 B'],
    [999, '999 B'],
    [1000, '0.98 KiB'],
    [1024, '1.00 KiB'],
    [319_488, '312 KiB'],
    [6_230_070, '5.94 MiB'],
    [64 * 1024 ** 2, '64.0 MiB'],
    [1023.9 * 1024 ** 2, '1.00 GiB'],
    [-5, '0 B'],
  ])('writes %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it('is never wider than eight characters, and reads back within a hundredth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 39 }), (bytes) => {
        const text = formatBytes(bytes)
        expect(text.length).toBeLessThanOrEqual(8)
        expect(Math.abs(parseByteSize(text)! - bytes)).toBeLessThanOrEqual(bytes / 100)
      }),
    )
  })
})

describe('formatRate', () => {
  it('is bytes per second', () => expect(formatRate(319_488)).toBe('312 KiB/s'))
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [80, '1 min 20 s'],
    [3599.6, '1 h'],
    [7500, '2 h 5 min'],
    [90_000, '1 d 1 h'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('writes %d s as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))
})
