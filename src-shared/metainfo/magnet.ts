// Magnet links (BEP 9): a torrent named by its info hash, with hints where to find it.

import { cleanText } from '../clean-text.ts'
import { parseAddress } from '../swarm/address.ts'
import { toHex } from '../swarm/hex.ts'
import { type Address, asInfoHash, type InfoHash } from '../swarm/ids.ts'
import { MetainfoError } from './metainfo-error.ts'
import { isTrackerUrl, maxTrackers } from './tracker-url.ts'

/** What a magnet link says. */
export interface Magnet {
  readonly infoHash: InfoHash
  /** Cleaned for showing; empty when the link has none. */
  readonly name: string
  /** URLs of trackers, http, https or udp, each a tier of its own. */
  readonly trackers: readonly string[]
  /** Where peers of the swarm listen. */
  readonly peers: readonly Address[]
}

const maxLinkLength = 8 * 1024
const maxNameLength = 255
const maxPeers = 20
const base32Digits = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * Reads a magnet link of at most 8 KiB, as people paste it. Trackers and peers that cannot be used, and all after 20 of
 * each, are left out; unknown parameters are ignored. Throws MetainfoError with a sentence that a person can act on.
 */
export function readMagnet(uri: string): Magnet {
  const text = uri.trim()
  if (text.length > maxLinkLength) {
    throw new MetainfoError('This magnet link is longer than 8 KiB. Copy the link alone, or use the .torrent file.')
  }
  const query = /^magnet:\?(.*)$/is.exec(text)?.[1]
  if (query === undefined) {
    throw new MetainfoError(
      'This is not a magnet link: it would begin with magnet:?xt=urn:btih:. Copy it again, whole.',
    )
  }
  const parameters = readParameters(query)
  return {
    infoHash: readInfoHash(parameters.get('xt') ?? []),
    name: cleanText(parameters.get('dn')?.[0] ?? '', maxNameLength),
    trackers: firstOf(maxTrackers, (parameters.get('tr') ?? []).filter(isTrackerUrl)),
    peers: firstOf(maxPeers, (parameters.get('x.pe') ?? []).flatMap(readPeer)),
  }
}

/** The magnet link of a torrent; trackers and peers that readMagnet() would leave out, or that pass 8 KiB, are left out. */
export function writeMagnet({ infoHash, name, trackers, peers }: Magnet): string {
  const parameters = [
    ...[cleanText(name, maxNameLength)].filter((text) => text !== '').map((text) => `dn=${encodeURIComponent(text)}`),
    // Not percent-encoded: some clients read an address only as it stands.
    ...firstOf(maxPeers, peers).map((address) => `x.pe=${address}`),
    ...firstOf(maxTrackers, trackers.filter(isTrackerUrl)).map((url) => `tr=${encodeURIComponent(url)}`),
  ]
  return parameters.reduce(
    (link, parameter) => (link.length + 1 + parameter.length > maxLinkLength ? link : `${link}&${parameter}`),
    `magnet:?xt=urn:btih:${infoHash}`,
  )
}

/** All values of each parameter; `tr.1` is another `tr`. What is not percent-encoded as it must be is left out. */
function readParameters(query: string): ReadonlyMap<string, readonly string[]> {
  const parameters = new Map<string, string[]>()
  // `&amp;`: copied out of a page's source.
  for (const part of query.split(/&(?:amp;)?/)) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? []
    const key = name.toLowerCase().replace(/\.\d+$/, '')
    // In a name a plus is how many write a blank; a plus itself is percent-encoded.
    const decoded = percentDecoded(key === 'dn' ? value.replaceAll('+', ' ') : value)
    if (decoded !== undefined) parameters.set(key, [...(parameters.get(key) ?? []), decoded])
  }
  return parameters
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function readInfoHash(topics: readonly string[]): InfoHash {
  const hashes = topics.flatMap((topic) => /^urn:btih:(.*)$/is.exec(topic)?.[1] ?? [])
  const infoHash = hashes.map((hash) => asInfoHash(hash) ?? fromBase32(hash)).find((hash) => hash !== undefined)
  if (infoHash) return infoHash
  if (hashes.length > 0) {
    throw new MetainfoError(
      'The info hash in this magnet link is broken: it would be 40 hex digits, or 32 letters and digits. Copy the link again, whole.',
    )
  }
  if (topics.some((topic) => /^urn:btmh:/i.test(topic))) {
    throw new MetainfoError(
      'This magnet link is of a version 2 torrent (BEP 52), and only version 1 is spoken here. Ask for a version 1 or a hybrid torrent.',
    )
  }
  throw new MetainfoError('This magnet link names no torrent: it has no xt=urn:btih:. Copy it again, whole.')
}

/** An info hash in its older spelling, 32 digits of 5 bits each (RFC 4648). */
function fromBase32(text: string): InfoHash | undefined {
  if (!/^[a-z2-7]{32}$/i.test(text)) return undefined
  const bits = Array.from(text.toLowerCase(), (digit) => base32Digits.indexOf(digit).toString(2).padStart(5, '0')).join(
    '',
  )
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2))
  return asInfoHash(toHex(bytes))
}

function readPeer(text: string): Address[] {
  const parsed = parseAddress(text)
  return parsed.ok ? [parsed.address] : []
}

function firstOf<Value>(max: number, values: readonly Value[]): Value[] {
  return [...new Set(values)].slice(0, max)
}
