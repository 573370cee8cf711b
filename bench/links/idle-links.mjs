// Many links with one peer: a storm of handshakes, and then what links cost that say nothing.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { possibleConnections, withManyFiles } from '../machine/many-files.mjs'
import { PartProcess } from '../machine/part-process.mjs'
import { emptyFolder } from '../machine/scratch.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'

const storm = { count: 2_000, seconds: 1 }
const links = 10_000
const kibibyte = 1024

/** @returns {Promise<import('../report/row.mjs').Row[]>} */
export async function measureIdleLinks() {
  const file = join(emptyFolder('links'), 'notes.bin')
  writeFileSync(file, Buffer.alloc(64 * kibibyte, 'notes '))
  const host = new PartProcess(await benchPart('links-host'), [file], withManyFiles)
  const load = new PartProcess(fileURLToPath(new URL('load.mjs', import.meta.url)), [], withManyFiles)
  try {
    const [at] = await Promise.all([host.heard(), load.heard()])
    // All of its code has run by the time when memory is read: the storm comes first.
    const { answered, slowestMs } = await load.ask({ act: 'storm', ...at, ...storm })
    await load.ask({ act: 'drop' })
    const before = await host.ask('memory')
    const count = possibleConnections(links)
    const startMs = performance.now()
    await load.ask({ act: 'hold', ...at, count })
    const seconds = (performance.now() - startMs) / 1000
    const after = await host.ask('memory')
    const held = await host.ask('links')
    return [stormRow(answered, slowestMs), ...idleRows({ before, after, count, seconds, held })]
  } finally {
    await Promise.all([host.stop(), load.stop()])
  }
}

/**
 * @param {number} answered
 * @param {number} slowestMs
 */
function stormRow(answered, slowestMs) {
  return judge({
    bench: 'links',
    what: `${storm.count.toLocaleString('en')} handshakes in one second`,
    unit: 'answered',
    ours: answered,
    bound: { of: 'ours', atLeast: storm.count },
    more: { slowestMs },
  })
}

/**
 * @typedef {{ usedBytes: number, rssBytes: number }} Memory
 * @param {{ before: Memory, after: Memory, count: number, seconds: number, held: number }} measured
 */
function idleRows({ before, after, count, seconds, held }) {
  const figure = (/** @type {string} */ what, /** @type {string} */ unit, /** @type {number} */ ours) => {
    return { bench: 'links', what: `${count.toLocaleString('en')} idle links, ${what}`, unit, ours }
  }
  const memory = (/** @type {string} */ kind, /** @type {number} */ bytes) =>
    judge({ ...figure(`memory ${kind}`, 'KiB a link', bytes / kibibyte / held), bound: { of: 'ours', atMost: 24 } })
  return [
    judge({ ...figure('there at the end', 'links', held), bound: { of: 'ours', atLeast: count }, more: { seconds } }),
    memory('that the system gave (RSS)', after.rssBytes - before.rssBytes),
    memory('in use', after.usedBytes - before.usedBytes),
  ]
}
