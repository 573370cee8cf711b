// What could not be measured here, said loudly and kept for the table.

import { say } from '../../src-main/launch/run.mjs'

/** @type {Set<string>} */
const all = new Set()

/** Everything that was skipped in this run. @type {ReadonlySet<string>} */
export const skipped = all

/**
 * Says once what is skipped, and why.
 * @param {string} what
 */
export function skip(what) {
  if (!all.has(what)) say(`!!! SKIPPED: ${what}`)
  all.add(what)
}
