import type { PeerSettings } from '../../src-shared/swarm/events.ts'
import { parsePortRange } from '../../src-shared/swarm/port-range.ts'

/** The settings as they are typed. */
export interface SettingsText {
  readonly name: string
  readonly serverPort: string
  readonly clientPorts: string
  readonly maxRemoteClients: string
  readonly openToNetwork: boolean
  readonly localDiscovery: boolean
  readonly dht: boolean
  readonly demoApart: boolean
  readonly reportLinks: boolean
}

/** What is wrong with each field, in words. */
export type SettingsProblems = Partial<Record<keyof SettingsText, string>>

export const maxNameLength = 40
const maxClients = 1000

/** The settings as the form shows them. */
export function textOf(settings: PeerSettings): SettingsText {
  const { first, last } = settings.clientPorts
  return {
    name: settings.name,
    serverPort: String(settings.serverPort),
    clientPorts: first === last ? String(first) : `${first}-${last}`,
    maxRemoteClients: String(settings.maxRemoteClients),
    openToNetwork: settings.openToNetwork,
    localDiscovery: settings.localDiscovery,
    dht: settings.dht,
    demoApart: settings.demoApart,
    reportLinks: settings.reportLinks,
  }
}

/** Reads the form: the settings, or what is wrong with it. */
export function readSettings(text: SettingsText): { settings: PeerSettings } | { problems: SettingsProblems } {
  const name = text.name.trim()
  const serverPort = wholeNumber(text.serverPort, 1, 65535)
  const clientPorts = parsePortRange(text.clientPorts)
  const maxRemoteClients = wholeNumber(text.maxRemoteClients, 1, maxClients)
  const problems: SettingsProblems = {
    ...(name === '' && { name: 'Give this peer a name, so that others can tell it apart.' }),
    ...(name.length > maxNameLength && { name: `A name has at most ${maxNameLength} characters.` }),
    ...(serverPort === undefined && { serverPort: 'A port is a whole number from 1 to 65535, such as 5000.' }),
    ...(clientPorts === undefined && { clientPorts: 'Type the first and the last port, such as 5001-5010.' }),
    ...(maxRemoteClients === undefined && { maxRemoteClients: `Type a whole number from 1 to ${maxClients}.` }),
  }
  if (serverPort === undefined || clientPorts === undefined || maxRemoteClients === undefined) return { problems }
  if (serverPort >= clientPorts.first && serverPort <= clientPorts.last)
    problems.clientPorts = `The server listens on ${serverPort}, so the clients cannot use that port too.`
  if (Object.keys(problems).length > 0) return { problems }
  const { openToNetwork, localDiscovery, dht, demoApart, reportLinks } = text
  const switches = { openToNetwork, localDiscovery, dht, demoApart, reportLinks }
  return { settings: { name, serverPort, clientPorts, maxRemoteClients, ...switches } }
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : undefined
}
