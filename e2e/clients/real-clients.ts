// Clients that others wrote, for the tests that prove that we speak their protocol. Loopback only.

import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Child, startChild } from '../child-process.ts'

/** How to start it, and what to install where it is missing. */
export interface RealClientKind {
  readonly name: string
  readonly debianPackage: string
  isInstalled(): boolean
  /** Runs it with one torrent until it can be dialled; `folder` holds, or will hold, the torrent's file. */
  start(torrent: string, folder: string, port: number): Promise<Child>
}

const here = import.meta.dirname
// Where several Pythons are installed, Debian's own is the one that has Debian's modules.
const pythons = ['/usr/bin/python3', 'python3', 'python']

const libtorrent: RealClientKind = {
  name: 'libtorrent',
  debianPackage: 'python3-libtorrent',
  isInstalled: () => pythonWithLibtorrent() !== undefined,
  async start(torrent, folder, port) {
    const python = pythonWithLibtorrent()
    if (!python) throw new Error('python3-libtorrent is not installed')
    return ready(startChild(python, [join(here, 'libtorrent-peer.py'), torrent, folder, `${port}`]), /READY/)
  },
}

const transmission: RealClientKind = {
  name: 'Transmission',
  debianPackage: 'transmission-daemon',
  isInstalled: () => runs('transmission-daemon', ['--version']),
  async start(torrent, folder, port) {
    const config = `${folder}-transmission`
    // Handed over in its watch folder, so that no remote control has to be opened.
    await mkdir(join(config, 'watch'), { recursive: true })
    await copyFile(torrent, join(config, 'watch', 'shared.torrent'))
    await writeFile(join(config, 'settings.json'), JSON.stringify(transmissionSettings(folder, port)))
    const child = startChild('transmission-daemon', ['--foreground', '--log-debug', '--config-dir', config])
    return ready(child, /Verification is done/)
  },
}

/** Every kind that the tests know. */
export const realClients: readonly RealClientKind[] = [libtorrent, transmission]

async function ready(child: Child, pattern: RegExp): Promise<Child> {
  await child.waitFor(pattern)
  return child
}

function transmissionSettings(folder: string, port: number) {
  return {
    'bind-address-ipv4': '127.0.0.1',
    'bind-address-ipv6': '::1',
    'dht-enabled': false,
    'download-dir': folder,
    'lpd-enabled': false,
    'peer-port': port,
    'pex-enabled': false,
    'port-forwarding-enabled': false,
    'rpc-enabled': false,
    'utp-enabled': false,
    'watch-dir': join(`${folder}-transmission`, 'watch'),
    'watch-dir-enabled': true,
  }
}

function pythonWithLibtorrent(): string | undefined {
  return pythons.find((python) => runs(python, ['-c', 'import libtorrent']))
}

function runs(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
