import { parseArgs } from 'node:util'
import { parseByteSize } from '../../../src-shared/byte-size.ts'
import { isTrackerUrl, maxTrackers } from '../../../src-shared/metainfo/tracker-url.ts'
import { type Endpoint, parseAddress, splitAddresses } from '../../../src-shared/swarm/address.ts'
import { type ChokingName, chokingProfiles } from '../../../src-shared/swarm/choking.ts'
import { type PickingName, pickingRules } from '../../../src-shared/swarm/picking.ts'
import { type PortRange, parsePortRange } from '../../../src-shared/swarm/port-range.ts'
import { parseBootstrapNodes } from '../../discovery/bootstrap-nodes.ts'
import type { DiscoveryOptions } from '../../discovery/discovery.ts'

/** What one peer without a screen is asked to do. */
export interface TerminalOptions {
  readonly listen: Endpoint
  /** Addresses as typed: a bad one is told like any other that cannot be connected, and stops none of the others. */
  readonly connect: string[]
  /** A file or a folder. */
  readonly seed?: string
  readonly torrent?: string
  /** As typed. */
  readonly magnet?: string
  /** URLs of trackers to announce to, in place of those that the torrent or magnet link names. */
  readonly trackers: readonly string[]
  /** Folder that downloads go to. */
  readonly out: string
  readonly clientPorts: PortRange
  readonly maxRemoteClients: number
  /** Null: unlimited. */
  readonly upBytesPerSec: number | null
  readonly downBytesPerSec: number | null
  readonly choking: ChokingName
  readonly picking: PickingName
  readonly discovery: DiscoveryOptions
  readonly reportsLinks: boolean
  readonly name: string | null
}

/** The options; or the help text that was asked for; or one sentence that says what is wrong with the command line. */
export type ParsedOptions =
  | { readonly ok: true; readonly options: TerminalOptions }
  | { readonly ok: true; readonly help: string }
  | { readonly ok: false; readonly problem: string }

/** What `npm run peer -- --help` prints. */
export const helpText = `Usage: npm run peer -- [options]

Runs one peer with no screen: its server, its tracker and its clients. Ctrl-C leaves the swarm politely.

  --listen HOST:PORT     where its server listens (127.0.0.1:5000); HOST/PORT is read too
  --connect A,B,...      peers to connect to, such as 127.0.0.1/7001; may be given several times
  --seed PATH            share a file or a folder; its torrent is written beside it as PATH.torrent
  --torrent FILE         download what this .torrent describes
  --magnet URI           download what this magnet link names; its torrent comes from the peers
  --tracker URL          announce to this tracker, not to those that it names; may be given several times
  --out DIR              folder for downloads (the current one)
  --client-ports A-B     local ports of its clients (5001-5010)
  --max-clients N        most remote clients that its server serves at once (50)
  --up SIZE              upload limit per second, such as 3MiB or 500KiB (no limit)
  --down SIZE            download limit per second (no limit)
  --choking RULE         whom it lets download: lab, bep3 or none (lab)
  --picking RULE         which piece it asks for: rarest-first, in-order or random (rarest-first)
  --no-local-discovery   neither look for peers on this network nor be found there; it does when its server can be reached
  --dht                  ask the distributed hash table too, which tells the whole world what is shared here
  --dht-bootstrap A,B    nodes to begin with there, such as 127.0.0.1:6881 (well-known ones on the Internet)
  --no-link-reports      do not tell other Swarmscopes which links this peer has
  --name NAME            its name on other peers' screens
  --help                 show this

With none of --seed, --torrent and --magnet it joins the built-in course swarm with nothing to share.`

