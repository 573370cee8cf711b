import { toHex } from '../swarm/hex.ts'
import type { InfoHash } from '../swarm/ids.ts'
import { readQuery } from './query-string.ts'
import { maxScrapedSwarms } from './udp-tracker.ts'

const hashLength = 20

/**
 * Reads the query of a scrape (BEP 48): the info hashes asked for, none where all swarms are meant, at most 74. A sentence
 * instead where one is wrong.
 */
export function readScrapeRequest(query: Uint8Array): InfoHash[] | string {
  const hashes: InfoHash[] = []
  let isRight = true
  const isWhole = readQuery(query, (name, value) => {
    if (name !== 'info_hash') return
    isRight &&= value.length === hashLength
    if (isRight && hashes.length < maxScrapedSwarms) hashes.push(toHex(value) as InfoHash)
  })
  if (!isWhole) return 'The scrape URL is broken: a % is not followed by two hex digits.'
  return isRight ? hashes : 'An info_hash needs 20 bytes: percent-encode the raw bytes, not their hex digits.'
}
