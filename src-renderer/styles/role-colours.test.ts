import { describe, expect, it } from 'vitest'
import { palettes } from '../graph/palette.ts'
import { themeNames } from '../store/theme.ts'
import { difference } from '../testing/colour-vision.ts'
import tokens from './tokens.css?raw'

/** Words need darker hues than shapes do; still nobody may wonder whether two are the same. */
const mostDifference = 12

/** The token of a role in a theme. */
function tokenOf(theme: string, role: string): string {
  const blocks = [...tokens.matchAll(/^(:root[^{]*)\{([^}]*)\}/gm)]
  const block = blocks.find(([, selector = '']) =>
    theme === 'light' ? selector.trim() === ':root' : selector.includes(`"${theme}"`),
  )
  return new RegExp(`--${role}: (#[0-9a-f]{6});`).exec(block?.[2] ?? '')?.[1] ?? ''
}

describe.each(themeNames)('the roles in the panels, %s', (theme) => {
  it.each(['seeder', 'peer', 'leecher'] as const)('have the colour of a %s in the picture', (role) => {
    const colour = tokenOf(theme, role)
    expect(difference(colour, palettes[theme].roleColour[role], 'trichromacy')).toBeLessThan(mostDifference)
  })
})
