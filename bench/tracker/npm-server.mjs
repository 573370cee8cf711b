// npm's tracker, as the load meets it. Argument: how many peers it keeps of a swarm; left out, as many as it does by itself.

import { pathToFileURL } from 'node:url'
import { npmTrackerModule } from './install-npm-tracker.mjs'

const { default: Server } = await import(pathToFileURL(npmTrackerModule).href)
const kept = Number(process.argv[2] ?? 0)
const server = new Server({
  http: true,
  udp: false,
  ws: false,
  stats: false,
  ...(kept > 0 && { peersCacheLength: kept }),
})
// Refused requests are warnings here, and the bench sends them on purpose.
server.on('warning', () => undefined)
server.on('error', () => undefined)
const infoHashes = ['11', '22'].map((byte) => byte.repeat(20))

// By HTTP, 50,000 peers would take minutes to come in: each announce takes as long as there are peers.
function fill([infoHash, count]) {
  server.createSwarm(infoHash, (error, swarm) => {
    if (error) throw error
    for (let i = 1; i <= count; i++) {
      const port = 10_000 + i
      const id = Buffer.from(`-XX0001-${String(i * 7919).padStart(12, '0')}`, 'latin1').toString('hex')
      const peer = { type: 'http', left: i % 4 === 0 ? 0 : 1_000, peer_id: id, ip: '127.0.0.1', port }
      swarm._onAnnounceStarted(peer, undefined, `127.0.0.1:${port}`)
    }
  })
}

process.on('message', (question) => {
  if (question !== 'memory') fill(question)
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const members = infoHashes.map((infoHash) => server.torrents[infoHash]?.peers.length ?? 0)
  process.send?.({ usedBytes: heapUsed + external, rssBytes: rss, members })
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.http.address().port, infoHashes }))
