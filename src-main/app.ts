import type { PortRange } from '../src-shared/swarm/port-range.ts'
import type { BridgeHost } from './bridge-host.ts'

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
  /** Upload limit of each demo peer, bytes per second, so that a class can watch; 256 KiB by default. */
  demoBytesPerSec?: number
}

export interface App {
  readonly host: BridgeHost
  /** Leaves every swarm politely and closes every socket and file. */
  stop(): Promise<void>
}

/** Starts this window's peer, and the demo where asked. Rejects only when the data folder cannot be used. */
export async function startApp(_options: AppOptions): Promise<App> {
  throw new Error('not yet')
}
