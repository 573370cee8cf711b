import { join } from 'node:path'
import { outputOf, versionIn } from './programs.ts'
import { type RealClientKind, whenReady } from './real-client.ts'
import { startClient } from './start-client.ts'

// Where several Pythons are installed, Debian's own is the one that has Debian's modules.
const pythons = ['/usr/bin/python3', 'python3', 'python']
const askVersion = ['-c', 'import libtorrent; print(libtorrent.__version__)']

/** The engine of qBittorrent and Deluge, driven from Python. */
export const libtorrent: RealClientKind = {
  name: 'libtorrent',
  install: 'apt install python3-libtorrent',
  dialsMagnetPeers: true,
  dialsLoopback: true,
  version: () => versionIn(outputOf(pythonWithLibtorrent() ?? '', askVersion)),
  async start(task) {
    const python = pythonWithLibtorrent()
    if (!python) throw new Error('python3-libtorrent is not installed')
    const child = startClient(task.host, python, [
      join(import.meta.dirname, 'libtorrent-peer.py'),
      JSON.stringify(task),
    ])
    return whenReady(child, () => child.waitFor(/READY/))
  },
}

function pythonWithLibtorrent(): string | undefined {
  return pythons.find((python) => outputOf(python, askVersion) !== null)
}
