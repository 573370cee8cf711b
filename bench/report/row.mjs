// One result: what was measured, beside whom, and whether it keeps within its bound.

import { rounded } from '../statistics.mjs'

/**
 * @typedef {{ of: 'ours' | 'ratio', atMost: number } | { of: 'ours' | 'ratio', atLeast: number }} Bound
 *
 * @typedef {object} Figure
 * @property {string} bench the case that measured it
 * @property {string} what
 * @property {string} unit
 * @property {number} ours
 * @property {{ name: string, value: number }} [theirs] the best of the others, or what ours is compared with
 * @property {number} [ratio] where it is not simply ours to theirs
 * @property {Bound} [bound]
 * @property {Record<string, unknown>} [more] for machines
 *
 * @typedef {Omit<Figure, 'ratio'> & { ratio: number | null, met: boolean | null }} Row
 */

/**
 * Judges a figure. Its ratio is ours to theirs, and where there is no other, ours to the bound.
 * @param {Figure} figure
 * @returns {Row}
 */
export function judge(figure) {
  const { ours, theirs, bound } = figure
  const limit = bound && ('atMost' in bound ? bound.atMost : bound.atLeast)
  const ratio = figure.ratio ?? (theirs ? ours / theirs.value : limit === undefined ? null : ours / limit)
  return { ...figure, ratio, met: bound ? keeps(bound, bound.of === 'ours' ? ours : (ratio ?? Number.NaN)) : null }
}

/**
 * @param {Bound} bound
 * @param {number} value
 */
function keeps(bound, value) {
  return 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast
}

/**
 * The row as JSON, with numbers of three digits.
 * @param {Row} row
 */
export function toJson({ more, ...row }) {
  return JSON.stringify({ ...row, ...more }, (_, value) => (typeof value === 'number' ? rounded(value) : value))
}
