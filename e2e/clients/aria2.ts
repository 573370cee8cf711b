import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { callAria2 } from './aria2-rpc.ts'
import { outputOf, versionIn } from './programs.ts'
import { type RealClientKind, type RealClientTask, whenReady } from './real-client.ts'
import { startClient } from './start-client.ts'

/** The command-line downloader. */
export const aria2: RealClientKind = {
  name: 'aria2',
  install: 'apt install aria2',
  dialsMagnetPeers: false,
  dialsLoopback: true,
  version: () => versionIn(outputOf('aria2c', ['--version'])),
  async start(task) {
    const child = startClient(task.host, 'aria2c', optionsOf(task))
    const call = (method: string, ...params: unknown[]) =>
      callAria2({ host: task.host, port: task.port + 1 }, method, ...params)
    return whenReady(child, async () => {
      await expect.poll(() => call('getVersion').catch(() => null), { timeout: 20_000 }).not.toBeNull()
      const downloads = await Promise.all(
        task.torrents.map(async ({ source, choice }) => {
          if (source.startsWith('magnet:')) return call('addUri', [source])
          // It counts files from 1.
          const wanted = choice?.wanted.map((file) => file + 1).join(',')
          const torrent = (await readFile(source)).toString('base64')
          return call('addTorrent', torrent, [], wanted === undefined ? {} : { 'select-file': wanted })
        }),
      )
      const isChecked = async (download: unknown) => {
        const status = (await call('tellStatus', download)) as { status: string; verifyIntegrityPending?: string }
        return status.status === 'active' && !('verifiedLength' in status) && !status.verifyIntegrityPending
      }
      for (const download of downloads) await expect.poll(() => isChecked(download), { timeout: 20_000 }).toBe(true)
    })
  },
}

function optionsOf(task: RealClientTask): string[] {
  const isOn = (name: string, on = false) => `--${name}=${on}`
  return [
    '--no-conf',
    '--console-log-level=notice',
    '--enable-rpc',
    // Else it listens for it at 127.0.0.1 alone, where another host does not reach it.
    `--rpc-listen-all=${!task.host.startsWith('127.')}`,
    `--rpc-listen-port=${task.port + 1}`,
    `--interface=${task.host}`,
    '--disable-ipv6',
    `--listen-port=${task.port}`,
    `--dir=${task.folder}`,
    '--file-allocation=none',
    '--check-integrity=true',
    '--seed-ratio=0.0',
    // Its UDP trackers come with the hash table (its manual, --enable-dht), which knows nobody and so asks nobody.
    isOn('enable-dht', task.udpTrackers),
    `--dht-listen-port=${task.port + 2}`,
    `--dht-file-path=${task.folder}-aria2-${task.port}-dht`,
    isOn('bt-enable-lpd', task.localDiscovery),
    isOn('enable-peer-exchange', task.peerExchange),
    ...(task.encryption === 'required' ? ['--bt-force-encryption=true'] : []),
    ...(task.encryption === 'preferred' ? ['--bt-min-crypto-level=arc4'] : []),
    ...(task.upBytesPerSec ? [`--max-overall-upload-limit=${task.upBytesPerSec}`] : []),
  ]
}
