// What a tracker answers to an announce, as the announcing side reads it: by HTTP bencoded (BEP 3, BEP 7, BEP 23).

import { cleanText } from '../clean-text.ts'
import { formatAddress } from '../swarm/address.ts'
import type { Address } from '../swarm/ids.ts'
import { canonicalIp } from '../swarm/ip.ts'
import { decodeCompact, type IpFamily } from '../wire/compact-address.ts'
import { type Bencoded, BencodeError, decodeLooseBencode } from './bencode.ts'
import { type BencodedDictionary, bytesField, integerField, textField, utf8Text } from './bencode-field.ts'

/** A tracker's answer; null is what it did not tell. Nothing in it is more than the tracker's word. */
export interface TrackerAnswer {
  readonly intervalSec: number | null
  /** It does not want to be asked sooner than this. */
  readonly minIntervalSec: number | null
  readonly seeders: number | null
  readonly leechers: number | null
  /** At most 200, each once. */
  readonly peers: readonly Address[]
  /** What it wants a person to know, cleaned for showing. */
  readonly warning: string | null
  /** To be sent back with the next announce; at most 256 bytes. */
  readonly trackerId: Uint8Array | null
}

/** The most addresses that are taken from one answer. */
export const maxAnsweredPeers = 200

const maxTextLength = 300
const maxTrackerIdLength = 256
const maxNumber = 2 ** 31 - 1
const maxPort = 0xffff

/** Reads an HTTP tracker's answer, also one that is not quite in order; a sentence instead where it tells why it refused. */
export function readTrackerAnswer(body: Uint8Array): TrackerAnswer | { readonly failure: string } | undefined {
  const reply = readDictionary(body)
  if (!reply) return undefined
  if (reply.has('failure reason')) return { failure: textField(reply, 'failure reason', maxTextLength) ?? '' }
  const peers = [...readPeers(reply.get('peers'), 'ipv4'), ...readPeers(reply.get('peers6'), 'ipv6')]
  const trackerId = bytesField(reply, 'tracker id')?.slice(0, maxTrackerIdLength + 1)
  return {
    intervalSec: integerField(reply, 'interval', 0, maxNumber) ?? null,
    minIntervalSec: integerField(reply, 'min interval', 0, maxNumber) ?? null,
    seeders: integerField(reply, 'complete', 0, maxNumber) ?? null,
    leechers: integerField(reply, 'incomplete', 0, maxNumber) ?? null,
    peers: [...new Set(peers)].slice(0, maxAnsweredPeers),
    warning: textField(reply, 'warning message', maxTextLength) || null,
    trackerId: trackerId && trackerId.length <= maxTrackerIdLength ? trackerId : null,
  }
}

/** The addresses of a compact list, at most 200, each once; those with port 0 are left out. */
export function readCompactPeers(bytes: Uint8Array, family: IpFamily): Address[] {
  const read = decodeCompact(bytes, family, maxAnsweredPeers)
  return [...new Set(read.filter((address) => address !== undefined))]
}

function readDictionary(body: Uint8Array): BencodedDictionary | undefined {
  try {
    const value = decodeLooseBencode(body)
    return value instanceof Map ? value : undefined
  } catch (error) {
    if (error instanceof BencodeError) return undefined
    throw error
  }
}

function readPeers(peers: Bencoded | undefined, family: IpFamily): Address[] {
  if (peers instanceof Uint8Array) return readCompactPeers(peers, family)
  return Array.isArray(peers) ? peers.slice(0, maxAnsweredPeers).flatMap(readPeer) : []
}

function readPeer(peer: Bencoded): Address[] {
  if (!(peer instanceof Map)) return []
  const host = bytesField(peer, 'ip')
  const port = integerField(peer, 'port', 1, maxPort)
  // BEP 3 allows a name too, which would have every tracker choose what is looked up.
  const ip = host && canonicalIp(cleanText(utf8Text(host.subarray(0, maxTextLength)), maxTextLength))
  return ip && port !== undefined ? [formatAddress(ip, port)] : []
}
