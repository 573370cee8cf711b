// Local discovery (BEP 14): a datagram of lines, as in HTTP, that tells everybody on the network who listens for what.

import { asInfoHash, type InfoHash } from '../swarm/ids.ts'

/** The multicast groups of BEP 14, one a kind of IP address, and the UDP port of both. */
export const localGroups = { ipv4: '239.192.152.143', ipv6: 'ff15::efc0:988f', port: 6771 } as const

/** What one datagram tells. */
export interface LocalAnnounce {
  /** The TCP port at which the sender listens, 1–65535; its IP address is the datagram's own. */
  readonly port: number
  readonly infoHashes: readonly InfoHash[]
  /** By which the sender knows its own datagrams again; null when there is none. */
  readonly cookie: string | null
}

/** Bytes that one datagram may have (BEP 14), so that no network cuts it up. */
export const maxLocalAnnounceBytes = 1400

// It is kept for each sender.
const maxCookieLength = 60

// Some clients read nothing else: not in another order, not in other letters, not with other line ends.
const crlf = '\r\n'
const firstLine = 'BT-SEARCH * HTTP/1.1'
const hosts = {
  ipv4: `${localGroups.ipv4}:${localGroups.port}`,
  ipv6: `[${localGroups.ipv6}]:${localGroups.port}`,
} as const

/** The datagram for the group of that kind. Throws a RangeError when it would be longer than BEP 14 allows. */
export function writeLocalAnnounce(family: keyof typeof hosts, announce: LocalAnnounce): Uint8Array {
  const { port, infoHashes, cookie } = announce
  const lines = [
    firstLine,
    `Host: ${hosts[family]}`,
    `Port: ${port}`,
    ...infoHashes.map((infoHash) => `Infohash: ${infoHash}`),
    ...(cookie === null ? [] : [`cookie: ${cookie}`]),
  ]
  const text = lines.join(crlf) + crlf.repeat(3)
  if (text.length > maxLocalAnnounceBytes) throw new RangeError(`${text.length} bytes are too many for one datagram`)
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** Reads a datagram, however its lines are spelt, ended and ordered; undefined when it is none of local discovery. */
export function readLocalAnnounce(bytes: Uint8Array): LocalAnnounce | undefined {
  if (bytes.length > maxLocalAnnounceBytes) return undefined
  const [first = '', ...lines] = String.fromCharCode(...bytes).split(/\r?\n/)
  if (!/^BT-SEARCH +\* +HTTP\/1\.\d+ *$/i.test(first)) return undefined
  const fields = lines.flatMap(readField)
  const valuesOf = (name: string) => fields.filter((field) => field.name === name).map(({ value }) => value)
  const port = readPort(valuesOf('port')[0] ?? '')
  const infoHashes = [...new Set(valuesOf('infohash').flatMap(readInfoHash))]
  if (port === undefined || infoHashes.length === 0) return undefined
  const cookie = valuesOf('cookie')[0]?.slice(0, maxCookieLength)
  return { port, infoHashes, cookie: cookie || null }
}

function readField(line: string): { name: string; value: string }[] {
  const colon = line.indexOf(':')
  if (colon === -1) return []
  return [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }]
}

// Transmission 4.0.0 to 4.0.3 wrote the port as its user's language writes a large number: 51,413 or 51.413, or with a
// narrow space, which is three bytes of UTF-8.
function readPort(text: string): number | undefined {
  const [, thousands, rest] = /^(?:(\d{1,2})[^\d]{1,3})?(\d{1,5})$/.exec(text) ?? []
  if (rest === undefined || (thousands !== undefined && rest.length !== 3)) return undefined
  const port = Number(`${thousands ?? ''}${rest}`)
  return port >= 1 && port <= 65_535 ? port : undefined
}

function readInfoHash(text: string): InfoHash[] {
  const infoHash = asInfoHash(text)
  return infoHash === undefined || /^0+$/.test(infoHash) ? [] : [infoHash]
}
