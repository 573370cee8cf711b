import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseByteSize } from '../../src-shared/byte-size.ts'
import { parsePortRange } from '../../src-shared/swarm/port-range.ts'
import type { AppOptions } from '../app.ts'
import { parseBootstrapNodes } from '../discovery/bootstrap-nodes.ts'
import { parseArgsOptions } from '../launch/options.mjs'

/** What the command line of a window gives: how to start the app, and how a browser gets its screen. */
export interface WindowOptions {
  readonly app: AppOptions
  /** 0: any free port. */
  readonly webPort: number
  readonly openBrowser: boolean
  /** What is no option: files to open. */
  readonly files: readonly string[]
}

/** An option that cannot be used; the message is one sentence for the person who typed it. */
export class OptionError extends Error {}

/**
 * Reads the options in launch/options.mjs. Throws OptionError on a bad value; unknown options pass, because
 * Chromium has hundreds of its own and the launcher has already refused those that are neither's.
 */
export function readWindowOptions(args: readonly string[], dataFolder = defaultDataFolder()): WindowOptions {
  const { values, positionals } = parseArgs({ args: [...args], options: parseArgsOptions(), strict: false })
  const text = (name: string): string | undefined => {
    if (values[name] === true) throw new OptionError(`--${name} needs a value.`)
    return values[name] as string | undefined
  }
  const app: AppOptions = { dataFolder: resolve(text('data') ?? dataFolder), demo: values['no-demo'] !== true }
  const serverPort = readPort('port', text('port'))
  if (serverPort !== undefined) app.serverPort = serverPort
  const demoPort = readPort('demo-port', text('demo-port'))
  if (demoPort !== undefined) app.demoPort = demoPort
  const range = text('client-ports')
  if (range !== undefined) app.clientPorts = readRange(range)
  const rate = text('demo-rate')
  if (rate !== undefined) app.demoBytesPerSec = readRate(rate)
  if (values['no-local-discovery'] === true) app.localDiscovery = false
  if (values['no-link-reports'] === true) app.reportLinks = false
  if (values.dht === true) app.dht = true
  const nodes = text('dht-bootstrap')
  if (nodes !== undefined) app.dhtBootstrap = readNodes(nodes)
  const webPort = readPort('web-port', text('web-port')) ?? 0
  return { app, webPort, openBrowser: values['no-open'] !== true, files: positionals }
}

function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65535)) throw new OptionError(`--${name} ${text} is not a port: give a number from 0 to 65535.`)
  return port
}

function readRange(text: string) {
  const range = parsePortRange(text)
  if (!range)
    throw new OptionError(`--client-ports ${text} is not a range of ports: give two numbers, such as 5001-5010.`)
  return range
}

function readRate(text: string): number {
  const bytesPerSec = parseByteSize(text)
  if (!bytesPerSec) throw new OptionError(`--demo-rate ${text} is not a speed: give a size per second, such as 256KiB.`)
  return bytesPerSec
}

function readNodes(text: string) {
  const nodes = parseBootstrapNodes(text)
  if (!nodes) throw new OptionError(`--dht-bootstrap ${text} is not a list of nodes: give some such as 127.0.0.1:6881.`)
  return nodes
}

/** Where each system keeps the data of one user's programs, for us: the same folder whichever shell runs. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Swarmscope')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Swarmscope')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'swarmscope')
}
