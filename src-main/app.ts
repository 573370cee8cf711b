import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SwarmFact } from '../src-shared/swarm/events.ts'
import type { PortRange } from '../src-shared/swarm/port-range.ts'
import type { BridgeHost } from './bridge-host.ts'
import { systemClock } from './clock.ts'
import { CommandError } from './command-failure.ts'
import { type CommandParts, commandHandlers } from './command-handlers.ts'
import { runCommand } from './commands.ts'
import { DemoSwarm } from './demo/demo-swarm.ts'
import { Discovery, type DiscoveryOptions } from './discovery/discovery.ts'
import { udpMulticast } from './discovery/udp-multicast.ts'
import { lockFolder } from './folder-lock.ts'
import { LocalPeers, listenAt } from './local-peers.ts'
import { Magnets } from './magnets.ts'
import { tcpTransport } from './net/tcp-transport.ts'
import { EventLog } from './observe/event-log.ts'
import { createLoadMeter } from './observe/load-meter.ts'
import { labConfig } from './peer/config.ts'
import type { Peer } from './peer/peer.ts'
import type { PeerWorld } from './peer/peer-setup.ts'
import { systemRandom } from './random.ts'
import { restoreSession } from './restore-session.ts'
import { Session } from './session.ts'
import { loadSettings, SettingsStore } from './settings.ts'
import { TorrentLibrary } from './torrent-library.ts'
import { TrackerAsker } from './tracker/ask-tracker.ts'

/** How to start: what the command line of either shell gives. */
export interface AppOptions extends DiscoveryOptions {
  /** Downloads, shared files and settings live here; made when missing. */
  dataFolder: string
  demo: boolean
  /** Undefined: as saved in the settings, at first 5000. 0: any free port. */
  serverPort?: number
  /** Undefined: as saved in the settings, at first 5001–5010. */
  clientPorts?: PortRange
  /** False: other Swarmscopes are not told of the links here. Undefined: as saved in the settings, at first they are. */
  reportLinks?: boolean
  /** Server port of the demo's second peer, 7000 by default; the others take the next free ones. 0: any free ports. */
  demoPort?: number
  /** Upload limit of each demo peer, bytes per second, so that a class can watch; 128 KiB by default. */
  demoBytesPerSec?: number
}

/** A running Swarmscope without its screen. */
export interface App {
  readonly host: BridgeHost
  /** Leaves every swarm politely and closes every socket and file. */
  stop(): Promise<void>
}

const defaultDemo = { firstPort: 7000, bytesPerSec: 128 * 1024 }
const tell = (line: string) => void process.stderr.write(`swarmscope: ${line}\n`)

// What changes the session without a command: failures, and members to dial again.
const worthSaving: ReadonlySet<SwarmFact['type']> = new Set([
  'swarm-joined',
  'swarm-left',
  'swarm-paused',
  'member-joined',
  'magnet-ended',
])

/** Starts this window's peer, and the demo where asked. Rejects only when the data folder cannot be used, or is in use. */
export async function startApp(options: AppOptions): Promise<App> {
  const { dataFolder } = options
  const downloads = join(dataFolder, 'downloads')
  const giveBack = await takeFolder(dataFolder, downloads)
  const settings = await openSettings(options)
  const session = new Session(dataFolder, tell)
  const saved = await session.load()
  const log = new EventLog(systemClock, createLoadMeter())
  const asker = new TrackerAsker({ transport: tcpTransport, clock: systemClock, random: systemRandom })
  const peers = makePeers({
    ask: asker.ask,
    observe: (observer, fact) => {
      log.observe(observer, fact)
      if (observer === me.peer.id) discovery.hear(fact)
      if (worthSaving.has(fact.type)) session.saveSoon()
    },
    isWatched: () => log.isWatched,
  })
  const library = new TorrentLibrary()
  const me = peers.add(settings.setupOfMe(saved.limits))
  const discovery = discoveryOf(me.peer, options, settings, log)
  const magnets = new Magnets({ me, library, session, downloads, tell: (fact) => log.observe(me.peer.id, fact) })
  const demo = new DemoSwarm({
    transport: tcpTransport,
    peers,
    library,
    me,
    settings: () => settings.current,
    folder: dataFolder,
    options: {
      firstPort: options.demoPort ?? defaultDemo.firstPort,
      bytesPerSec: options.demoBytesPerSec ?? defaultDemo.bytesPerSec,
    },
  })
  const parts: CommandParts = { peers, library, me, magnets, demo, settings, session, log, dataFolder, downloads }
  await runMe(me.peer, options, settings)
  log.observe(me.peer.id, { type: 'settings-changed', settings: settings.current, dataFolder })
  await demo.joinCourse()
  await restoreSession(saved, parts, tell)
  // Without a server nobody could join: then the screen offers another port, and the demo one button further.
  if (options.demo && me.peer.address !== null) await demo.start().catch(tellWhy)
  return {
    host: hostOf(parts),
    async stop() {
      await session.end()
      await Promise.all(peers.all().map((local) => peers.remove(local)))
      asker.close()
      await giveBack()
    },
  }
}

async function takeFolder(dataFolder: string, downloads: string): Promise<() => Promise<void>> {
  try {
    await mkdir(downloads, { recursive: true })
    return await lockFolder(dataFolder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    const why = (error as Error).message
    throw new Error(`The data folder ${dataFolder} cannot be used (${why}). Choose another with --data.`)
  }
}

async function openSettings({ dataFolder, serverPort, clientPorts, reportLinks }: AppOptions): Promise<SettingsStore> {
  const saved = await loadSettings(dataFolder)
  return new SettingsStore(dataFolder, {
    ...saved,
    serverPort: serverPort ?? saved.serverPort,
    clientPorts: clientPorts ?? saved.clientPorts,
    reportLinks: reportLinks ?? saved.reportLinks,
  })
}

function makePeers(parts: Pick<PeerWorld, 'ask' | 'observe' | 'isWatched'>): LocalPeers {
  let count = 0
  return new LocalPeers({
    transport: tcpTransport,
    clock: systemClock,
    random: systemRandom,
    config: labConfig,
    count: () => ++count,
    ...parts,
  })
}

function discoveryOf(peer: Peer, options: AppOptions, settings: SettingsStore, log: EventLog): Discovery {
  return new Discovery({
    peer,
    transport: tcpTransport,
    multicast: udpMulticast,
    clock: systemClock,
    random: systemRandom,
    options,
    settings: () => settings.current,
    howToOpen: 'Tick “Let other computers join” in Settings.',
    observe: (fact) => log.observe(peer.id, fact),
  })
}

/** What a command changed is on the disk before it is answered. */
function hostOf(parts: CommandParts): BridgeHost {
  const handlers = commandHandlers(parts)
  return {
    async run(name, args) {
      const isAct = !name.startsWith('read-')
      if (isAct) parts.log.hurry()
      const result = await runCommand(handlers, name, args)
      if (isAct) await parts.session.save()
      return result
    },
    subscribe: (deliver) => parts.log.subscribe(deliver),
  }
}

/** A port that was asked for on the command line is not replaced; the everyday one is, by the next free one, and said so. */
async function runMe(me: Peer, options: AppOptions, settings: SettingsStore): Promise<void> {
  const listening = await me.runServer()
  if (!listening.ok && options.serverPort === undefined && listening.nextFreePort !== null) {
    await me.change({ ...me.setup, ...listenAt(settings.current, listening.nextFreePort) })
  }
  me.runTracker()
}

/** Without its demo the program is still of use. */
function tellWhy(error: unknown): void {
  if (!(error instanceof CommandError)) throw error
  tell(error.message)
}
