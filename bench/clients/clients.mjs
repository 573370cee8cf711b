// Who is measured. Each is a program that speaks the adapters' protocol; see ../README.md.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../src-main/launch/run.mjs'
import { skip } from '../report/skipped.mjs'

/** @typedef {{ name: string, version: string, command: readonly string[] }} Client */

/** @type {Client} */
export const ours = { name: 'Swarmscope', version: '', command: [process.execPath, join(root, 'bench', 'adapter')] }

// Where several Pythons are installed, Debian's own is the one that has Debian's modules.
const pythons = ['/usr/bin/python3', 'python3', 'python']
const askLibtorrent = ['-c', 'import libtorrent; print(libtorrent.__version__)']

/** libtorrent with its defaults, and with its own preset for fast seeding; empty, and said so, when it is not installed. */
export function findLibtorrents() {
  for (const python of pythons) {
    const version = outputOf(python, askLibtorrent)
    if (version === undefined) continue
    const command = [python, adapter('libtorrent-peer.py')]
    return [
      { name: 'libtorrent', version, command },
      { name: 'libtorrent-hp', version, command: ['env', 'LIBTORRENT_PRESET=high_performance_seed', ...command] },
    ]
  }
  skip('libtorrent, which is not installed (Debian: apt-get install python3-libtorrent).')
  return []
}

/** rtorrent; undefined, and said so, when it is not installed. @returns {Client | undefined} */
export function findRtorrent() {
  const version = outputOf('rtorrent', ['-h'])?.match(/version ([\d.]*\d)/)?.[1]
  if (version) return { name: 'rtorrent', version, command: [process.execPath, adapter('rtorrent-peer.mjs')] }
  skip('rtorrent, which is not installed (Debian: apt-get install rtorrent).')
  return undefined
}

/** @param {string} name */
function adapter(name) {
  return join(root, 'bench', 'clients', name)
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function outputOf(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 })
  return status === 0 ? stdout.trim() : undefined
}
