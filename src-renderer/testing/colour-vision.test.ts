import { describe, expect, it } from 'vitest'
import { contrast, difference, visions } from './colour-vision.ts'

describe('colours as different eyes see them', () => {
  it('are as far apart as in L*a*b* for most people', () => {
    expect(difference('#000000', '#ffffff', 'trichromacy')).toBeCloseTo(100, 1)
    // sRGB red is 53.24, 80.09, 67.20 and green is 87.73, −86.18, 83.18.
    expect(difference('#ff0000', '#00ff00', 'trichromacy')).toBeCloseTo(170.6, 0)
  })

  it('leave greys as they are', () => {
    for (const vision of visions) expect(difference('#404040', '#c0c0c0', vision)).toBeCloseTo(50.6, 0)
  })

  it('come close where an eye lacks a kind of cone', () => {
    const [olive, brown] = ['#8a8a00', '#b07000'] as const
    expect(difference(olive, brown, 'deuteranopia')).toBeLessThan(difference(olive, brown, 'trichromacy') / 2)
    const [teal, blue] = ['#008b8b', '#0080a8'] as const
    expect(difference(teal, blue, 'tritanopia')).toBeLessThan(difference(teal, blue, 'trichromacy') / 2)
  })

  it('have the contrast of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
})
