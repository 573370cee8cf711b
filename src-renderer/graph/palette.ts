// Every colour and size of the picture. Roles use the Okabe-Ito hues, darkened until white text on them passes WCAG AA.

import type { NodeRole } from './model.ts'

/** The fill of each role; shape says the same, so colour is never the only sign. */
export const roleColour: Readonly<Record<NodeRole, string>> = {
  seeder: '#007d5c',
  peer: '#0067a8',
  leecher: '#b84a00',
  none: '#5b6470',
}

/** The pale body of a peer that runs in another Swarmscope. */
export const rolePaleColour: Readonly<Record<NodeRole, string>> = {
  seeder: '#e3f4ee',
  peer: '#e2eff9',
  leecher: '#fdebdf',
  none: '#eef0f3',
}

export const ink = '#17212b'
export const mutedInk = '#4a5764'
export const paper = '#f8fafc'
export const white = '#ffffff'
export const ringTrack = '#d5dce4'
export const idleLink = '#8896a6'
export const busyLink = '#b4c6da'
export const selectedLink = '#17212b'
export const failure = '#b3261e'
export const ghost = '#6b7785'

/** The one type family of the picture. */
export const fontFamily = 'system-ui, "Segoe UI", "Noto Sans", sans-serif'

/** A canvas font: `px` high, in the picture's family. */
export function font(px: number, weight: 400 | 600 | 700 = 400): string {
  return `${weight} ${Math.round(px * 10) / 10}px ${fontFamily}`
}

/** Radii in px at scale 1: the body's circle, the ring of pieces round it, and the rim that ports sit on. */
export const bodyRadius = 29
export const ringRadius = 39
export const ringWidth = 6
export const rimRadius = 45
