import { join } from 'node:path'
import { startChild } from '../child-process.ts'
import { installedWebTorrent, webTorrentModule } from './install-webtorrent.mjs'
import { type RealClientKind, whenReady } from './real-client.ts'

/** The client in JavaScript, over TCP as in a desktop program. */
export const webtorrent: RealClientKind = {
  name: 'WebTorrent',
  install: 'npm run test:interop (which fetches it from npm)',
  dialsMagnetPeers: true,
  dialsLoopback: true,
  canRequireEncryption: false,
  version: installedWebTorrent,
  async start(task) {
    const script = join(import.meta.dirname, 'webtorrent-peer.mjs')
    const child = startChild(process.execPath, [script, webTorrentModule, JSON.stringify(task)])
    return whenReady(child, () => child.waitFor(/READY/))
  },
}
