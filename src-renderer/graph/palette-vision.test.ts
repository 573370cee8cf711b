import { describe, expect, it } from 'vitest'
import { contrast, difference, visions } from '../testing/colour-vision.ts'
import { palettes } from './palette.ts'

/** Far more than can just be seen (2.3), since marks are small, and seen from the back of a room. */
const leastDifference = 20

const pairs = [
  ['seeder', 'peer'],
  ['peer', 'leecher'],
  ['leecher', 'seeder'],
] as const

describe.each(Object.entries(palettes))('the colours of the roles, %s', (_theme, palette) => {
  it.each(visions)('are told apart with %s', (vision) => {
    for (const [one, other] of pairs) {
      const apart = difference(palette.roleColour[one], palette.roleColour[other], vision)
      expect(apart, `${one} and ${other}`).toBeGreaterThan(leastDifference)
    }
  })

  it('leave words on them, and themselves on the ground, readable', () => {
    for (const colour of Object.values(palette.roleColour)) {
      expect(contrast(colour, palette.onRole), `words on ${colour}`).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colour, palette.paper), `${colour} on the ground`).toBeGreaterThanOrEqual(3)
    }
  })
})
