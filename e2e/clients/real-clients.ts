// Clients that others wrote, for the tests that prove that we speak their protocol. Loopback only.

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { type Child, startChild } from '../child-process.ts'
import { callTransmission } from './transmission-rpc.ts'

/** What a client is started with; it uses `port` and the next one. */
export interface RealClientTask {
  /** The path of a .torrent, or a magnet link. */
  readonly source: string
  /** Holds, or will hold, the torrent's files. */
  readonly folder: string
  readonly port: number
  /** Files that it does not want, by their place in the torrent. */
  readonly unwanted?: readonly number[]
}

/** How to start it, and what to install where it is missing. */
export interface RealClientKind {
  readonly name: string
  readonly debianPackage: string
  /** It dials the peers that a magnet link names (`x.pe`). */
  readonly dialsMagnetPeers: boolean
  isInstalled(): boolean
  /** Runs it with one torrent until it can be dialled. */
  start(task: RealClientTask): Promise<Child>
}

const here = import.meta.dirname
// Where several Pythons are installed, Debian's own is the one that has Debian's modules.
const pythons = ['/usr/bin/python3', 'python3', 'python']

// Of a torrent, as Transmission's RPC says it.
const [downloading, seeding] = [4, 6]

const libtorrent: RealClientKind = {
  name: 'libtorrent',
  debianPackage: 'python3-libtorrent',
  dialsMagnetPeers: true,
  isInstalled: () => pythonWithLibtorrent() !== undefined,
  async start({ source, folder, port, unwanted = [] }) {
    const python = pythonWithLibtorrent()
    if (!python) throw new Error('python3-libtorrent is not installed')
    const args = [join(here, 'libtorrent-peer.py'), source, folder, `${port}`, ...unwanted.map(String)]
    const child = startChild(python, args)
    return whenReady(child, () => child.waitFor(/READY/))
  },
}

const transmission: RealClientKind = {
  name: 'Transmission',
  debianPackage: 'transmission-daemon',
  dialsMagnetPeers: false,
  isInstalled: () => runs('transmission-daemon', ['--version']),
  async start({ source, folder, port, unwanted = [] }) {
    const config = `${folder}-transmission`
    await mkdir(config, { recursive: true })
    await writeFile(join(config, 'settings.json'), JSON.stringify(transmissionSettings(folder, port)))
    const child = startChild('transmission-daemon', ['--foreground', '--config-dir', config])
    // It writes its log seconds late, so it is asked instead.
    const call = (method: string, args: object) => callTransmission(port + 1, method, args).catch(() => null)
    const isChecked = async () => {
      const { torrents } = { torrents: [], ...(await call('torrent-get', { fields: ['status'] })) }
      return torrents.some(({ status }) => status === downloading || status === seeding)
    }
    return whenReady(child, async () => {
      await expect.poll(() => call('torrent-add', { filename: source, 'files-unwanted': unwanted })).not.toBeNull()
      await expect.poll(isChecked).toBe(true)
    })
  },
}

/** Every kind that the tests know. */
export const realClients: readonly RealClientKind[] = [libtorrent, transmission]

/** Ends a client at once: now and then one takes a minute to leave politely. */
export async function endClient({ process }: Child): Promise<void> {
  const closed = once(process, 'close')
  if (process.kill('SIGKILL')) await closed
}

/** One that does not become ready does not outlive its test. */
async function whenReady(child: Child, becomeReady: () => Promise<unknown>): Promise<Child> {
  try {
    await becomeReady()
    return child
  } catch (error) {
    await endClient(child)
    throw error
  }
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
    'rpc-bind-address': '127.0.0.1',
    'rpc-port': port + 1,
    'rpc-whitelist': '127.0.0.1',
    'utp-enabled': false,
  }
}

function pythonWithLibtorrent(): string | undefined {
  return pythons.find((python) => runs(python, ['-c', 'import libtorrent']))
}

function runs(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
