// A peer that downloads torrents of zeros into sparse files, as it is asked to. Argument: the folder.

import { createHash } from 'node:crypto'
import type { TorrentContent } from '../../src-main/storage/torrent-content.ts'
import { TorrentLibrary } from '../../src-main/torrent-library.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { memoryAtRest } from '../memory-at-rest.ts'
import { startPeer } from '../start-peer.ts'

interface Shape {
  readonly pieces: number
  readonly pieceLength: number
}

type Question =
  /** Joins so many new torrents of one shape; answers where a seeder of the last one may come. */
  | ({ readonly act: 'join'; readonly count: number } & Shape)
  /** Answers once so many pieces of a torrent are verified. */
  | { readonly act: 'wait'; readonly infoHash: InfoHash; readonly verified: number }
  | { readonly act: 'leave'; readonly infoHash: InfoHash }
  /** Microseconds of processor time so far. */
  | { readonly act: 'cpu' }
  | { readonly act: 'memory' }

const [folder = ''] = process.argv.slice(2)
const contents = new Map<InfoHash, TorrentContent>()
const verified = new Map<InfoHash, number>()
let whenVerified = () => {}
const peer = await startPeer({
  port: 0,
  onFact: (fact) => {
    if (fact.type !== 'piece-verified') return
    verified.set(fact.infoHash, (verified.get(fact.infoHash) ?? 0) + 1)
    whenVerified()
  },
})
const library = new TorrentLibrary()
let made = 0

/** Every piece is the same, so its hash is, too. */
function newTorrent({ pieces, pieceLength }: Shape): Uint8Array {
  const hash = createHash('sha1').update(new Uint8Array(pieceLength)).digest()
  const hashes = Buffer.alloc(pieces * hash.length, hash)
  const name = `zeros-${made++}`
  const start = `d4:infod6:lengthi${pieces * pieceLength}e4:name${name.length}:${name}12:piece lengthi${pieceLength}e`
  return Buffer.concat([Buffer.from(`${start}6:pieces${hashes.length}:`), hashes, Buffer.from('ee')])
}

async function join(shape: Shape): Promise<InfoHash> {
  const content = await library.download(library.read(newTorrent(shape)), folder)
  const { infoHash } = peer.join(content)
  contents.set(infoHash, content)
  return infoHash
}

async function leave(infoHash: InfoHash): Promise<void> {
  peer.leave(infoHash)
  await contents.get(infoHash)?.close()
  contents.delete(infoHash)
}

async function answer(question: Question): Promise<unknown> {
  switch (question.act) {
    case 'join': {
      for (let i = 1; i < question.count; i++) await join(question)
      return { port: Number(peer.loopbackAddress.split(':').at(-1)), infoHash: await join(question) }
    }
    case 'wait':
      return new Promise((resolve) => {
        whenVerified = () => (verified.get(question.infoHash) ?? 0) >= question.verified && resolve(true)
        whenVerified()
      })
    case 'leave':
      return leave(question.infoHash)
    case 'cpu': {
      const { user, system } = process.cpuUsage()
      return user + system
    }
    case 'memory':
      return memoryAtRest()
  }
}

process.on('message', async (question: Question) => process.send?.((await answer(question)) ?? null))
process.send?.('ready')
