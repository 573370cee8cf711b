import { describe, expect, it } from 'vitest'
import { isForRoom, themeNames } from '../store/theme.ts'
import tokens from './tokens.css?raw'

const sheets = import.meta.glob<string>(['./*.css', '!./tokens.css', '!./graph.css'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The colours of a theme by token, those of `:root` where it has none of its own. */
function coloursOf(theme: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, selector = '', body = ''] of tokens.matchAll(/^(:root[^{]*)\{([^}]*)\}/gm)) {
    if (selector.trim() !== ':root' && !selector.includes(`"${theme}"`)) continue
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) found[name] = value
  }
  return found
}

/** Relative luminance, by WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Each colour of text with the grounds that it stands on. */
const texts: Readonly<Record<string, readonly string[]>> = {
  ink: ['paper', 'ground', 'sunken', 'stage', 'accent-soft', 'accent-press', 'selection'],
  'ink-2': ['paper', 'ground', 'sunken', 'stage', 'accent-soft'],
  'ink-3': ['paper', 'ground', 'sunken', 'accent-soft'],
  placeholder: ['paper'],
  'accent-strong': ['paper', 'ground', 'accent-soft'],
  'on-accent': ['accent', 'accent-strong'],
  'on-bar': ['bar', 'bar-2', 'bar-hover'],
  'on-bar-2': ['bar'],
  'on-bar-on': ['bar-on'],
  'bar-off': ['bar'],
  seeder: ['paper', 'ground', 'accent-soft'],
  peer: ['paper', 'ground', 'accent-soft'],
  leecher: ['paper', 'ground', 'accent-soft'],
  problem: ['paper', 'ground', 'problem-soft', 'accent-soft'],
  away: ['away-soft'],
  'on-badge': ['badge'],
  // Words in the colour of the paper, on a badge in the colour of what they say.
  done: ['paper', 'done-soft'],
  warn: ['paper', 'warn-soft'],
}

/** Each colour of a line or a shape that means something, with the grounds that it stands on. */
const marks: Readonly<Record<string, readonly string[]>> = {
  'field-line': ['paper', 'ground'],
  accent: ['paper', 'ground', 'accent-soft'],
  focus: ['paper', 'ground', 'stage'],
  'bar-focus': ['bar'],
  done: ['paper', 'ground'],
  problem: ['paper', 'ground'],
  'kind-tracker': ['paper'],
  'kind-choking': ['paper'],
  peer: ['track'],
  seeder: ['track'],
  leecher: ['track'],
}

function tooFaint(theme: string, pairs: typeof texts, least: number): string[] {
  const colours = coloursOf(theme)
  return Object.entries(pairs).flatMap(([colour, grounds]) =>
    grounds.flatMap((ground) => {
      const ratio = contrast(colours[colour] ?? '', colours[ground] ?? '')
      return ratio >= least ? [] : [`${colour} on ${ground}: ${ratio.toFixed(2)}`]
    }),
  )
}

describe.each(themeNames)('in the theme %s', (theme) => {
  it('every text has the contrast of WCAG AA, and the projector that of AAA', () => {
    expect(tooFaint(theme, texts, isForRoom(theme) ? 7 : 4.5)).toEqual([])
  })

  it('every mark that means something has the contrast of WCAG AA', () => {
    expect(tooFaint(theme, marks, 3)).toEqual([])
  })
})

it('the ratios are those of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

it('no other sheet has a colour of its own', () => {
  expect(Object.keys(sheets).length).toBeGreaterThan(8)
  const own = Object.entries(sheets).flatMap(([name, text]) =>
    [...text.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(/gi)].map(([colour]) => `${name}: ${colour}`),
  )
  expect(own).toEqual([])
})

it('every token that is used is there', () => {
  const known = new Set([...tokens.matchAll(/--([\w-]+):/g)].map(([, name]) => name))
  const local = new Set(
    Object.values(sheets).flatMap((text) => [...text.matchAll(/--([\w-]+):/g)].map(([, name]) => name)),
  )
  const used = Object.values(sheets).flatMap((text) => [...text.matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name))
  const given = new Set(['drawer-share', 'columns', 'aspect', 'observer-width', 'kind'])
  expect([...new Set(used)].filter((name) => !known.has(name) && !local.has(name) && !given.has(name ?? ''))).toEqual(
    [],
  )
})
