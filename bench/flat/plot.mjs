// The figures as a plot, for bench/README.md.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src-main/launch/run.mjs'

const file = join(root, 'docs', 'flat.svg')
const width = 640
const height = 320
const left = 56
const right = width - 96
const top = 24
const bottom = height - 48
const lineHeight = 14
const sizes = [10, 100, 1_000, 10_000]
const steps = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500]
// Told apart by those who see few colours, too, and on white and on black.
const colours = { pieces: '#0072b2', peers: '#d55e00', swarms: '#009e73' }
const grey = '#808080'

/** @typedef {{ name: keyof typeof colours, points: { x: number, y: number }[] }} Curve */

/**
 * Draws the time for a block, as a multiple of that with the fewest, over how much else there is.
 * @param {readonly import('./flat.mjs').Line[]} lines
 */
export function writePlot(lines) {
  const ratios = lines.map(({ of, points }) => {
    const least = points[0]?.microseconds ?? Number.NaN
    return { name: of, points: points.map(({ size, microseconds }) => ({ size, ratio: microseconds / least })) }
  })
  const highest = Math.max(2, ...ratios.flatMap(({ points }) => points.map(({ ratio }) => ratio)))
  const step = steps.find((candidate) => highest / candidate <= 5) ?? highest
  const rows = Array.from({ length: Math.ceil(highest / step) + 1 }, (_, row) => row * step)
  const y = (/** @type {number} */ ratio) => Math.round(bottom - ((bottom - top) * ratio) / (rows.at(-1) ?? 1))
  const curves = ratios.map(({ name, points }) => {
    return { name, points: points.map(({ size, ratio }) => ({ x: xOf(size), y: y(ratio) })) }
  })
  const parts = [
    '<title>Time for a block over the number of pieces, peers and swarms</title>',
    ...rows.map((ratio) => gridLine(y(ratio), `${ratio} ×`)),
    ...sizes.map((size) => text(xOf(size), bottom + 20, 'middle', size.toLocaleString('en'))),
    text((left + right) / 2, height - 8, 'middle', 'pieces, peers or swarms'),
    text(8, 14, 'start', 'time for a block, as a multiple of that with 10'),
    ...curves.map(drawn),
    ...labels(curves),
  ]
  const box = `viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${grey}"`
  writeFileSync(file, `<svg xmlns="http://www.w3.org/2000/svg" ${box}>\n${parts.join('\n')}\n</svg>\n`)
}

/** @param {number} size */
function xOf(size) {
  return Math.round(left + ((right - left) * Math.log10(size / 10)) / 3)
}

/**
 * @param {number} y
 * @param {string} words
 */
function gridLine(y, words) {
  const line = `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="${grey}" stroke-opacity="0.4"/>`
  return line + text(left - 8, y + 4, 'end', words)
}

/** @param {Curve} curve */
function drawn({ name, points }) {
  const colour = colours[name]
  const path = points.map(({ x, y }) => `${x},${y}`).join(' ')
  const dots = points.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`)
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`
}

/**
 * The names of the curves, at their ends: where those are close together, one above the other.
 * @param {readonly Curve[]} curves
 */
function labels(curves) {
  let lowest = bottom + lineHeight
  const ends = curves.map(({ name, points }) => ({ name, y: points.at(-1)?.y ?? bottom }))
  return ends
    .sort((a, b) => b.y - a.y)
    .map(({ name, y }) => {
      lowest = Math.min(y + 4, lowest - lineHeight)
      return text(right + 10, lowest, 'start', name, colours[name])
    })
}

/**
 * @param {number} x
 * @param {number} y
 * @param {'start' | 'middle' | 'end'} anchor
 * @param {string} words
 * @param {string} [colour]
 */
function text(x, y, anchor, words, colour = grey) {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}">${words}</text>`
}
