// One peer of this program, driven over stdin and stdout, so that it can be timed beside other clients.

import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Peer } from '../src-main/peer/peer.ts'
import type { Swarm } from '../src-main/peer/swarm.ts'
import { TorrentLibrary } from '../src-main/torrent-library.ts'
import type { SwarmFact } from '../src-shared/swarm/events.ts'
import { startPeer } from './start-peer.ts'

interface Wish {
  readonly mode: 'seed' | 'leech'
  readonly torrent: string
  readonly folder: string
  readonly port: number
  readonly peers: readonly string[]
  readonly upBytesPerSec: number | null
}

/**
 * Runs until stdin closes. A seeder says READY once its content is hashed and its server listens; a leecher as soon as its
 * server listens, and it looks at the torrent only once a line has come.
 */
export async function adapt(args: readonly string[]): Promise<void> {
  const wish = readWish(args)
  const onFact = wish.mode === 'leech' ? tell : () => undefined
  const peer = await startPeer({ port: wish.port, upBytesPerSec: wish.upBytesPerSec, onFact })
  let swarm = wish.mode === 'seed' ? await join(peer, wish) : undefined
  say(`READY ${process.pid}`)
  if (swarm) tellSpread(swarm)
  for await (const _go of createInterface({ input: process.stdin })) swarm ??= await leech(peer, wish)
  const { uploadedBytes = 0, downloadedBytes = 0 } = swarm?.announced ?? {}
  process.stderr.write(`${wish.mode} ${wish.port} up ${uploadedBytes} down ${downloadedBytes}\n`)
  process.exit(0)
}

function readWish([mode, torrent, folder, port, peers = '', upLimit]: readonly string[]): Wish {
  if ((mode !== 'seed' && mode !== 'leech') || torrent === undefined || folder === undefined) {
    throw new Error('usage: bench/adapter seed|leech TORRENT DIR PORT PEERS UPLIMIT')
  }
  const upBytesPerSec = Number(upLimit) || null
  return { mode, torrent, folder, port: Number(port), peers: peers.split(',').filter(Boolean), upBytesPerSec }
}

async function join(peer: Peer, { torrent, folder }: Wish): Promise<Swarm> {
  const library = new TorrentLibrary()
  return peer.join(await library.download(library.read(await readFile(torrent)), folder))
}

async function leech(peer: Peer, wish: Wish): Promise<Swarm> {
  const swarm = await join(peer, wish)
  await peer.connect(wish.peers, swarm.infoHash)
  return swarm
}

/** Says once that the others together have every piece, and how many bytes of content have been sent until then. */
function tellSpread(swarm: Swarm): void {
  const rare = new Set(Array(swarm.content.have.count).keys())
  const timer = setInterval(() => {
    for (const { remotePieces } of swarm.links) {
      for (const piece of rare) if (remotePieces.has(piece)) rare.delete(piece)
    }
    if (rare.size > 0) return
    clearInterval(timer)
    say(`SPREAD ${swarm.announced.uploadedBytes}`)
  }, 100)
}

let hasFirst = false

function tell(fact: SwarmFact): void {
  if (fact.type === 'link-transferred' && fact.downBytes > 0 && !hasFirst) {
    hasFirst = true
    say('FIRST')
  }
  if (fact.type === 'download-finished') say('DONE')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
