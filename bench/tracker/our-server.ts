// A peer of this program that seeds two torrents, as the load meets it: one port for peers and for its tracker. It talks to
// the bench over its process channel.

import { systemClock } from '../../src-main/clock.ts'
import { tcpTransport } from '../../src-main/net/tcp-transport.ts'
import { labConfig, labPorts } from '../../src-main/peer/config.ts'
import { Peer } from '../../src-main/peer/peer.ts'
import { systemRandom } from '../../src-main/random.ts'
import { directHasher, sha1 } from '../../src-main/storage/hasher.ts'
import { makeTorrent } from '../../src-main/storage/make-torrent.ts'
import { MemoryStore } from '../../src-main/storage/memory-store.ts'
import { TorrentContent } from '../../src-main/storage/torrent-content.ts'
import { AskError } from '../../src-main/tracker/ask-error.ts'
import { readMetainfo } from '../../src-shared/metainfo/metainfo.ts'
import { answerQuestions } from './answer-questions.ts'

const lengthBytes = 64 * 1024
const hash = directHasher
let counted = 0

const setup = {
  name: 'P1',
  me: true,
  listen: { host: '127.0.0.1', port: 0 },
  clientPorts: labPorts.clients,
  maxRemoteClients: labPorts.maxRemoteClients,
  reportsLinks: true,
  upBytesPerSec: null,
  downBytesPerSec: null,
}
const peer = new Peer(setup, {
  transport: tcpTransport,
  clock: systemClock,
  random: systemRandom,
  config: labConfig,
  ask: () => Promise.reject(new AskError('There are no other trackers here.')),
  count: () => ++counted,
  isHere: () => false,
  observe: () => undefined,
  isWatched: () => false,
})

async function seed(name: string) {
  const store = new MemoryStore(new Uint8Array(lengthBytes).fill(name.charCodeAt(0)), name)
  const torrent = await makeTorrent({ name, lengthBytes, pieceLengthBytes: 16_384, store, hash, createdBy: 'bench' })
  return peer.join(TorrentContent.justMade(readMetainfo(torrent, sha1), store, hash)).infoHash
}

const listening = await peer.runServer()
if (!listening.ok) throw new Error(`the server cannot listen: ${listening.failure}`)
peer.runTracker()
const infoHashes = [await seed('small'), await seed('large')]

answerQuestions(() => ({
  members: infoHashes.map((infoHash) => {
    const { seeders = 0, leechers = 0 } = peer.tracker.counts(infoHash) ?? {}
    return seeders + leechers
  }),
  tableBytes: infoHashes.map((infoHash) => peer.tracker.memberBytes(infoHash)),
}))
process.send?.({ port: listening.local.port, infoHashes })
