// A seeder of zeros: asked to serve a swarm, it dials the peer there and answers its first requests, so many blocks; then it
// chokes, stays, and says so.

import { tcpTransport } from '../../src-main/net/tcp-transport.ts'
import { ScriptedPeer } from '../../src-main/testing/scripted-peer.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'

interface Question {
  readonly port: number
  readonly infoHash: InfoHash
  readonly blocks: number
}

let dialled = 0

async function serve({ port, infoHash, blocks }: Question): Promise<void> {
  const seeder = await ScriptedPeer.dial(tcpTransport, { host: '127.0.0.1', port }, ++dialled)
  let left = blocks
  await new Promise<void>((resolve) => {
    seeder.onMessage = (message) => {
      if (message.name !== 'request') return
      const { piece, begin, length } = message
      if (left > 0) seeder.say({ name: 'piece', piece, begin, block: new Uint8Array(length) })
      else seeder.say({ name: 'reject', piece, begin, length })
      if (--left !== 0) return
      seeder.say({ name: 'choke' })
      resolve()
    }
    seeder.shakeHands(infoHash, { fast: true, extended: false }).say({ name: 'have-all' }, { name: 'unchoke' })
  })
}

process.on('message', async (question: Question) => {
  await serve(question)
  process.send?.('served')
})
process.send?.('ready')
