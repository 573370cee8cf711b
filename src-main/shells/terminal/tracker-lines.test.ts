import { expect, test } from 'vitest'
import type { AnnounceEvent, SwarmFact } from '../../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../../src-shared/swarm/ids.ts'
import { TrackerLines } from './tracker-lines.ts'

const infoHash = '11'.repeat(20) as InfoHash
const [a, b] = ['http://10.0.0.7:6969/announce', 'udp://10.0.0.8:6969']

function linesOf(...facts: readonly SwarmFact[]): string[] {
  const lines: string[] = []
  const tracker = new TrackerLines((line) => lines.push(line))
  for (const fact of facts) tracker.hear(fact)
  return lines
}

function ended(url: string, detail: string | null, event: AnnounceEvent | null = 'started'): SwarmFact {
  const answer = { ok: true, peers: 1, seeders: 1, leechers: 0, warning: null } as const
  const outcome = detail === null ? answer : ({ ok: false, detail } as const)
  return { type: 'announce-ended', infoHash, url, event, outcome, nextInMs: 1_000 }
}

test('a tracker that fails is told once, with the reason, and once more when it answers', () => {
  expect(linesOf(ended(a, 'It is off.'), ended(a, 'It is slow.'), ended(a, null), ended(a, null, null))).toEqual([
    `Announcing to ${a} failed. It is off.`,
    `Announcing to ${a} works now`,
  ])
})

test('each tracker is told of itself, and again when it fails anew', () => {
  expect(linesOf(ended(a, 'A.'), ended(b, 'B.'), ended(a, null), ended(a, 'Again.'))).toEqual([
    `Announcing to ${a} failed. A.`,
    `Announcing to ${b} failed. B.`,
    `Announcing to ${a} works now`,
    `Announcing to ${a} failed. Again.`,
  ])
})

test('nothing is told of one that answers, nor of a farewell that is not heard', () => {
  expect(linesOf(ended(a, null), ended(a, 'It is off.', 'stopped'), { type: 'tracker-running' })).toEqual([])
})
