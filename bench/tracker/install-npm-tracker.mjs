// npm's tracker is fetched into a folder of its own outside git, when it is measured.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, runNpm } from '../../src-main/launch/run.mjs'

const folder = join(root, 'node_modules', '.cache', 'tracker-bench')
const installedFile = join(folder, 'installed')
const wanted = 'bittorrent-tracker@11.2.3'

/** Its server, to be imported. */
export const npmTrackerModule = join(folder, 'node_modules', 'bittorrent-tracker', 'server.js')

/** Fetches it, unless it is there; answers whether it is there now. */
export async function installNpmTracker() {
  if ((await readFile(installedFile, 'utf8').catch(() => '')) === wanted) return true
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  // Without scripts: its native parts are for WebRTC, and would be fetched from elsewhere.
  const flags = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const { code } = await runNpm(['install', '--prefix', folder, ...flags, wanted])
  if (code !== 0) return false
  await writeFile(installedFile, wanted)
  return true
}
