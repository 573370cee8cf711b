// What the feed of a busy swarm costs the process of its peers: with a screen that takes it, with one that has stopped taking
// it, and with none. Neither is a browser: what that takes of the same cores is another matter.

import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root, say } from '../../src-main/launch/run.mjs'
import { setUp } from '../../src-main/launch/set-up.mjs'
import { PartProcess } from '../machine/part-process.mjs'
import { untilQuiet } from '../machine/quiet.mjs'
import { emptyFolder } from '../machine/scratch.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'
import { median } from '../statistics.mjs'

const swarm = { peers: 200, links: 1_000 }
const rounds = 3
// Whoever has stopped reading is sent to until the system holds no more for it, and then until 5,000 events wait.
const settleMs = 5_000
/** In parts of a core; below the lower one it cannot be told from nothing. */
const atMost = { taking: 0.05, stalled: 0.01 }

/** @typedef {'taking' | 'stalled'} Screen */

/**
 * @param {{ seconds: number }} options
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureFeed({ seconds }) {
  await setUp()
  const words = [join(root, 'dist', 'renderer'), emptyFolder('screen'), String(swarm.peers), String(swarm.links)]
  const part = new PartProcess(await benchPart('synthetic-swarm'), words)
  try {
    const { url } = await part.heard()
    await untilHot(part)
    /** @type {Record<Screen, number[]>} */
    const more = { taking: [], stalled: [] }
    const alone = [await shareOf(part, seconds)]
    for (let round = 1; round <= rounds; round++) {
      for (const screen of /** @type {const} */ (['taking', 'stalled'])) {
        const watched = await withScreen(url, screen, () => shareOf(part, seconds))
        const before = alone.at(-1) ?? Number.NaN
        const after = await shareOf(part, seconds)
        alone.push(after)
        more[screen].push(watched - (before + after) / 2)
      }
    }
    return [
      row('taking', 'with a screen that takes it', more, alone),
      row('stalled', 'with one that stalls', more, alone),
    ]
  } finally {
    await part.stop()
  }
}

/**
 * @param {Screen} screen
 * @param {string} who
 * @param {Record<Screen, number[]>} more
 * @param {number[]} alone
 */
function row(screen, who, { [screen]: more }, alone) {
  const share = median(more)
  say(`  ${who}: ${(100 * share).toFixed(1)} % of a core more than the ${(100 * median(alone)).toFixed(1)} % without`)
  return judge({
    bench: 'graph',
    what: `the feed of ${swarm.peers} busy peers ${who}, more than without`,
    unit: 'of a core',
    ours: share,
    bound: { of: 'ours', atMost: atMost[screen] },
    more: { all: more, alone },
  })
}

/**
 * Runs something while a screen is connected.
 * @param {string} url
 * @param {Screen} screen
 * @param {() => Promise<number>} work
 */
async function withScreen(url, screen, work) {
  const cookie = await letIn(url)
  const asked = request(new URL('/feed', url), { headers: { cookie } }).end()
  const [feed] = await once(asked, 'response')
  // Whoever listens for nothing reads nothing.
  if (screen === 'taking') feed.resume()
  try {
    await delay(settleMs)
    return await work()
  } finally {
    asked.destroy()
  }
}

/**
 * The cookie that the address with the start-up token gives.
 * @param {string} url
 */
async function letIn(url) {
  const asked = request(url).end()
  const [response] = await once(asked, 'response')
  response.resume()
  return String(response.headers['set-cookie']?.[0]?.split(';')[0])
}

/**
 * Its first seconds are the compiler's.
 * @param {PartProcess} part
 */
async function untilHot(part) {
  await shareOf(part, settleMs / 1000)
  await untilQuiet()
}

/**
 * What share of a core the process takes for so long.
 * @param {PartProcess} part
 * @param {number} seconds
 */
async function shareOf(part, seconds) {
  const [before, startMs] = [part.cpuSeconds, performance.now()]
  await delay(1000 * seconds)
  return (part.cpuSeconds - before) / ((performance.now() - startMs) / 1000)
}
