import { describe, expect, it } from 'vitest'
import { isSlip, type Press } from './slip.ts'

const first: Press = { x: 900, y: 500, atMs: 5000, row: 'P3' }

describe('a press of the pointer', () => {
  it('is a slip where another row has come under the pointer just now', () => {
    expect(isSlip(first, { ...first, atMs: 5300, row: 'P4' })).toBe(true)
    expect(isSlip(first, { x: 902, y: 501, atMs: 5999, row: 'P4' })).toBe(true)
  })

  it('is meant on the same row, after the pointer moved, and after a while', () => {
    expect(isSlip(null, first)).toBe(false)
    expect(isSlip(first, { ...first, atMs: 5300 })).toBe(false)
    expect(isSlip(first, { ...first, y: 530, atMs: 5300, row: 'P4' })).toBe(false)
    expect(isSlip(first, { ...first, atMs: 6000, row: 'P4' })).toBe(false)
  })
})
