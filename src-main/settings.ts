import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cleanText } from '../src-shared/clean-text.ts'
import type { Limits, PeerSettings } from '../src-shared/swarm/events.ts'
import { CommandError } from './command-failure.ts'
import { listenAt } from './local-peers.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { labPorts } from './peer/config.ts'
import type { PeerSetup } from './peer/peer-setup.ts'
import { sayWhy } from './storage/storage-clause.ts'
import { writeWhole } from './write-whole.ts'

/** What a first start finds. */
export const defaultSettings: PeerSettings = {
  name: 'P1',
  serverPort: labPorts.server,
  clientPorts: labPorts.clients,
  maxRemoteClients: labPorts.maxRemoteClients,
  openToNetwork: false,
  localDiscovery: true,
  dht: false,
  demoApart: false,
  reportLinks: true,
}

const maxNameLength = 40

/** One sentence that says what is wrong with settings from outside; undefined when they can be used. */
export function settingsProblem(value: unknown): string | undefined {
  const settings = value as Partial<PeerSettings> | null
  if (typeof settings !== 'object' || settings === null) return 'These are no settings.'
  const { name, serverPort, clientPorts, maxRemoteClients, openToNetwork, localDiscovery, dht } = settings
  const { demoApart, reportLinks } = settings
  if (typeof name !== 'string' || cleanText(name, maxNameLength).trim() === '')
    return 'The name is missing: give this peer a name.'
  if (!isPort(serverPort)) return 'The server port must be a number from 1 to 65535; the course uses 5000.'
  if (!isPort(clientPorts?.first) || !isPort(clientPorts?.last) || clientPorts.first > clientPorts.last) {
    return 'The client ports must be a range such as 5001–5010.'
  }
  if (serverPort >= clientPorts.first && serverPort <= clientPorts.last) {
    return `The server port ${serverPort} lies inside the client ports ${clientPorts.first}–${clientPorts.last}: move one of them.`
  }
  if (!Number.isInteger(maxRemoteClients) || Number(maxRemoteClients) < 1 || Number(maxRemoteClients) > 10_000) {
    return 'The server must take at least 1 and at most 10000 remote clients.'
  }
  if (typeof openToNetwork !== 'boolean') return 'Say whether other computers may join.'
  if (typeof localDiscovery !== 'boolean') return 'Say whether peers on this network are looked for.'
  if (typeof dht !== 'boolean') return 'Say whether the distributed hash table is asked.'
  if (typeof demoApart !== 'boolean') return 'Say whether demo peers get addresses of their own.'
  return typeof reportLinks === 'boolean' ? undefined : 'Say whether other Swarmscopes are told of the links here.'
}

// Only the fields that were checked, without anything else that came with them.
function cleanSettings(settings: PeerSettings): PeerSettings {
  const { name, serverPort, clientPorts, maxRemoteClients, openToNetwork, localDiscovery, dht } = settings
  const { demoApart, reportLinks } = settings
  const { first, last } = clientPorts
  return {
    name: cleanText(name, maxNameLength).trim(),
    serverPort,
    clientPorts: { first, last },
    maxRemoteClients,
    openToNetwork,
    localDiscovery,
    dht,
    demoApart,
    reportLinks,
  }
}

/** Reads the saved settings; what is missing or spoilt counts as never saved. */
export async function loadSettings(dataFolder: string): Promise<PeerSettings> {
  try {
    const saved: unknown = JSON.parse(await readFile(join(dataFolder, 'settings.json'), 'utf8'))
    // An earlier version had fewer.
    const whole = { ...defaultSettings, ...(saved as object) }
    return settingsProblem(whole) === undefined ? cleanSettings(whole) : defaultSettings
  } catch {
    return defaultSettings
  }
}

/** The settings in force, and where they are saved. */
export class SettingsStore {
  readonly #dataFolder: string
  readonly #serial = new OneAtATime()
  #current: PeerSettings

  constructor(dataFolder: string, settings: PeerSettings) {
    this.#dataFolder = dataFolder
    this.#current = settings
  }

  get current(): PeerSettings {
    return this.#current
  }

  /** How settings make this window's peer; its limits are saved elsewhere. */
  setupOfMe(limits: Limits, settings = this.#current): PeerSetup {
    const { name, clientPorts, maxRemoteClients, serverPort, reportLinks: reportsLinks } = settings
    const place = listenAt(settings, serverPort)
    return { name, me: true, ...place, clientPorts, maxRemoteClients, reportsLinks, ...limits }
  }

  /** Puts checked settings in force. */
  change(settings: PeerSettings): void {
    this.#current = cleanSettings(settings)
  }

  /** Brings them to the disk. Rejects with a CommandError when that cannot be. */
  async save(): Promise<void> {
    const path = join(this.#dataFolder, 'settings.json')
    const text = `${JSON.stringify(this.#current, null, 2)}\n`
    try {
      await this.#serial.run(() => sayWhy(path, () => writeWhole(path, text)))
    } catch (error) {
      const why = (error as Error).message
      throw new CommandError('bad-settings', `The settings hold now, but they could not be saved: ${why}.`)
    }
  }
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535
}
