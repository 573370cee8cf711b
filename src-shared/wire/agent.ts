// Guessing a client from its peer id (BEP 20, "Azureus style"): `-`, two letters, four version characters, `-`; aria2 writes
// `A2-1-36-0-` instead.

import { fromHex } from '../swarm/hex.ts'
import type { PeerId } from '../swarm/ids.ts'

type VersionForm = (version: string) => string

/** Each character is one number, letters going on from 9; zeros from the fourth on are left out: `20A0` is 2.0.10. */
const dotted: VersionForm = (version) => {
  const numbers = [...version].map((character) => Number.parseInt(character, 36))
  while (numbers.length > 3 && numbers.at(-1) === 0) numbers.pop()
  return numbers.join('.')
}

/** The last character says what kind of build it is and is no part of the version: `211s` is 2.1.1. */
const dottedThree: VersionForm = (version) => dotted(version.slice(0, 3))

/** Two digits a number: `0114` is 1.14. */
const pairs: VersionForm = (version) =>
  /^\d{4}$/.test(version) ? `${Number(version.slice(0, 2))}.${Number(version.slice(2))}` : dotted(version)

/** Transmission wrote `2940` for 2.94 until it went over to three numbers with 4.0. */
const transmission: VersionForm = (version) =>
  version < '4' ? `${version.charAt(0)}.${version.slice(1, 3)}` : dottedThree(version)

const clients: ReadonlyMap<string, readonly [name: string, form: VersionForm]> = new Map([
  ['7T', ['aTorrent', dotted]],
  ['AG', ['Ares', dotted]],
  ['AZ', ['Vuze', dotted]],
  ['BC', ['BitComet', pairs]],
  ['BI', ['BiglyBT', dotted]],
  ['BT', ['BitTorrent', dottedThree]],
  ['BW', ['BitTorrent Web', dottedThree]],
  ['DE', ['Deluge', dottedThree]],
  ['FD', ['Free Download Manager', dotted]],
  ['FW', ['FrostWire', dotted]],
  ['GT', ['anacrolix torrent', dotted]],
  ['KT', ['KTorrent', dottedThree]],
  ['LT', ['libtorrent', dotted]],
  ['MO', ['MonoTorrent', dotted]],
  ['PI', ['PicoTorrent', dotted]],
  ['SS', ['Swarmscope', dotted]],
  ['TL', ['Tribler', dotted]],
  ['TR', ['Transmission', transmission]],
  ['UM', ['µTorrent for Mac', dottedThree]],
  ['UT', ['µTorrent', dottedThree]],
  ['UW', ['µTorrent Web', dottedThree]],
  ['WD', ['WebTorrent Desktop', pairs]],
  ['WW', ['WebTorrent', pairs]],
  ['XL', ['Xunlei', dotted]],
  ['lt', ['libTorrent (rTorrent)', dotted]],
  ['qB', ['qBittorrent', dotted]],
  ['rQ', ['rqbit', dotted]],
])

const azureusForm = /^-([0-9A-Za-z]{2})([0-9A-Za-z]{4})-/
const aria2Form = /^A2-(\d{1,3})-(\d{1,3})-(\d{1,3})-/

/** Client name and version guessed from a peer id (BEP 20), or `Unknown client`; no bytes of the id reach the text. */
export function agentOf(peerId: PeerId): string {
  const start = String.fromCharCode(...fromHex(peerId))
  const aria2 = aria2Form.exec(start)
  if (aria2) return `aria2 ${aria2.slice(1).join('.')}`
  const match = azureusForm.exec(start)
  const client = clients.get(match?.[1] ?? '')
  if (!match || !client) return 'Unknown client'
  const [name, form] = client
  return `${name} ${form(match[2] ?? '')}`
}
