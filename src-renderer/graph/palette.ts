// Every colour and size of the picture, by theme. Roles use the Okabe-Ito hues, as light or
// dark as it takes for words on them to pass WCAG AA, and for eyes with fewer cones to tell them apart.

import type { ThemeName } from '../store/theme.ts'
import type { NodeRole } from './model.ts'

export interface Palette {
  /** The fill of each role; shape says the same, so colour is never the only sign. */
  readonly roleColour: Readonly<Record<NodeRole, string>>
  /** The pale body of a peer that runs in another program. */
  readonly rolePaleColour: Readonly<Record<NodeRole, string>>
  /** Words on a role's fill. */
  readonly onRole: string
  readonly ink: string
  readonly mutedInk: string
  /** Words on ink. */
  readonly onInk: string
  /** The ground of the picture. */
  readonly paper: string
  /** The ground of a node, which hides the links under it. */
  readonly surface: string
  readonly selectedSurface: string
  readonly selection: string
  readonly ringTrack: string
  readonly idleLink: string
  readonly busyLink: string
  readonly failure: string
  readonly ghost: string
  readonly interest: string
  readonly moment: string
  /** How many times larger than usual words, lines and marks are. */
  readonly wordScale: number
  readonly lineScale: number
  readonly markScale: number
}

const light: Palette = {
  roleColour: { seeder: '#008060', peer: '#00488a', leecher: '#b84a00', none: '#5b6470' },
  rolePaleColour: { seeder: '#e3f4ee', peer: '#e2eff9', leecher: '#fdebdf', none: '#eef0f3' },
  onRole: '#ffffff',
  ink: '#17212b',
  mutedInk: '#4a5764',
  onInk: '#ffffff',
  paper: '#f8fafc',
  surface: '#ffffff',
  selectedSurface: '#fff3c4',
  selection: '#e0a100',
  ringTrack: '#d5dce4',
  idleLink: '#8896a6',
  busyLink: '#b4c6da',
  failure: '#b3261e',
  ghost: '#6b7785',
  interest: '#a3327b',
  moment: '#5b4bc4',
  wordScale: 1,
  lineScale: 1,
  markScale: 1,
}

const dark: Palette = {
  roleColour: { seeder: '#4fd6ac', peer: '#6a9cf5', leecher: '#f2914f', none: '#96a2af' },
  rolePaleColour: { seeder: '#123a30', peer: '#14324a', leecher: '#472712', none: '#2a323b' },
  onRole: '#0b1219',
  ink: '#e9eff5',
  mutedInk: '#b3c0cc',
  onInk: '#10171e',
  paper: '#10171e',
  surface: '#1a232d',
  selectedSurface: '#4a3d12',
  selection: '#f2bd2c',
  ringTrack: '#3a4754',
  idleLink: '#6b7a8a',
  busyLink: '#3f566c',
  failure: '#ff8b80',
  ghost: '#93a0ad',
  interest: '#ec8fc9',
  moment: '#aca0ff',
  wordScale: 1,
  lineScale: 1,
  markScale: 1,
}

/** For the back row: black on white, darker roles, larger words, thicker lines. */
const projector: Palette = {
  ...light,
  roleColour: { seeder: '#006b4f', peer: '#002f6c', leecher: '#9a3c00', none: '#454d57' },
  ink: '#000000',
  mutedInk: '#26303a',
  paper: '#ffffff',
  ringTrack: '#b9c3cd',
  idleLink: '#5d6a78',
  busyLink: '#8fa9c4',
  failure: '#a10f08',
  ghost: '#49545f',
  interest: '#8a1f65',
  moment: '#4232ad',
  wordScale: 1.3,
  lineScale: 1.4,
  markScale: 1.12,
}

/** For the back row of a dark room: white on black, as large as the projector's. */
const projectorDark: Palette = {
  ...dark,
  ink: '#ffffff',
  mutedInk: '#d6dde4',
  onInk: '#000000',
  paper: '#000000',
  surface: '#10171e',
  ringTrack: '#55636f',
  idleLink: '#93a1b0',
  busyLink: '#5d7a96',
  ghost: '#b3bfca',
  wordScale: projector.wordScale,
  lineScale: projector.lineScale,
  markScale: projector.markScale,
}

/** The palette of each theme. */
export const palettes: Readonly<Record<ThemeName, Palette>> = {
  light,
  dark,
  projector,
  'projector-dark': projectorDark,
}

/** The one type family of the picture. */
export const fontFamily = '"Swarmscope Sans", system-ui, "Segoe UI", "Noto Sans", sans-serif'

/** A canvas font: `px` high, in the picture's family. */
export function font(px: number, weight: 400 | 600 | 700 = 400): string {
  return `${weight} ${Math.round(px * 10) / 10}px ${fontFamily}`
}

/** Radii in px at scale 1: the body's circle, the ring of pieces round it, and the rim that ports sit on. */
export const bodyRadius = 29
export const ringRadius = 39
export const ringWidth = 6
export const rimRadius = 45
