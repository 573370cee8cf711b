// The terminal shell: one peer with no screen, which prints the course's lines.

import { setTimeout as delay } from 'node:timers/promises'
import type { WriteStream } from 'node:tty'
import { formatBytes } from '../../../src-shared/byte-size.ts'
import { courseForm, formatAddress, isLoopback, parseAddress } from '../../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../../src-shared/swarm/events.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import { listenFailureSentence } from '../../../src-shared/swarm/listen-failure.ts'
import { systemClock } from '../../clock.ts'
import { Discovery } from '../../discovery/discovery.ts'
import { udpMulticast } from '../../discovery/udp-multicast.ts'
import { ownAddress } from '../../net/own-address.ts'
import { tcpTransport } from '../../net/tcp-transport.ts'
import { EventLog } from '../../observe/event-log.ts'
import { labConfig } from '../../peer/config.ts'
import { Peer } from '../../peer/peer.ts'
import { systemRandom } from '../../random.ts'
import { TrackerAsker } from '../../tracker/ask-tracker.ts'
import type { AskTracker } from '../../tracker/tracker-question.ts'
import { optimiseLater } from '../optimise-later.ts'
import { ClientLines } from './client-lines.ts'
import { findingLine } from './finding-line.ts'
import { dialLine, progressLine } from './lines.ts'
import { MemberLines } from './member-lines.ts'
import { parseTerminalOptions, type TerminalOptions } from './options.ts'
import { Progress } from './progress.ts'
import { Task } from './task.ts'
import { TrackerLines } from './tracker-lines.ts'

const progressMs = 250
const stopTimeoutMs = 3_000
const patienceMs = 2_000

optimiseLater()
main().catch((error: Error) => endWith(error.message))

async function main(): Promise<void> {
  const parsed = parseTerminalOptions(process.argv.slice(2))
  if (!parsed.ok) throw new Error(`${parsed.problem}\nnpm run peer -- --help lists the options.`)
  if ('help' in parsed) process.stdout.write(`${parsed.help}\n`)
  else await run(parsed.options)
}

async function run(options: TerminalOptions): Promise<void> {
  const task = new Task(options)
  await task.open()
  const out = new Progress(process.stdout as WriteStream)
  const log = new EventLog(systemClock)
  const clients = new ClientLines(out)
  const members = new MemberLines((line) => out.say(line))
  const trackers = new TrackerLines((line) => out.say(line))
  const hear = (fact: SwarmFact) => {
    clients.hear(fact)
    members.hear(fact)
    trackers.hear(fact)
    tell(fact, out)
  }
  const asker = new TrackerAsker({ transport: tcpTransport, clock: systemClock, random: systemRandom })
  const peer = makePeer(options, asker.ask, log, hear)
  await listen(peer, options, out)
  const discovery = discoveryOf(peer, options, log, hear)
  let stopProgress: () => void = () => undefined
  stopOnSignals(async () => {
    stopProgress()
    out.end()
    discovery.stop()
    await peer.stop()
    asker.close()
    await task.close()
  })
  task.begin(peer, out, (error) => endWith(error.message))
  await task.tellSeed(peer, out)
  // The course's lines come first, but an address that does not answer must not hide the progress.
  await Promise.race([connect(peer, task, options.connect, out, clients), delay(patienceMs, undefined, { ref: false })])
  members.begin()
  if (peer.running) discovery.start()
  if (peer.running) stopProgress = showProgress(peer, log, out)
}

function tell(fact: SwarmFact, out: Progress): void {
  if (fact.type === 'download-finished' && fact.savedAs !== null) {
    out.say(`Complete: every piece is verified, and the file is ${fact.savedAs}`)
  }
  if (fact.type === 'magnet-progressed' && fact.totalBytes !== null) {
    out.show(`Torrent: ${formatBytes(fact.receivedBytes)} of ${formatBytes(fact.totalBytes)}`)
  }
  const finding = findingLine(fact)
  if (finding !== undefined) out.say(finding)
  if (fact.type === 'swarm-paused' && fact.detail !== null) endWith(fact.detail)
}

function endWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function makePeer(options: TerminalOptions, ask: AskTracker, log: EventLog, hear: (fact: SwarmFact) => void): Peer {
  const { listen, clientPorts, maxRemoteClients, reportsLinks, upBytesPerSec, downBytesPerSec } = options
  const name = options.name ?? `Peer ${listen.port}`
  // Every address of this computer is none that others could dial.
  const shown = ['0.0.0.0', '::'].includes(listen.host) ? { shownHost: ownAddress } : {}
  let count = 0
  return new Peer(
    { name, me: true, listen, ...shown, clientPorts, maxRemoteClients, reportsLinks, upBytesPerSec, downBytesPerSec },
    {
      transport: tcpTransport,
      clock: systemClock,
      random: systemRandom,
      config: labConfig,
      ask,
      count: () => ++count,
      isHere: () => false,
      observe: (observer: PeerId, fact) => {
        log.observe(observer, fact)
        hear(fact)
      },
      isWatched: () => false,
    },
  )
}

function discoveryOf(peer: Peer, options: TerminalOptions, log: EventLog, hear: (fact: SwarmFact) => void): Discovery {
  const { listen, discovery } = options
  const openToNetwork = !isLoopback(listen.host)
  // Without a word where nobody else could reach it anyway, as in the course's first lab.
  const localDiscovery = openToNetwork && discovery.localDiscovery !== false
  return new Discovery({
    peer,
    transport: tcpTransport,
    multicast: udpMulticast,
    clock: systemClock,
    random: systemRandom,
    options: discovery,
    settings: () => ({ openToNetwork, localDiscovery, dht: false }),
    howToOpen: 'Give --listen an address that others can reach.',
    observe: (fact) => {
      log.observe(peer.id, fact)
      hear(fact)
    },
  })
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

/** Starts all dials at once, and tells what became of them in the order in which they were given. */
async function connect(
  peer: Peer,
  { infoHash }: Task,
  addresses: readonly string[],
  out: Progress,
  clients: ClientLines,
): Promise<void> {
  const dials = addresses.map((address) => peer.connect([address], infoHash))
  if (dials.length > 0) clients.announce(peer)
  for (const dial of dials) for (const result of await dial) out.say(dialLine(result))
  const results = (await Promise.all(dials)).flat()
  // Whoever starts later is found all the same.
  const servers = addresses.map(parseAddress).flatMap((parsed) => (parsed.ok ? parsed.address : []))
  if (infoHash !== undefined) peer.swarms.get(infoHash)?.keepTrying(servers)
  clients.tellTheRest(
    peer,
    results.flatMap((result) => (result.ok ? result.clientId : [])),
  )
}

function showProgress(peer: Peer, log: EventLog, out: Progress): () => void {
  const timer = setInterval(() => {
    for (const infoHash of peer.swarms.keys()) {
      const line = progressLine(log.view, peer.id, infoHash)
      if (line) out.show(line)
    }
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
    // Once the last connection has said goodbye. Ended by itself, Node 20 was seen to wait for a closed handle for ever.
    process.once('beforeExit', () => process.exit(0))
    stop().catch((error: Error) => endWith(error.message))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}
