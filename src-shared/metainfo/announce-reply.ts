// What a tracker answers by HTTP (BEP 3, BEP 7, BEP 23): bencoded, its keys in order.

import { endpointOf } from '../swarm/address.ts'
import { decodeCompact } from '../wire/compact-address.ts'
import type { AnnounceRequest } from './announce-request.ts'
import { type Bencodable, encodeBencode } from './bencode.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { SwarmCounts } from './udp-tracker.ts'

/** Whom a tracker tells of: compact addresses of both kinds, 6 and 18 bytes each, and all their peer ids in that order. */
export interface ToldPeers {
  readonly ipv4: Uint8Array
  readonly ipv6: Uint8Array
  readonly ids: Uint8Array
}

/** A tracker's answer to an announce. */
export interface AnnounceReply {
  readonly counts: SwarmCounts
  readonly intervalSec: number
  readonly minIntervalSec: number
  readonly peers: ToldPeers
  /** What the peer should know, one sentence. */
  readonly warning: string | null
}

/** Writes the answer to an announce in the form that was asked for. */
export function writeAnnounceReply(into: ByteWriter, reply: AnnounceReply, form: AnnounceRequest['form']): void {
  const { counts, intervalSec, minIntervalSec, peers, warning } = reply
  into.latin1('d8:completei').number(counts.seeders)
  into.latin1('e10:downloadedi').number(counts.completed)
  into.latin1('e10:incompletei').number(counts.leechers)
  into.latin1('e8:intervali').number(intervalSec)
  into.latin1('e12:min intervali').number(minIntervalSec)
  into.latin1('e5:peers')
  if (form === 'compact') writeCompact(into, peers)
  else into.bytes(encodeBencode(listOf(peers, form === 'list')))
  if (warning !== null) into.latin1('15:warning message').bytes(encodeBencode(warning))
  into.latin1('e')
}

/** Why a tracker does not answer, one sentence: its status is 200 all the same (BEP 3). */
export function encodeFailure(sentence: string): Uint8Array {
  return encodeBencode(new Map([['failure reason', sentence]]))
}

function writeCompact(into: ByteWriter, { ipv4, ipv6 }: ToldPeers): void {
  into.number(ipv4.length).latin1(':').bytes(ipv4)
  if (ipv6.length > 0) into.latin1('6:peers6').number(ipv6.length).latin1(':').bytes(ipv6)
}

const idLength = 20

function listOf({ ipv4, ipv6, ids }: ToldPeers, withIds: boolean): Bencodable[] {
  const addresses = [...decodeCompact(ipv4, 'ipv4', ipv4.length), ...decodeCompact(ipv6, 'ipv6', ipv6.length)]
  return addresses.flatMap((address, i) => {
    if (address === undefined) return []
    const { host, port } = endpointOf(address)
    const entry = new Map<string, Bencodable>([
      ['ip', host],
      ['port', port],
    ])
    return withIds ? [entry.set('peer id', ids.subarray(idLength * i, idLength * (i + 1)))] : [entry]
  })
}
