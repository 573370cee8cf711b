// npm's tracker, as the load meets it. Arguments: its module, and how many peers it keeps of a swarm; left out, as many as it
// does by itself.

import type { AddressInfo, Server as NetServer } from 'node:net'
import { pathToFileURL } from 'node:url'
import { answerQuestions } from './answer-questions.ts'

/** What is used of it. */
interface NpmTracker {
  readonly http: NetServer
  readonly torrents: Readonly<Record<string, NpmSwarm | undefined>>
  on(event: string, listener: () => void): void
  listen(port: number, host: string, listener: () => void): void
  createSwarm(infoHash: string, callback: (error: Error | null, swarm: NpmSwarm) => void): void
}

interface NpmSwarm {
  readonly peers: { readonly length: number }
  _onAnnounceStarted(announce: object, known: undefined, address: string): void
}

const [module = '', kept] = process.argv.slice(2)
const { default: Server } = await import(pathToFileURL(module).href)
const room = kept === undefined ? {} : { peersCacheLength: Number(kept) }
const server: NpmTracker = new Server({ http: true, udp: false, ws: false, stats: false, ...room })
// Requests that it refuses are warnings here, and the bench sends such on purpose.
for (const event of ['warning', 'error']) server.on(event, () => undefined)
const infoHashes = ['11', '22'].map((byte) => byte.repeat(20))
const count = () => ({ members: infoHashes.map((infoHash) => server.torrents[infoHash]?.peers.length ?? 0) })

// By HTTP, 50,000 peers would take minutes to come in: there an announce takes as long as there are peers.
function fill(infoHash: string, members: number, onFull: () => void): void {
  server.createSwarm(infoHash, (error, swarm) => {
    if (error) throw error
    for (let i = 1; i <= members; i++) {
      const port = 10_000 + i
      const id = Buffer.from(`-XX0001-${String(i * 7919).padStart(12, '0')}`, 'latin1').toString('hex')
      const announce = { type: 'http', left: i % 4 === 0 ? 0 : 1_000, peer_id: id, ip: '127.0.0.1', port }
      swarm._onAnnounceStarted(announce, undefined, `127.0.0.1:${port}`)
    }
    onFull()
  })
}

answerQuestions(count)
process.on('message', (question) => {
  if (!Array.isArray(question)) return
  const [infoHash, members] = question
  fill(String(infoHash), Number(members), () => process.send?.(count()))
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.http.address() as AddressInfo).port, infoHashes })
})
