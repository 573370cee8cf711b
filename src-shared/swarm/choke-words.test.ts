import { expect, it } from 'vitest'
import { chokeLine, chokeRound } from '../testing/sample-events.ts'
import { chokeRoundSentence, isNotable } from './choke-words.ts'
import type { ChokeRound } from './events.ts'
import type { PeerId } from './ids.ts'

const names = (id: PeerId) => `P${Number.parseInt(id, 16)}`
const told = (round: ChokeRound) => chokeRoundSentence(round, 'P1', names)
const fast = chokeLine(2, { unchoked: true, rateBytesPerSec: 319_488, reason: 'fast' })
const idle = chokeLine(6, { reason: 'not-interested' })

it('says whom a round lets download and why, and whom not', () => {
  const lot = chokeLine(5, { unchoked: true, reason: 'optimistic' })
  expect(told(chokeRound(3, fast, lot, chokeLine(3), chokeLine(4, { reason: 'snubbed-us' }), idle))).toBe(
    'P1, round 3 (BEP 3): unchoked P2 (312 KiB/s), P5 by lot; choked P3 (slower), P4 (snubbed us).',
  )
  expect(told(chokeRound(4, { ...idle, changed: true }))).toBe(
    'P1, round 4 (BEP 3): unchoked nobody; choked P6 (not interested).',
  )
})

it('names the first few of a crowd', () => {
  const crowd = Array.from({ length: 30 }, (_, i) => chokeLine(10 + i))
  expect(told(chokeRound(3, fast, ...crowd))).toMatch(/choked P10 \(slower\), .*P17 \(slower\) and 22 more\.$/)
})

it('a round is news when it changed something or chose among several; a filled slot only when it changed something', () => {
  const changed = chokeLine(3, { changed: true })
  expect(isNotable(chokeRound(1, fast, chokeLine(3)), false)).toBe(true)
  expect(isNotable(chokeRound(1, fast, chokeLine(3)), true)).toBe(false)
  expect(isNotable(chokeRound(1, fast, changed), true)).toBe(true)
  expect(isNotable(chokeRound(1, fast, idle), false)).toBe(false)
  expect(isNotable({ ...chokeRound(1, fast, changed), choking: 'none' }, false)).toBe(false)
})
