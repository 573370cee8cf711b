// The rows as a table, for a terminal and for the README.

import { rounded } from '../statistics.mjs'

/** @typedef {import('./row.mjs').Row} Row */

const heads = ['case', 'what', 'ours', 'theirs', 'ratio', 'bound', 'met?']

/**
 * A table in Markdown, its columns aligned.
 * @param {readonly Row[]} rows
 */
export function tableOf(rows) {
  const lines = [heads, ...rows.map(cellsOf)]
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  const [head = '', ...body] = lines.map((cells) =>
    lineOf(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  )
  return [head, lineOf(widths.map((width) => '-'.repeat(width))), ...body].join('\n')
}

/** @param {Row} row */
function cellsOf({ bench, what, unit, ours, theirs, ratio, bound, met }) {
  return [
    bench,
    what,
    `${number(ours)} ${unit}`,
    theirs ? `${number(theirs.value)} ${unit} (${theirs.name})` : '',
    ratio === null ? '' : `${number(ratio)} ×`,
    bound ? boundText(bound, unit) : '',
    met === null ? '' : met ? 'yes' : '**no**',
  ]
}

/**
 * @param {import('./row.mjs').Bound} bound
 * @param {string} unit
 */
function boundText(bound, unit) {
  const text = 'atMost' in bound ? `≤ ${number(bound.atMost)}` : `≥ ${number(bound.atLeast)}`
  return `${text} ${bound.of === 'ratio' ? '×' : unit}`
}

/** @param {readonly string[]} cells */
function lineOf(cells) {
  return `| ${cells.join(' | ')} |`
}

/** @param {number} value */
function number(value) {
  return Number.isNaN(value)
    ? 'unknown'
    : Math.abs(value) >= 1_000
      ? Math.round(value).toLocaleString('en')
      : String(rounded(value))
}
