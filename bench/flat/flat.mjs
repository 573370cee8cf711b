// Whether the time for a block depends on how much else there is: pieces, peers, swarms.

import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { say } from '../../src-main/launch/run.mjs'
import { possibleConnections, withManyFiles } from '../machine/many-files.mjs'
import { PartProcess } from '../machine/part-process.mjs'
import { untilQuiet } from '../machine/quiet.mjs'
import { emptyFolder } from '../machine/scratch.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'
import { measurePicker } from './measure-picker.mjs'
import { writePlot } from './plot.mjs'

const sizes = [10, 100, 1_000, 10_000]
const pieceLength = 1024 * 1024
// As many are downloaded for each figure, whatever else there is.
const downloaded = 100
// Of a torrent that is twice as long: whoever served the last of its pieces, too, would add what the end of a download costs.
const usual = { pieces: 2 * downloaded, peers: 1, swarms: 1 }
// A download takes a third of a second: the least of a few is still chance.
const timesARun = 3
/** So long after they are linked all have said what they have and want. */
const settleMs = 2_000

/**
 * @typedef {{ pieces: number, peers: number, swarms: number }} Load
 * @typedef {{ of: keyof Load, points: { size: number, microseconds: number }[] }} Line
 */

/**
 * @param {{ runs: number }} options
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureFlat({ runs }) {
  /** @type {Line[]} */
  const lines = [
    { of: 'pieces', points: [] },
    { of: 'peers', points: [] },
    { of: 'swarms', points: [] },
  ]
  for (const size of sizes) {
    for (const { of, points } of lines) {
      const load = { ...usual, [of]: of === 'peers' ? possibleConnections(size) : size }
      const microseconds = await timePerBlock(load, runs)
      points.push({ size: load[of], microseconds })
      say(`  ${load[of].toLocaleString('en')} ${of}: ${microseconds.toFixed(1)} µs a block`)
    }
  }
  writePlot(lines)
  return [...lines.map(rowOf), await measurePicker()]
}

/**
 * Microseconds of processor time for a block that a peer downloads and verifies, its hashing and its system calls included.
 * @param {Load} load
 * @param {number} runs
 */
async function timePerBlock({ pieces, peers, swarms }, runs) {
  const folder = emptyFolder('flat')
  const peer = new PartProcess(await benchPart('zeros-downloader'), [folder], withManyFiles)
  const seeder = new PartProcess(await benchPart('zeros-seeder'))
  const others = new PartProcess(fileURLToPath(new URL('../links/load.mjs', import.meta.url)), [], withManyFiles)
  try {
    await Promise.all([peer.heard(), seeder.heard(), others.heard()])
    if (swarms > 1) await peer.ask({ act: 'join', count: swarms - 1, pieces: 1, pieceLength: 16 * 1024 })
    const all = []
    await untilQuiet()
    for (let run = 0; run <= timesARun * runs; run++)
      all.push(await download({ peer, seeder, others }, { pieces, peers }))
    // The first one only warms the compiler up, and whatever else runs here can only add.
    return Math.min(...all.slice(1))
  } finally {
    await Promise.all([peer.stop(), seeder.stop(), others.stop()])
    emptyFolder('flat')
  }
}

/**
 * Downloads a hundred pieces, of one torrent or of several small ones, and waits for no last one; answers the processor
 * time for each block. The end of a download tells each link once, and is no block's.
 * @param {{ peer: PartProcess, seeder: PartProcess, others: PartProcess }} parts
 * @param {{ pieces: number, peers: number }} load
 */
async function download({ peer, seeder, others }, { pieces, peers }) {
  let [microseconds, blocks] = [0, 0]
  for (let missing = downloaded; missing > 0; missing -= pieces - 1) {
    const at = await peer.ask({ act: 'join', count: 1, pieces, pieceLength })
    // They have everything, too, and choke.
    if (peers > 1) await others.ask({ act: 'hold', ...at, count: peers - 1, isSeeder: true })
    if (peers > 1) await delay(settleMs)
    const before = await peer.ask({ act: 'cpu' })
    await seeder.ask({ act: 'serve', ...at, blocks: Number.MAX_SAFE_INTEGER })
    await peer.ask({ act: 'wait', ...at, verified: Math.min(missing, pieces - 1) })
    microseconds += (await peer.ask({ act: 'cpu' })) - before
    blocks += await seeder.ask({ act: 'leave' })
    await peer.ask({ act: 'leave', ...at })
    await others.ask({ act: 'drop' })
    emptyFolder('flat')
  }
  return microseconds / blocks
}

/** @param {Line} line */
function rowOf({ of, points }) {
  const [least, most] = [points.at(0), points.at(-1)]
  if (!least || !most) throw new Error('nothing was measured')
  return judge({
    bench: 'flat',
    what: `a block with ${most.size.toLocaleString('en')} ${of}`,
    unit: 'µs',
    ours: most.microseconds,
    theirs: { name: `with ${least.size}`, value: least.microseconds },
    bound: { of: 'ratio', atMost: 1.25 },
    more: { points },
  })
}
