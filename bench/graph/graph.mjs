// How long a frame of the graph takes, in the real screen, and what it costs while nothing moves or nobody sees it.

import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findChromium } from '../../src-main/launch/chromium.mjs'
import { root, say } from '../../src-main/launch/run.mjs'
import { setUp } from '../../src-main/launch/set-up.mjs'
import { PartProcess } from '../machine/part-process.mjs'
import { untilQuiet } from '../machine/quiet.mjs'
import { emptyFolder } from '../machine/scratch.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'
import { skip } from '../report/skipped.mjs'
import { median, quantile } from '../statistics.mjs'

const swarms = [
  { peers: 200, links: 1_000, atMostMs: 16.7 },
  { peers: 1_000, links: 5_000, atMostMs: 33 },
  { peers: 5_000, links: 20_000, atMostMs: 100 },
]
const settleMs = 8_000
/** In parts of a core: what a screen may take that has nothing to do. */
const atMostIdle = 0.01

/**
 * @param {{ seconds: number }} options
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureGraph({ seconds }) {
  const chromium = findChromium()
  if (!chromium) {
    skip('graph: no Chromium, Chrome or Edge is installed (Debian: apt-get install chromium).')
    return []
  }
  await setUp()
  const rows = []
  for (const swarm of swarms) {
    await untilQuiet()
    rows.push(
      frameRow(swarm, await onScreen(swarm, 'busy', chromium, (page) => page.evaluate(framesOf, 1000 * seconds))),
    )
  }
  await untilQuiet()
  for (const { when, share } of await onScreen(swarms[0] ?? { peers: 200, links: 1_000 }, 'at-rest', chromium, (page) =>
    idleShares(page, seconds),
  ))
    rows.push(idleRow(when, share))
  return rows
}

/**
 * @param {{ peers: number, links: number, atMostMs: number }} swarm
 * @param {number[]} frames what each took, in ms
 */
function frameRow({ peers, links, atMostMs }, frames) {
  const [p50, p95] = [median(frames), quantile(frames, 0.95)]
  const size = `${peers.toLocaleString('en')} peers and ${links.toLocaleString('en')} links`
  say(`  ${size}: ${p50.toFixed(1)} ms, and in one frame of twenty ${p95.toFixed(1)} ms or more`)
  return judge({
    bench: 'graph',
    what: `${size}, a frame (95 % of them)`,
    unit: 'ms',
    ours: p95,
    bound: { of: 'ours', atMost: atMostMs },
    more: { p50, frames: frames.length },
  })
}

/**
 * @param {string} when
 * @param {number} share
 */
function idleRow(when, share) {
  say(`  ${when}: ${(100 * share).toFixed(2)} % of a core`)
  return judge({
    bench: 'graph',
    what: `the screen ${when}`,
    unit: 'of a core',
    ours: share,
    bound: { of: 'ours', atMost: atMostIdle },
  })
}

/**
 * Opens the screen of such a swarm, waits until it has settled, and measures.
 * @template Result
 * @param {{ peers: number, links: number }} swarm
 * @param {'busy' | 'at-rest'} pace
 * @param {string} chromium
 * @param {(page: import('@playwright/test').Page) => Promise<Result>} measure
 * @returns {Promise<Result>}
 */
async function onScreen({ peers, links }, pace, chromium, measure) {
  const words = [join(root, 'dist', 'renderer'), emptyFolder('screen'), String(peers), String(links), pace]
  const part = new PartProcess(await benchPart('synthetic-swarm'), words)
  // Only now: without a browser it need not be there.
  const { chromium: browsers } = await import('@playwright/test')
  const browser = await browsers.launch({ executablePath: chromium })
  try {
    const { url } = await part.heard()
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.addInitScript(timeFrames)
    await page.goto(url)
    await delay(settleMs)
    return await measure(page)
  } finally {
    await browser.close()
    await part.stop()
  }
}

/**
 * What share of a core the page's main thread takes, seen and then hidden.
 * @param {import('@playwright/test').Page} page
 * @param {number} seconds
 */
async function idleShares(page, seconds) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busySeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
  }
  const shares = []
  for (const when of ['at rest', 'at rest and hidden']) {
    if (when !== 'at rest') await hide(session)
    const before = await busySeconds()
    await delay(1000 * seconds)
    shares.push({ when, share: ((await busySeconds()) - before) / seconds })
  }
  return shares
}

/**
 * @param {import('@playwright/test').CDPSession} session
 */
async function hide(session) {
  const { windowId } = await session.send('Browser.getWindowForTarget')
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } })
}

/** @typedef {{ requestAnimationFrame: (run: (nowMs: number) => void) => number, framesOfProgram: number[] }} Page */

/**
 * Runs in the page before anything else: times each of the program's own frames, from its start until it is painted. The
 * screen paces itself, so the time between two frames says nothing.
 */
function timeFrames() {
  const page = /** @type {Page} */ (/** @type {unknown} */ (globalThis))
  /** @type {number[]} */
  const started = []
  page.framesOfProgram = []
  const { port1, port2 } = new MessageChannel()
  // A message is handled after the frame in which it is posted, painting included.
  port1.addEventListener('message', () => page.framesOfProgram.push(performance.now() - (started.shift() ?? 0)))
  port1.start()
  const ask = page.requestAnimationFrame.bind(globalThis)
  page.requestAnimationFrame = (run) =>
    ask((nowMs) => {
      started.push(performance.now())
      run(nowMs)
      port2.postMessage(null)
    })
}

/**
 * Runs in the page: what each frame took, in ms.
 * @param {number} forMs
 * @returns {Promise<number[]>}
 */
function framesOf(forMs) {
  const page = /** @type {Page} */ (/** @type {unknown} */ (globalThis))
  page.framesOfProgram.length = 0
  return new Promise((resolve) => setTimeout(() => resolve([...page.framesOfProgram]), forMs))
}
