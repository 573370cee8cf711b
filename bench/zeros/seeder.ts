// A seeder of zeros. Asked to serve a swarm, it dials the peer there and serves it, and
// chokes after so many blocks. Asked to leave, it goes, and says how many blocks it has served there.

import { tcpTransport } from '../../src-main/net/tcp-transport.ts'
import { ScriptedPeer } from '../../src-main/testing/scripted-peer.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'

type Question =
  | { readonly act: 'serve'; readonly port: number; readonly infoHash: InfoHash; readonly blocks: number }
  | { readonly act: 'leave' }

let dialled = 0
let served = 0
let seeder: ScriptedPeer | undefined

async function serve({ port, infoHash, blocks }: Question & { act: 'serve' }): Promise<void> {
  const serving = await ScriptedPeer.dial(tcpTransport, { host: '127.0.0.1', port }, ++dialled)
  seeder = serving
  served = 0
  serving.onMessage = (message) => {
    // What it hears is not kept: it may be much.
    serving.heard.length = 0
    if (message.name !== 'request') return
    const { piece, begin, length } = message
    if (served >= blocks) return void serving.say({ name: 'reject', piece, begin, length })
    serving.say({ name: 'piece', piece, begin, block: new Uint8Array(length) })
    if (++served === blocks) serving.say({ name: 'choke' })
  }
  serving.shakeHands(infoHash, { fast: true, extended: false }).say({ name: 'have-all' }, { name: 'unchoke' })
}

process.on('message', async (question: Question) => {
  if (question.act === 'serve') await serve(question)
  else seeder?.leave()
  process.send?.(served)
})
process.send?.('ready')
