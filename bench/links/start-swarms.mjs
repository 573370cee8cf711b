// How soon the app is up when there are a thousand swarms in its last session.

import { PartProcess } from '../machine/part-process.mjs'
import { untilQuiet } from '../machine/quiet.mjs'
import { emptyFolder } from '../machine/scratch.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'
import { median } from '../statistics.mjs'

/**
 * @param {number} runs
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureStart(runs) {
  const file = await benchPart('many-swarms')
  const folder = emptyFolder('swarms')
  const swarms = await answerOf(file, 'make', folder)
  /** @type {{ listedSeconds: number, joinedSeconds: number }[]} */
  const all = []
  for (let run = 0; run < runs; run++) {
    await untilQuiet()
    all.push(await answerOf(file, 'start', folder))
  }
  emptyFolder('swarms')
  const joined = all.map(({ joinedSeconds }) => joinedSeconds)
  return [
    judge({
      bench: 'links',
      what: `start with ${swarms.toLocaleString('en')} swarms, all hashed and joined`,
      unit: 's',
      ours: median(joined),
      bound: { of: 'ours', atMost: 2 },
      more: { all: joined, listedSeconds: median(all.map(({ listedSeconds }) => listedSeconds)) },
    }),
  ]
}

/**
 * @param {string} file
 * @param {'make' | 'start'} act
 * @param {string} folder
 */
async function answerOf(file, act, folder) {
  const part = new PartProcess(file, [act, folder])
  try {
    return await part.heard()
  } finally {
    await part.stop()
  }
}
