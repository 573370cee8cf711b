// Fifty peers in one process, one seeder and 49 that download from it and from each other, as fast as they can, and the web
// shell's screen of them. Arguments: the folder of the built screen, one for what a browser would upload, and the first of fifty ports.

import { randomFillSync } from 'node:crypto'
import { systemClock } from '../../src-main/clock.ts'
import { EventLog } from '../../src-main/observe/event-log.ts'
import { createLoadMeter } from '../../src-main/observe/load-meter.ts'
import type { Peer } from '../../src-main/peer/peer.ts'
import { readScreenFiles } from '../../src-main/shells/screen-files.ts'
import { serveWeb } from '../../src-main/shells/web/server.ts'
import { sha1, threadHasher } from '../../src-main/storage/hasher.ts'
import { makeTorrent } from '../../src-main/storage/make-torrent.ts'
import { MemoryStore } from '../../src-main/storage/memory-store.ts'
import { TorrentContent } from '../../src-main/storage/torrent-content.ts'
import { SharedStore } from '../../src-main/testing/shared-store.ts'
import { readMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import { startPeer } from '../start-peer.ts'

const peers = 50
// So much that they are busy until the last window: all of them together keep one copy.
const lengthBytes = 1536 * 1024 * 1024

const [screenFolder = '', dataFolder = '', firstPort = ''] = process.argv.slice(2)
const bytes = randomFillSync(new Uint8Array(lengthBytes))
const metainfo = readMetainfo(
  await makeTorrent({
    name: 'noise.bin',
    lengthBytes,
    pieceLengthBytes: 256 * 1024,
    store: new MemoryStore(bytes),
    hash: threadHasher,
    createdBy: 'bench',
  }),
  sha1,
)
const log = new EventLog(systemClock, createLoadMeter())
let movedBytes = 0
let finished = 0

async function join(i: number, isSeeder: boolean): Promise<Peer> {
  const store = new SharedStore(bytes, isSeeder)
  const peer = await startPeer({
    port: Number(firstPort) + i,
    log,
    me: i === 0,
    onFact: (fact) => {
      if (fact.type === 'link-transferred') movedBytes += fact.downBytes
      if (fact.type === 'download-finished') finished++
    },
  })
  const content = isSeeder
    ? TorrentContent.justMade(metainfo, store, threadHasher)
    : await TorrentContent.open(metainfo, store, threadHasher)
  peer.join(content)
  return peer
}

// The seeder comes last: as long as nobody has anything, they find each other in no time.
const first = await join(0, false)
for (let i = 1; i < peers - 1; i++) {
  const leecher = await join(i, false)
  await leecher.connect([first.loopbackAddress])
}
const seeder = await join(peers - 1, true)
await first.connect([seeder.loopbackAddress])
const host = {
  run: async () => ({ ok: false, code: 'bad-command', detail: 'Nobody gives commands here.' }) as const,
  subscribe: log.subscribe.bind(log),
}
const files = await readScreenFiles(screenFolder)
const { url } = await serveWeb({ host, files, dataFolder }, 0)
process.on('message', () => process.send?.({ movedBytes, finished, atMs: performance.now() }))
process.send?.({ url })
