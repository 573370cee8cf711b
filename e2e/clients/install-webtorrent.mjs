// WebTorrent comes from npm, into a folder of its own outside git, when its tests are run.

import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root, runNpm } from '../../src-main/launch/run.mjs'

const folder = join(root, 'node_modules', '.cache', 'interop-clients')
const installedFile = join(folder, 'installed.json')
// The newest that runs on Node 20; it stops at once with a newer uint8-util, which it does not ask for the version of.
const packages = ['webtorrent@2.8.5', 'uint8-util@2.2.5']

/** The file to import. */
export const webTorrentModule = join(folder, 'node_modules', 'webtorrent', 'index.js')

/**
 * The version that has been fetched; null while none has been.
 * @returns {string | null}
 */
export function installedWebTorrent() {
  if (!existsSync(installedFile)) return null
  return JSON.parse(readFileSync(join(dirname(webTorrentModule), 'package.json'), 'utf8')).version
}

/** Fetches it, unless it is there; answers whether it is there now. */
export async function installWebTorrent() {
  if ((await readFile(installedFile, 'utf8').catch(() => '')) === JSON.stringify(packages)) return true
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  // Without scripts: its native parts are for WebRTC and uTP, and would be fetched from elsewhere.
  const flags = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const { code } = await runNpm(['install', '--prefix', folder, ...flags, ...packages])
  if (code !== 0) return false
  await replaceWebRtc()
  await writeFile(installedFile, JSON.stringify(packages))
  return true
}

/** It is imported in any case, and without its native part ends the program. */
async function replaceWebRtc() {
  const names = ['PeerConnection', 'RtcpReceivingSession', 'Video', 'Audio', 'DataChannel']
  const stub = join(folder, 'node_modules', 'node-datachannel')
  await mkdir(stub, { recursive: true })
  await writeFile(
    join(stub, 'package.json'),
    '{ "name": "node-datachannel", "version": "0.0.0", "type": "module", "main": "index.js" }\n',
  )
  await writeFile(
    join(stub, 'index.js'),
    `class None {}\n${names.map((name) => `export { None as ${name} }\n`).join('')}export const cleanup = () => {}\nexport default {}\n`,
  )
}