const flags = {
  listen: { type: 'string', default: '127.0.0.1:5000' },
  connect: { type: 'string', multiple: true, default: [] as string[] },
  seed: { type: 'string' },
  torrent: { type: 'string' },
  magnet: { type: 'string' },
  tracker: { type: 'string', multiple: true, default: [] as string[] },
  out: { type: 'string', default: '.' },
  'client-ports': { type: 'string', default: '5001-5010' },
  'max-clients': { type: 'string', default: '50' },
  up: { type: 'string' },
  down: { type: 'string' },
  choking: { type: 'string', default: 'lab' },
  picking: { type: 'string', default: 'rarest-first' },
  'no-local-discovery': { type: 'boolean', default: false },
  dht: { type: 'boolean', default: false },
  'dht-bootstrap': { type: 'string' },
  'no-link-reports': { type: 'boolean', default: false },
  name: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Reads the arguments after the script's name; never throws. */
export function parseTerminalOptions(args: readonly string[]): ParsedOptions {
  try {
    const values = readFlags(args)
    return values.help ? { ok: true, help: helpText } : { ok: true, options: optionsOf(values) }
  } catch (error) {
    if (error instanceof BadOption) return { ok: false, problem: error.message }
    throw error
  }
}

class BadOption extends Error {}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: false }).values
  } catch (error) {
    // Node's messages name the flag in their first sentence; what follows is about `--` and puzzles students.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/)
    throw new BadOption(`${sentence.replace(/\.$/, '')}. See --help for the options.`)
  }
}

function optionsOf(values: ReturnType<typeof readFlags>): TerminalOptions {
  const { seed, torrent, magnet, up, down, name } = values
  if ([seed, torrent, magnet].filter((given) => given !== undefined).length > 1)
    throw new BadOption(
      'Give one of --seed, --torrent and --magnet: --seed shares what you have, the others download something.',
    )
  return {
    listen: readEndpoint(values.listen),
    connect: values.connect.flatMap(splitAddresses),
    ...(seed === undefined ? {} : { seed: notEmpty('--seed', seed) }),
    ...(torrent === undefined ? {} : { torrent: notEmpty('--torrent', torrent) }),
    ...(magnet === undefined ? {} : { magnet: notEmpty('--magnet', magnet) }),
    trackers: readTrackers(values.tracker),
    out: notEmpty('--out', values.out),
    clientPorts: readPorts(values['client-ports']),
    maxRemoteClients: readMaximum(values['max-clients']),
    upBytesPerSec: readLimit('--up', up),
    downBytesPerSec: readLimit('--down', down),
    choking: readName('--choking', values.choking, chokingProfiles),
    picking: readName('--picking', values.picking, pickingRules),
    discovery: {
      localDiscovery: !values['no-local-discovery'],
      dht: values.dht,
      ...readBootstrap(values['dht-bootstrap']),
    },
    reportsLinks: !values['no-link-reports'],
    name: name === undefined ? null : notEmpty('--name', name),
  }
}

function notEmpty(flag: string, text: string): string {
  if (text.trim() === '') throw new BadOption(`${flag} needs a value.`)
  return text
}

function readEndpoint(text: string): Endpoint {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new BadOption(`--listen: ${parsed.problem}`)
  return { host: parsed.host, port: parsed.port }
}

function readTrackers(urls: readonly string[]): readonly string[] {
  const bad = urls.find((url) => !isTrackerUrl(url))
  if (bad !== undefined)
    throw new BadOption(
      `--tracker: ${bad} is not the URL of a tracker, such as http://10.0.0.251:6969/announce or udp://10.0.0.251:6969.`,
    )
  if (urls.length > maxTrackers) throw new BadOption(`--tracker: give ${maxTrackers} at most.`)
  return urls
}

function readBootstrap(text: string | undefined): Pick<DiscoveryOptions, 'dhtBootstrap'> {
  if (text === undefined) return {}
  const dhtBootstrap = parseBootstrapNodes(text)
  if (!dhtBootstrap) throw new BadOption(`--dht-bootstrap: ${text} is not a list of nodes, such as 127.0.0.1:6881.`)
  return { dhtBootstrap }
}

function readPorts(text: string): PortRange {
  const range = parsePortRange(text)
  if (!range) throw new BadOption(`--client-ports: ${text} is not a range of ports, such as 5001-5010.`)
  return range
}

function readMaximum(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new BadOption(`--max-clients: ${text} is not a number from 1 to 99999.`)
  return Number(text)
}

function readName<Name extends string>(flag: string, text: string, names: Readonly<Record<Name, unknown>>): Name {
  if (Object.hasOwn(names, text)) return text as Name
  throw new BadOption(`${flag}: ${text} is not one of ${Object.keys(names).join(', ')}.`)
}

function readLimit(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const bytesPerSec = parseByteSize(text)
  if (bytesPerSec === undefined || bytesPerSec < 1)
    throw new BadOption(`${flag}: ${text} is not a size per second, such as 3MiB or 500KiB.`)
  return bytesPerSec
}
