// What was measured, as a table for people or as one line of JSON for each result.

/**
 * @typedef {import('./servers.mjs').Memory} Memory
 * @typedef {{ before: Memory, filled: Memory, after: Memory, roomyBefore?: Memory, roomyFilled?: Memory }} Memories
 */

/**
 * @param {{
 *   results: readonly import('./compare.mjs').Result[],
 *   memory: Memories,
 *   large: number,
 *   garbagePerSecond: number,
 *   isJson: boolean,
 * }} report
 */
export function printReport({ results, memory, large, garbagePerSecond, isJson }) {
  const rows = results.map((result) => announceRow(result, results))
  const memoryRows = memoryFigures(memory, large)
  if (isJson) {
    for (const row of rows) console.log(JSON.stringify({ bench: 'tracker', ...row }))
    for (const row of memoryRows) console.log(JSON.stringify({ bench: 'tracker-memory', ...row }))
    return
  }
  console.log(
    '\n| swarm | tracker | announces/s: median [lowest–highest] | ours is | per s of its processor time | ours is |',
  )
  console.log('| ---: | --- | ---: | ---: | ---: | ---: |')
  for (const row of rows) {
    const name = row.garbage ? `${row.tracker}, and ${garbagePerSecond} garbage connections a second` : row.tracker
    const range = `${count(row.perSec)} [${count(row.lowest)}–${count(row.highest)}]`
    console.log(
      `| ${count(row.members)} | ${name} | ${range} | ${times(row.ratio)} | ${count(row.perCpuSec)} | ${times(row.cpuRatio)} |`,
    )
  }
  console.log(`\n| memory of ${count(large)} members | bytes a member |`)
  console.log('| --- | ---: |')
  for (const { what, bytesPerMember } of memoryRows) console.log(`| ${what} | ${bytesPerMember} |`)
}

/**
 * @param {import('./compare.mjs').Result} result
 * @param {readonly import('./compare.mjs').Result[]} all
 */
function announceRow({ name, members, garbage, perSec, perCpuSec }, all) {
  const ours = all.find((one) => one.name === 'Swarmscope' && one.members === members && !one.garbage)
  const isOurs = name === 'Swarmscope' && !garbage
  return {
    tracker: name,
    members,
    garbage,
    perSec: median(perSec),
    lowest: Math.min(...perSec),
    highest: Math.max(...perSec),
    perCpuSec: median(perCpuSec),
    /** How many times as many announces ours answers. */
    ratio: isOurs || !ours ? null : rounded(median(ours.perSec) / median(perSec)),
    cpuRatio: isOurs || !ours ? null : rounded(median(ours.perCpuSec) / median(perCpuSec)),
  }
}

/**
 * @param {Memories} memory
 * @param {number} large
 */
function memoryFigures({ before, filled, after, roomyBefore, roomyFilled }, large) {
  const perMember = (/** @type {number} */ bytes) => Math.round(bytes / large)
  const used = (/** @type {Memory} */ { usedBytes }) => perMember(usedBytes - before.usedBytes)
  const rss = (/** @type {Memory} */ { rssBytes }) => perMember(rssBytes - before.rssBytes)
  const ours = [
    {
      what: 'computed: its table, with room for newcomers and both indexes',
      bytesPerMember: perMember(filled.tableBytes?.[1] ?? 0),
    },
    { what: 'measured: what the process uses', bytesPerMember: used(filled) },
    { what: 'measured: the same after all loads, garbage among them', bytesPerMember: used(after) },
    { what: 'measured: what the system gave the process (RSS)', bytesPerMember: rss(filled) },
    { what: 'measured: the same after all loads, garbage among them (RSS)', bytesPerMember: rss(after) },
  ]
  if (!roomyBefore || !roomyFilled) return ours
  const theirs = perMember(roomyFilled.usedBytes - roomyBefore.usedBytes)
  return [...ours, { what: 'npm, told to keep all: what the process uses', bytesPerMember: theirs }]
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const rounded = (/** @type {number} */ value) => Math.round(value * 100) / 100
const count = (/** @type {number} */ value) => (Number.isNaN(value) ? '–' : Math.round(value).toLocaleString('en'))
const times = (/** @type {number | null} */ value) => (value === null ? '' : `${value} ×`)
