import { fromHex } from '../swarm/hex.ts'
import type { InfoHash } from '../swarm/ids.ts'
import { type Bencodable, encodeBencode } from './bencode.ts'
import type { SwarmCounts } from './udp-tracker.ts'

/** A tracker's answer to a scrape by HTTP (BEP 48): the counts of each swarm; one that it does not serve is left out. */
export function encodeScrapeReply(swarms: ReadonlyMap<InfoHash, SwarmCounts>, minIntervalSec: number): Uint8Array {
  const files = new Map<string, Bencodable>()
  for (const [infoHash, counts] of swarms) files.set(String.fromCharCode(...fromHex(infoHash)), countsEntry(counts))
  const flags = new Map([['min_request_interval', minIntervalSec]])
  return encodeBencode(
    new Map<string, Bencodable>([
      ['files', files],
      ['flags', flags],
    ]),
  )
}

function countsEntry({ seeders, completed, leechers }: SwarmCounts): ReadonlyMap<string, number> {
  return new Map([
    ['complete', seeders],
    ['downloaded', completed],
    ['incomplete', leechers],
  ])
}
