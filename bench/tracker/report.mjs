// What was measured, as rows.

import { judge } from '../report/row.mjs'
import { median } from '../statistics.mjs'

/**
 * @typedef {import('../report/row.mjs').Row} Row
 * @typedef {import('./servers.mjs').Memory} Memory
 * @typedef {import('./compare.mjs').Result} Result
 * @typedef {{ before: Memory, filled: Memory, after: Memory, roomy: { before: Memory, filled: Memory } | undefined }} Memories
 */

/**
 * @param {{ results: readonly Result[], memory: Memories, large: number }} measured
 * @returns {Row[]}
 */
export function rowsOf({ results, memory, large }) {
  return [
    ...results.filter(({ isOurs }) => !isOurs).map((theirs) => announceRow(oursBeside(theirs, results), theirs)),
    ...results
      .filter(({ isOurs, garbage }) => isOurs && garbage)
      .map((one) => garbageRow(one, oursBeside(one, results))),
    memoryRow(memory, large),
  ]
}

/**
 * Ours at the same size, undisturbed.
 * @param {Result} result
 * @param {readonly Result[]} all
 */
function oursBeside({ members }, all) {
  const found = all.find((one) => one.isOurs && one.members === members && !one.garbage)
  if (!found) throw new Error(`ours was not measured with ${members} members`)
  return found
}

/**
 * @param {Result} ours
 * @param {Result} theirs
 */
function announceRow(ours, theirs) {
  return judge({ ...announces(ours, theirs), bound: { of: 'ratio', atLeast: 5 } })
}

/**
 * @param {Result} disturbed
 * @param {Result} undisturbed
 */
function garbageRow(disturbed, undisturbed) {
  return judge({ ...announces(disturbed, undisturbed), bound: { of: 'ratio', atLeast: 0.9 } })
}

/**
 * @param {Result} one
 * @param {Result} other
 */
function announces(one, other) {
  const perCpuSec = median(one.perCpuSec)
  return {
    bench: 'tracker',
    what: `${one.members.toLocaleString('en')} members${one.garbage ? ', and garbage' : ''}`,
    unit: 'announces/s',
    ours: median(one.perSec),
    theirs: { name: other.name, value: median(other.perSec) },
    // Per second of the servers' own processor time, which another busy program hardly changes.
    more: { all: one.perSec, theirAll: other.perSec, perCpuSec, cpuRatio: perCpuSec / median(other.perCpuSec) },
  }
}

/**
 * @param {Memories} memory
 * @param {number} large
 */
function memoryRow({ before, filled, after, roomy }, large) {
  const perMember = (/** @type {number} */ bytes) => bytes / large
  const theirs = roomy && perMember(roomy.filled.usedBytes - roomy.before.usedBytes)
  return judge({
    bench: 'tracker',
    what: `memory of ${large.toLocaleString('en')} members`,
    unit: 'bytes a member',
    ours: perMember(filled.usedBytes - before.usedBytes),
    ...(theirs !== undefined && { theirs: { name: 'npm, told to keep all', value: theirs } }),
    bound: { of: 'ours', atMost: 200 },
    more: {
      computed: perMember(filled.tableBytes?.[1] ?? Number.NaN),
      afterAllLoads: perMember(after.usedBytes - before.usedBytes),
      rss: perMember(filled.rssBytes - before.rssBytes),
      rssAfterAllLoads: perMember(after.rssBytes - before.rssBytes),
    },
  })
}
