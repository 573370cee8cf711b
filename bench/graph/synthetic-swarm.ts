// The web shell's screen of a swarm that does not exist: so many peers, so many links at random among them, all of them moving
// bytes, or none (`at-rest`). Arguments: the folder of the built screen, one for what a browser would upload, how many peers,
// how many links, and how they move.

import { systemClock } from '../../src-main/clock.ts'
import { EventLog } from '../../src-main/observe/event-log.ts'
import { createLoadMeter } from '../../src-main/observe/load-meter.ts'
import { seededRandom } from '../../src-main/random.ts'
import { readScreenFiles } from '../../src-main/shells/screen-files.ts'
import { serveWeb } from '../../src-main/shells/web/server.ts'
import type { RemoteIdentity } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import { noLimits } from '../../src-shared/swarm/view.ts'

const [screenFolder = '', dataFolder = '', peerCount = '', linkCount = '', pace = 'busy'] = process.argv.slice(2)
// As often as real links sum up.
const tickMs = 250
const pieceCount = 400
const random = seededRandom(1)
const log = new EventLog(systemClock, createLoadMeter())

const infoHash = 'a1'.repeat(20) as InfoHash
const torrent = {
  infoHash,
  name: 'notes.pdf',
  lengthBytes: pieceCount * 16_384,
  pieceLengthBytes: 16_384,
  pieceCount,
  files: [{ path: 'notes.pdf', lengthBytes: pieceCount * 16_384 }],
  isPrivate: false,
}
const rules = { limits: noLimits, choking: 'lab', picking: 'rarest-first', unwanted: [], savedAs: null } as const

const peers = Array.from({ length: Number(peerCount) }, (_, i): RemoteIdentity => {
  const id = Buffer.from(`-SS0100-${String(i).padStart(12, '0')}`, 'latin1').toString('hex') as PeerId
  const server = `127.0.${(i + 1) >> 8}.${(i + 1) & 255}:5000` as Address
  return {
    id,
    uuid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    name: `P${i + 1}`,
    agent: 'Swarmscope 0.1.0',
    server,
    lab: true,
  }
})

/** A peer starts: the first seeds, and each of the others has some of it. */
function start({ id, uuid, name, agent, server }: RemoteIdentity, i: number): void {
  const clientPorts = { first: 5001, last: 5999 }
  log.observe(id, { type: 'peer-started', uuid: uuid ?? '', name, agent, me: i === 0, clientPorts })
  log.observe(id, { type: 'server-listening', address: server ?? ('127.0.0.1:5000' as Address) })
  const had = Math.floor((pieceCount / 8) * (i === 0 ? 1 : random.below(100) / 100))
  const pieces = `${'ff'.repeat(had)}${'00'.repeat(pieceCount / 8 - had)}`
  const role = i === 0 ? 'seeder' : had > 0 ? 'peer' : 'leecher'
  log.observe(id, { type: 'swarm-joined', torrent, pieces: pieces as never, role, ...rules })
}

/** A link opens, from one peer to another. */
function open(i: number): { link: LinkId; observer: PeerId } {
  const from = random.below(peers.length)
  const to = (from + 1 + random.below(peers.length - 1)) % peers.length
  const [dialler, acceptor] = [peers[from], peers[to]]
  if (!dialler?.server || !acceptor?.server) throw new Error('a link has two ends')
  const link = `link-${i}` as LinkId
  const local = dialler.server.replace(':5000', `:${5001 + i}`) as Address
  const ends = { dialler: local, acceptor: acceptor.server, dialled: true, encryption: 'none' } as const
  log.observe(dialler.id, { type: 'link-opened', link, dial: null, infoHash, ...ends, remote: acceptor })
  const flags = { amChoking: true, amInterested: true, peerChoking: false, peerInterested: false }
  log.observe(dialler.id, { type: 'link-flags', link, ...flags })
  return { link, observer: dialler.id }
}

function move({ link, observer }: { link: LinkId; observer: PeerId }): void {
  const downBytesPerSec = 16_384 * (1 + random.below(64))
  const sums = {
    downBytes: (downBytesPerSec * tickMs) / 1000,
    upBytes: 0,
    downBytesPerSec,
    upBytesPerSec: 0,
    requested: 8,
  }
  log.observe(observer, { type: 'link-transferred', link, ...sums })
}

peers.forEach(start)
const links = Array.from({ length: Number(linkCount) }, (_, i) => open(i))
if (pace !== 'at-rest') setInterval(() => links.forEach(move), tickMs)
const host = {
  run: async () => ({ ok: false, code: 'bad-command', detail: 'Nobody gives commands here.' }) as const,
  subscribe: log.subscribe.bind(log),
}
const { url } = await serveWeb({ host, files: await readScreenFiles(screenFolder), dataFolder }, 0)
process.send?.({ url })
