// Whether looking on costs anything: how much fifty busy peers move with nobody at the screen, and with a browser there.

import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findChromium } from '../../src-main/launch/chromium.mjs'
import { LaunchError, root, say } from '../../src-main/launch/run.mjs'
import { setUp } from '../../src-main/launch/set-up.mjs'
import { PartProcess } from '../machine/part-process.mjs'
import { nextPorts } from '../machine/ports.mjs'
import { untilQuiet } from '../machine/quiet.mjs'
import { emptyFolder } from '../machine/scratch.mjs'
import { benchPart } from '../parts.mjs'
import { judge } from '../report/row.mjs'
import { skip } from '../report/skipped.mjs'
import { median } from '../statistics.mjs'

const peers = 50
// The course's rounds of choking: within one the speed goes up and down, as other peers serve each other.
const roundMs = 30_000
const settleMs = { opened: 5_000, closed: 1_000 }
const mebibyte = 1024 * 1024

/** @typedef {{ nobody: number[], screen: number[] }} Speeds in MiB/s, by turns: nobody looks first, and last */

/**
 * @param {{ runs: number, seconds: number }} options
 * @returns {Promise<import('../report/row.mjs').Row[]>}
 */
export async function measureWatched(options) {
  const chromium = findChromium()
  if (!chromium) {
    skip('watched: no Chromium, Chrome or Edge is installed (Debian: apt-get install chromium).')
    return []
  }
  await setUp()
  const words = [join(root, 'dist', 'renderer'), emptyFolder('screen'), String(nextPorts(peers))]
  await untilQuiet()
  const part = new PartProcess(await benchPart('busy-peers'), words)
  try {
    const { url } = await part.heard()
    return [rowOf(await takeTurns(part, { url, chromium }, options))]
  } finally {
    await part.stop()
  }
}

/**
 * @param {PartProcess} part
 * @param {{ url: string, chromium: string }} screen
 * @param {{ runs: number, seconds: number }} options
 */
async function takeTurns(part, { url, chromium }, { runs, seconds }) {
  // Only now: without a browser it need not be there.
  const { chromium: browsers } = await import('@playwright/test')
  const browser = await browsers.launch({ executablePath: chromium })
  try {
    // They have to find each other, and at first each gets much from the seeder.
    await delay(roundMs)
    /** @type {Speeds} */
    const speeds = { nobody: [await speedOf(part, seconds)], screen: [] }
    for (let run = 1; run <= runs; run++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await page.goto(url)
      await page.getByRole('table').first().waitFor()
      await delay(settleMs.opened)
      speeds.screen.push(await speedOf(part, seconds))
      await page.close()
      await delay(settleMs.closed)
      speeds.nobody.push(await speedOf(part, seconds))
      say(
        `  run ${run}: ${Math.round(speeds.screen.at(-1) ?? 0)} MiB/s watched, ${Math.round(speeds.nobody.at(-1) ?? 0)} not`,
      )
    }
    if ((await part.ask('moved')).finished > 0)
      throw new LaunchError('somebody had all too soon. Give fewer --runs or --seconds.')
    return speeds
  } finally {
    await browser.close()
  }
}

/**
 * MiB per second that all peers together move for so long.
 * @param {PartProcess} part
 * @param {number} seconds
 */
async function speedOf(part, seconds) {
  const before = await part.ask('moved')
  await delay(seconds * 1000)
  const after = await part.ask('moved')
  const bytes = after.movedBytes - before.movedBytes
  return bytes / mebibyte / ((after.atMs - before.atMs) / 1000)
}

/**
 * Each time with the screen is compared with the times before and after it.
 * @param {Speeds} speeds
 */
function rowOf({ nobody, screen }) {
  const ratios = screen.map((speed, i) => (2 * speed) / ((nobody[i] ?? Number.NaN) + (nobody[i + 1] ?? Number.NaN)))
  return judge({
    bench: 'watched',
    what: `${peers} busy peers, with the screen in Chromium`,
    unit: 'MiB/s',
    ours: median(screen),
    theirs: { name: 'nobody looks', value: median(nobody) },
    ratio: median(ratios),
    bound: { of: 'ratio', atLeast: 0.95 },
    more: { ratios, all: screen, theirAll: nobody },
  })
}
