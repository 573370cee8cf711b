// A peer that downloads torrents of zeros into sparse files. Argument: the folder. Asked to join one of so many pieces, it
// answers where a seeder may come; asked to wait for pieces, it answers once so many are verified.

import { createHash } from 'node:crypto'
import { TorrentLibrary } from '../../src-main/torrent-library.ts'
import { memoryAtRest } from '../memory-at-rest.ts'
import { startPeer } from '../start-peer.ts'

type Question =
  | { readonly act: 'join'; readonly pieces: number; readonly pieceLength: number }
  | { readonly act: 'wait'; readonly verified: number }
  | { readonly act: 'memory' }

const [folder = ''] = process.argv.slice(2)
let verified = 0
let whenVerified = () => {}
const peer = await startPeer({
  port: 0,
  onFact: ({ type }) => {
    if (type === 'piece-verified') verified++
    whenVerified()
  },
})
const library = new TorrentLibrary()

/** Every piece is the same, so its hash is, too. */
function torrentOf(pieces: number, pieceLength: number): Uint8Array {
  const hash = createHash('sha1').update(new Uint8Array(pieceLength)).digest()
  const hashes = Buffer.alloc(pieces * hash.length, hash)
  const name = `zeros-${pieces}`
  const start = `d4:infod6:lengthi${pieces * pieceLength}e4:name${name.length}:${name}12:piece lengthi${pieceLength}e`
  return Buffer.concat([Buffer.from(`${start}6:pieces${hashes.length}:`), hashes, Buffer.from('ee')])
}

async function answer(question: Question): Promise<unknown> {
  if (question.act === 'memory') return memoryAtRest()
  if (question.act === 'join') {
    const metainfo = library.read(torrentOf(question.pieces, question.pieceLength))
    const { infoHash } = peer.join(await library.download(metainfo, folder))
    return { port: Number(peer.loopbackAddress.split(':').at(-1)), infoHash }
  }
  return new Promise((resolve) => {
    whenVerified = () => verified >= question.verified && resolve(verified)
    whenVerified()
  })
}

process.on('message', async (question: Question) => process.send?.(await answer(question)))
process.send?.('ready')
