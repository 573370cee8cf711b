import { expect, test } from 'vitest'
import type { InfoHash } from '../swarm/ids.ts'
import { decodeBencode } from './bencode.ts'
import { encodeScrapeReply } from './scrape-reply.ts'

const hash = (byte: string) => byte.repeat(20) as InfoHash
const counts = { seeders: 1, completed: 2, leechers: 3 }

test('the answer has the counts of each swarm under its raw hash, sorted', () => {
  const reply = encodeScrapeReply(new Map([hash('ff'), hash('01')].map((infoHash) => [infoHash, counts])), 30)
  const entry = new Map(Object.entries({ complete: 1, downloaded: 2, incomplete: 3 }))
  const files = new Map(['\x01', '\xff'].map((byte) => [byte.repeat(20), entry]))
  const flags = new Map(Object.entries({ min_request_interval: 30 }))
  expect(decodeBencode(reply)).toEqual(new Map(Object.entries({ files, flags })))
})
