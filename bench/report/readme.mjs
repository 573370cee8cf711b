// Where the README shows the table.

import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { root } from '../../src-main/launch/run.mjs'
import { skipped } from './skipped.mjs'

const file = join(root, 'README.md')
const marks = { begin: '<!-- bench: begin -->', end: '<!-- bench: end -->' }

/**
 * Puts a table in place of the last one. Throws when the README has no place for it.
 * @param {string} table
 */
export function writeReadme(table) {
  const text = readFileSync(file, 'utf8')
  const [from, to] = [text.indexOf(marks.begin), text.indexOf(marks.end)]
  if (from < 0 || to < from) throw new Error(`README.md lacks the lines ${marks.begin} and ${marks.end}.`)
  const notes = [`Measured on ${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}.`]
  if (skipped.size > 0) notes.push(`Skipped: ${[...skipped].join(' ')}`)
  const block = `${marks.begin}\n${table}\n\n${notes.join(' ')}\n`
  writeFileSync(file, text.slice(0, from) + block + text.slice(to))
}
