import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PortRange } from '../src-shared/swarm/port-range.ts'
import type { BridgeHost } from './bridge-host.ts'
import { systemClock } from './clock.ts'
import { commandHandlers } from './command-handlers.ts'
import { runCommand } from './commands.ts'
import { DemoSwarm } from './demo/demo-swarm.ts'
import { LocalPeers, listenAt } from './local-peers.ts'
import { tcpTransport } from './net/tcp-transport.ts'
import { EventLog } from './observe/event-log.ts'
import { labConfig } from './peer/config.ts'
import type { Peer } from './peer/peer.ts'
import { systemRandom } from './random.ts'
import { loadSettings, SettingsStore } from './settings.ts'
import { TorrentLibrary } from './torrent-library.ts'

/** How to start: what the command line of either shell gives. */
export interface AppOptions {
  /** Downloads, shared files and settings live here; made when missing. */
  dataFolder: string
  demo: boolean
  /** Undefined: as saved in the settings, at first 5000. 0: any free port. */
  serverPort?: number
  /** Undefined: as saved in the settings, at first 5001–5010. */
  clientPorts?: PortRange
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

/** Starts this window's peer, and the demo where asked. Rejects only when the data folder cannot be used. */
export async function startApp(options: AppOptions): Promise<App> {
  await mkdir(join(options.dataFolder, 'downloads'), { recursive: true }).catch((error: Error) => {
    throw new Error(
      `the data folder ${options.dataFolder} cannot be used (${error.message}); choose another with --data`,
    )
  })
  const saved = await loadSettings(options.dataFolder)
  const settings = new SettingsStore(options.dataFolder, {
    ...saved,
    serverPort: options.serverPort ?? saved.serverPort,
    clientPorts: options.clientPorts ?? saved.clientPorts,
  })
  const log = new EventLog(systemClock)
  let count = 0
  const peers = new LocalPeers({
    transport: tcpTransport,
    clock: systemClock,
    random: systemRandom,
    config: labConfig,
    observe: (observer, fact) => log.observe(observer, fact),
    count: () => ++count,
  })
  const library = new TorrentLibrary()
  const me = peers.add(settings.setupOfMe())
  const demo = new DemoSwarm({
    transport: tcpTransport,
    peers,
    library,
    me,
    settings: () => settings.current,
    folder: options.dataFolder,
    options: {
      firstPort: options.demoPort ?? defaultDemo.firstPort,
      bytesPerSec: options.demoBytesPerSec ?? defaultDemo.bytesPerSec,
    },
  })
  await runMe(me, options, settings)
  log.observe(me.id, { type: 'settings-changed', settings: settings.current, dataFolder: options.dataFolder })
  await demo.joinCourse()
  // Without a server nobody could join: then the screen offers another port, and the demo one button further.
  if (options.demo && me.address !== null) await demo.start()
  const handlers = commandHandlers({ peers, library, me, demo, settings, log, dataFolder: options.dataFolder })
  return {
    host: { run: (name, args) => runCommand(handlers, name, args), subscribe: (deliver) => log.subscribe(deliver) },
    async stop() {
      for (const peer of peers.all()) await peers.remove(peer)
    },
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
