import { expect, test } from 'vitest'
import type { InfoHash } from '../swarm/ids.ts'
import { decodeBencode } from './bencode.ts'
import { encodeScrapeReply } from './scrape-reply.ts'

const hash = (byte: string) => byte.repeat(20) as InfoHash

test('the answer has the counts of each swarm under its raw hash, sorted', () => {
  const counts = { seeders: 1, completed: 2, leechers: 3 }
  const reply = encodeScrapeReply(
    new Map([
      [hash('ff'), counts],
      [hash('01'), counts],
    ]),
    30,
  )
  const entry = new Map([
    ['complete', 1],
    ['downloaded', 2],
    ['incomplete', 3],
  ])
  expect(decodeBencode(reply)).toEqual(
    new Map([
      [
        'files',
        new Map([
          ['\x01'.repeat(20), entry],
          ['\xff'.repeat(20), entry],
        ]),
      ],
      ['flags', new Map([['min_request_interval', 30]])],
    ]),
  )
})
