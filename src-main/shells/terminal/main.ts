// The terminal shell: one peer with no screen, which prints the course's lines.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { WriteStream } from 'node:tty'
import { courseForm, formatAddress } from '../../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../../src-shared/swarm/events.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import { listenFailureSentence } from '../../../src-shared/swarm/listen-failure.ts'
import { systemClock } from '../../clock.ts'
import { courseTorrent } from '../../demo/course-torrent.ts'
import { tcpTransport } from '../../net/tcp-transport.ts'
import { EventLog } from '../../observe/event-log.ts'
import { labConfig } from '../../peer/config.ts'
import { Peer } from '../../peer/peer.ts'
import { systemRandom } from '../../random.ts'
import { poolHasher } from '../../storage/hasher.ts'
import { MemoryStore } from '../../storage/memory-store.ts'
import { TorrentContent } from '../../storage/torrent-content.ts'
import { TorrentLibrary } from '../../torrent-library.ts'
import { ClientLines } from './client-lines.ts'
import { dialLine, progressLine } from './lines.ts'
import { parseTerminalOptions, type TerminalOptions } from './options.ts'
import { Progress } from './progress.ts'
import { writeTorrentBeside } from './torrent-beside.ts'

const progressMs = 250
const stopTimeoutMs = 3_000
const patienceMs = 2_000

main().catch((error: Error) => endWith(error.message))

async function main(): Promise<void> {
  const parsed = parseTerminalOptions(process.argv.slice(2))
  if (!parsed.ok) throw new Error(`${parsed.problem}\nnpm run peer -- --help lists the options.`)
  if ('help' in parsed) process.stdout.write(`${parsed.help}\n`)
  else await run(parsed.options)
}

async function run(options: TerminalOptions): Promise<void> {
  const library = new TorrentLibrary()
  const content = await contentFor(options, library)
  const out = new Progress(process.stdout as WriteStream)
  const log = new EventLog(systemClock)
  const clients = new ClientLines(out)
  const peer = makePeer(options, log, (fact) => {
    clients.hear(fact)
    if (fact.type === 'download-finished' && fact.savedAs !== null) {
      out.say(`Complete: every piece is verified, and the file is ${fact.savedAs}`)
    }
    if (fact.type === 'swarm-failed') endWith(`The file could not be read or written: ${fact.detail}.`)
  })
  await listen(peer, options, out)
  peer.join(content)
  let stopProgress: () => void = () => undefined
  stopOnSignals(async () => {
    stopProgress()
    out.end()
    await peer.stop()
    await content.close()
  })
  const torrent = library.torrentOf(content.metainfo.infoHash)
  if (options.seed && torrent) {
    out.say(`Sharing ${options.seed}; its torrent is ${await writeTorrentBeside(options.seed, torrent)}`)
  }
  // The course's lines come first, but an address that does not answer must not hide the progress.
  await Promise.race([connect(peer, options.connect, out, clients), delay(patienceMs, undefined, { ref: false })])
  if (peer.running) stopProgress = showProgress(peer, content, log, out)
}

function endWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function makePeer(options: TerminalOptions, log: EventLog, hear: (fact: SwarmFact) => void): Peer {
  const { listen, clientPorts, maxRemoteClients, upBytesPerSec, downBytesPerSec } = options
  const name = options.name ?? `Peer ${listen.port}`
  let count = 0
  return new Peer(
    { name, me: true, listen, clientPorts, maxRemoteClients, upBytesPerSec, downBytesPerSec },
    {
      transport: tcpTransport,
      clock: systemClock,
      random: systemRandom,
      config: labConfig,
      count: () => ++count,
      observe: (observer: PeerId, fact) => {
        log.observe(observer, fact)
        hear(fact)
      },
    },
  )
}

async function listen(peer: Peer, options: TerminalOptions, out: Progress): Promise<void> {
  const listening = await peer.runServer()
  if (!listening.ok) {
    const { failure, nextFreePort } = listening
    const requested = formatAddress(options.listen.host, options.listen.port)
    throw new Error(listenFailureSentence({ requested, failure, nextFreePort }))
  }
  peer.runTracker()
  out.say(`Peer: ${peer.uuid} running its server and tracker:`)
  out.say(`Listening for new peers at ${courseForm(formatAddress(listening.local.host, listening.local.port))}`)
}

async function contentFor(options: TerminalOptions, library: TorrentLibrary): Promise<TorrentContent> {
  if (options.seed) return library.share(resolve(options.seed))
  if (options.torrent) {
    const torrent = await readFile(options.torrent).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`${options.torrent} could not be read (${error.code}). Check the path of the .torrent file.`)
    })
    return library.download(library.read(torrent), resolve(options.out))
  }
  const course = library.read((await courseTorrent()).torrent)
  return TorrentContent.open(course, new MemoryStore(course.lengthBytes), poolHasher)
}

/** Starts all dials at once, and tells what became of them in the order in which they were given. */
async function connect(peer: Peer, addresses: readonly string[], out: Progress, clients: ClientLines): Promise<void> {
  const dials = addresses.map((address) => peer.connect([address]))
  if (dials.length > 0) clients.announce(peer)
  for (const dial of dials) for (const result of await dial) out.say(dialLine(result))
  const results = (await Promise.all(dials)).flat()
  clients.tellTheRest(
    peer,
    results.flatMap((result) => (result.ok ? result.clientId : [])),
  )
}

function showProgress(peer: Peer, content: TorrentContent, log: EventLog, out: Progress): () => void {
  const timer = setInterval(() => {
    const line = progressLine(log.view, peer.id, content.metainfo.infoHash)
    if (line) out.show(line)
  }, progressMs)
  return () => clearInterval(timer)
}

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = () => {
    // A second Ctrl-C means it.
    if (stopping) process.exit(130)
    stopping = true
    setTimeout(() => process.exit(0), stopTimeoutMs).unref()
    // The process ends by itself once the last connection has said goodbye.
    stop().catch((error: Error) => endWith(error.message))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}
