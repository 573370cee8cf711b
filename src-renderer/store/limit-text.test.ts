import { describe, expect, it } from 'vitest'
import { limitText, readLimit } from './limit-text.ts'

describe('a limit as it is typed', () => {
  it.each([
    ['300', 300 * 1024],
    [' 1.5 ', 1536],
    ['2 MiB/s', 2 * 1024 * 1024],
    ['', null],
    ['  ', null],
  ])('reads %j', (typed, bytesPerSec) => {
    expect(readLimit(typed)).toEqual({ value: bytesPerSec })
  })

  it.each(['fast', '-3', '0', '0.5', '1e9', '500 B', '9'.repeat(16)])('says what is wrong with %j', (typed) => {
    expect(readLimit(typed)).toHaveProperty('problem')
  })

  it('is shown as it is read', () => {
    for (const bytesPerSec of [null, 1024, 300 * 1024, 1536])
      expect(readLimit(limitText(bytesPerSec))).toEqual({ value: bytesPerSec })
  })
})
