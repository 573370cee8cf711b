// A peer that seeds one small file, to be linked with by thousands. Argument: that file.

import { TorrentLibrary } from '../../src-main/torrent-library.ts'
import { memoryAtRest } from '../memory-at-rest.ts'
import { startPeer } from '../start-peer.ts'

const [file = ''] = process.argv.slice(2)
const peer = await startPeer({ port: 0 })
const swarm = peer.join(await new TorrentLibrary().share(file))

process.on('message', async (question) => {
  if (question === 'links') process.send?.(swarm.links.size)
  if (question === 'memory') process.send?.(await memoryAtRest())
})
process.send?.({ port: Number(peer.loopbackAddress.split(':').at(-1)), infoHash: swarm.infoHash })
