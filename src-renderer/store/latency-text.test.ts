import { describe, expect, it } from 'vitest'
import { latencyText, readLatency } from './latency-text.ts'

describe('a latency as it is typed', () => {
  it.each([
    ['200', 200],
    [' 10000 ms ', 10_000],
    ['', 0],
    ['0', 0],
  ])('reads %j', (typed, value) => expect(readLatency(typed)).toEqual({ value }))

  it.each(['-1', '1.5', '10001', 'slow', '1e3', '2 s'])('says what is wrong with %j', (typed) =>
    expect(readLatency(typed)).toHaveProperty('problem'),
  )

  it('is shown as it is read', () => {
    for (const value of [0, 1, 10_000]) expect(readLatency(latencyText(value))).toEqual({ value })
  })
})
