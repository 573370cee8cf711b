import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from '@playwright/test'
import { installedWebTorrent, webTorrentModule } from './install-webtorrent.mjs'
import { type RealClientKind, whenReady } from './real-client.ts'
import { startClient } from './start-client.ts'

/** The client in JavaScript, over TCP as in a desktop program. */
export const webtorrent: RealClientKind = {
  name: 'WebTorrent',
  install: 'npm run test:interop (which fetches it from npm)',
  dialsMagnetPeers: true,
  dialsLoopback: true,
  brokenEncryption: {
    error: /padCBuffer\.copy is not a function/,
    why: "WebTorrent never sees the third step of an encrypted handshake, be it ours or libtorrent's, and ends with an error when it dials encrypted (bittorrent-protocol 4.1.21: indexOf() in _write and copy() in sendPe3 are a Buffer's, but called on a Uint8Array).",
  },
  async tellsNobody() {
    const torrent = await readFile(join(dirname(webTorrentModule), 'lib', 'torrent.js'), 'utf8')
    expect(torrent).toContain("wire.ut_pex.on('peer'")
    expect(torrent).not.toMatch(/ut_pex\.(?:start|addPeer)/)
    return 'WebTorrent listens to peer exchange and never tells anybody: it does not start its own (lib/torrent.js).'
  },
  version: installedWebTorrent,
  async start(task) {
    const script = join(import.meta.dirname, 'webtorrent-peer.mjs')
    const child = startClient(task.host, process.execPath, [script, webTorrentModule, JSON.stringify(task)])
    return whenReady(child, () => child.waitFor(/READY/))
  },
}
