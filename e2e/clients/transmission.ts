import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { outputOf, versionIn } from './programs.ts'
import { type RealClientKind, type RealClientTask, whenReady } from './real-client.ts'
import { startClient } from './start-client.ts'
import { callTransmission } from './transmission-rpc.ts'

// Of a torrent, as Transmission's RPC says it.
const [downloading, seeding] = [4, 6]
const encryptions = { preferred: 1, required: 2 } as const

/** Transmission's daemon. */
export const transmission: RealClientKind = {
  name: 'Transmission',
  install: 'apt install transmission-daemon',
  dialsMagnetPeers: false,
  dialsLoopback: false,
  version: () => versionIn(outputOf('transmission-daemon', ['--version'])),
  async start(task) {
    const remote = { host: task.host, port: task.port + 1 }
    const config = `${task.folder}-transmission-${task.port}`
    await mkdir(config, { recursive: true })
    await writeFile(join(config, 'settings.json'), JSON.stringify(settingsOf(task)))
    const child = startClient(task.host, 'transmission-daemon', ['--foreground', '--config-dir', config])
    // It writes its log seconds late, so it is asked instead.
    const call = (method: string, args: object) => callTransmission(remote, method, args).catch(() => null)
    return whenReady(child, async () => {
      await expect.poll(() => call('session-get', {}), { timeout: 20_000 }).not.toBeNull()
      for (const { source, choice } of task.torrents) {
        await callTransmission(remote, 'torrent-add', {
          filename: source,
          ...(choice && { 'files-unwanted': choice.unwanted }),
        })
      }
      const areChecked = async () => {
        const { torrents } = { torrents: [], ...(await call('torrent-get', { fields: ['status'] })) }
        const checked = torrents.filter(({ status }) => status === downloading || status === seeding)
        return checked.length
      }
      await expect.poll(areChecked, { timeout: 20_000 }).toBe(task.torrents.length)
    })
  },
}

function settingsOf(task: RealClientTask) {
  return {
    'bind-address-ipv4': task.host,
    'bind-address-ipv6': '::1',
    'dht-enabled': false,
    'download-dir': task.folder,
    'lpd-enabled': task.localDiscovery ?? false,
    'peer-port': task.port,
    'pex-enabled': task.peerExchange ?? false,
    'port-forwarding-enabled': false,
    'rpc-bind-address': task.host,
    'rpc-port': task.port + 1,
    'rpc-whitelist-enabled': false,
    ...(task.encryption && { encryption: encryptions[task.encryption] }),
    ...(task.tcpOnly && { 'utp-enabled': false }),
    ...(task.upBytesPerSec && {
      'speed-limit-up': Math.round(task.upBytesPerSec / 1000),
      'speed-limit-up-enabled': true,
    }),
  }
}
