// How long a frame of the graph takes, in the real screen.

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
]
const settleMs = 5_000
// As fast as it can, so that what lies between two frames is what a frame takes, and not the screen's rhythm.
const unpaced = ['--disable-frame-rate-limit', '--disable-gpu-vsync']

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
    const frames = await framesOf(swarm, { chromium, seconds })
    const [p50, p95] = [median(frames), quantile(frames, 0.95)]
    const size = `${swarm.peers.toLocaleString('en')} peers and ${swarm.links.toLocaleString('en')} links`
    say(`  ${size}: ${p50.toFixed(1)} ms, and in one frame of twenty ${p95.toFixed(1)} ms or more`)
    rows.push(
      judge({
        bench: 'graph',
        what: `${size}, a frame (95 % of them)`,
        unit: 'ms',
        ours: p95,
        bound: { of: 'ours', atMost: swarm.atMostMs },
        more: { p50, frames: frames.length },
      }),
    )
  }
  return rows
}

/**
 * The times between frames in ms.
 * @param {{ peers: number, links: number }} swarm
 * @param {{ chromium: string, seconds: number }} options
 * @returns {Promise<number[]>}
 */
async function framesOf({ peers, links }, { chromium, seconds }) {
  const words = [join(root, 'dist', 'renderer'), emptyFolder('screen'), String(peers), String(links)]
  const part = new PartProcess(await benchPart('synthetic-swarm'), words)
  // Only now: without a browser it need not be there.
  const { chromium: browsers } = await import('@playwright/test')
  const browser = await browsers.launch({ executablePath: chromium, args: unpaced })
  try {
    const { url } = await part.heard()
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    await delay(settleMs)
    return await page.evaluate(timesBetweenFrames, 1000 * seconds)
  } finally {
    await browser.close()
    await part.stop()
  }
}

/**
 * Runs in the page.
 * @param {number} forMs
 * @returns {Promise<number[]>}
 */
function timesBetweenFrames(forMs) {
  return new Promise((resolve) => {
    /** @type {number[]} */
    const frames = []
    const startMs = performance.now()
    let lastMs = startMs
    // @ts-expect-error A page has animation frames; this program's own types know no page.
    const next = () => requestAnimationFrame(frame)
    const frame = () => {
      const nowMs = performance.now()
      frames.push(nowMs - lastMs)
      lastMs = nowMs
      if (nowMs - startMs < forMs) next()
      else resolve(frames)
    }
    next()
  })
}
