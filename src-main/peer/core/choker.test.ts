import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChokingName, chokingProfiles } from '../../../src-shared/swarm/choking.ts'
import type { LinkId, PeerId } from '../../../src-shared/swarm/ids.ts'
import { seededRandom } from '../../random.ts'
import { type Candidate, type ChokeDecision, Choker } from './choker.ts'

const longAgoMs = -1_000_000

function candidate(name: string, facts: Partial<Candidate> = {}): Candidate {
  return {
    link: name as LinkId,
    peer: `id of ${name}` as PeerId,
    interested: true,
    unchoked: false,
    rateBytesPerSec: 0,
    connectedAtMs: longAgoMs,
    snubbing: false,
    ...facts,
  }
}

/** `a1` … with the rates given. */
const rated = (...rates: number[]) => rates.map((rate, i) => candidate(`a${i + 1}`, { rateBytesPerSec: rate }))
const chokerOf = (choking: ChokingName, seed = 1) => new Choker({ random: seededRandom(seed), choking })
const after = (candidates: readonly Candidate[], decision: ChokeDecision | undefined) =>
  candidates.map((one) => ({ ...one, unchoked: decision?.unchoked.has(one.link) ?? one.unchoked }))
const withReason = (decision: ChokeDecision | undefined, reason: string) =>
  decision?.round.lines.filter((line) => line.reason === reason).map((line) => line.link)

test('the three fastest are unchoked, and one of the others by lot', () => {
  const { round, unchoked } = chokerOf('lab').round(rated(10, 50, 30, 20, 40, 5), 'download', 1000)
  expect(withReason({ round, unchoked }, 'fast')).toEqual(['a2', 'a5', 'a3'])
  expect(withReason({ round, unchoked }, 'optimistic')).toHaveLength(1)
  expect(unchoked.size).toBe(4)
  expect(round).toMatchObject({ choking: 'lab', round: 1, rankedBy: 'download', nextInMs: 30_000 })
  expect(round.lines[0]).toEqual({
    link: 'a2',
    peer: 'id of a2',
    rank: 1,
    rateBytesPerSec: 50,
    unchoked: true,
    changed: true,
    reason: 'fast',
  })
  expect(round.lines.slice(4).map(({ reason, changed }) => [reason, changed])).toEqual([
    ['slower', false],
    ['slower', false],
  ])
})

test('rounds are 30 s apart under lab and 10 s under bep3, and another profile makes one due at once', () => {
  const choker = chokerOf('lab')
  expect(choker.nextRoundAtMs).toBe(0)
  choker.round([], 'download', 1_000)
  expect(choker.nextRoundAtMs).toBe(31_000)
  choker.choking = 'lab'
  expect(choker.nextRoundAtMs).toBe(31_000)
  choker.choking = 'bep3'
  expect(choker.nextRoundAtMs).toBe(0)
  expect(choker.round([], 'download', 2_000).round).toMatchObject({ choking: 'bep3', round: 2, nextInMs: 10_000 })
})

test('while nobody has uploaded yet, the slots go out all the same', () => {
  const decision = chokerOf('bep3').round(rated(0, 0, 0, 0, 0), 'download', 0)
  expect(withReason(decision, 'free-slot')).toHaveLength(3)
  expect(withReason(decision, 'optimistic')).toHaveLength(1)
})

test('under none everybody who is interested is unchoked', () => {
  const candidates = [
    ...rated(...new Array<number>(60).fill(1)),
    candidate('idle', { interested: false, unchoked: true }),
  ]
  const decision = chokerOf('none').round(candidates, 'download', 0)
  expect(decision.unchoked.size).toBe(60)
  expect(decision.unchoked.has('idle' as LinkId)).toBe(false)
  expect(decision.round.lines).toHaveLength(50)
  expect(new Set(decision.round.lines.map((line) => line.reason))).toEqual(new Set(['everybody']))
})

test('the optimistic slot is kept for 30 s, whatever rounds come meanwhile, and then drawn anew', () => {
  const owners = new Set<string>()
  for (let seed = 0; seed < 20; seed++) {
    const choker = chokerOf('bep3', seed)
    let candidates = rated(9, 9, 9, 0, 0, 0, 0)
    const owner = (nowMs: number) => {
      const decision = choker.round(candidates, 'download', nowMs)
      candidates = after(candidates, decision)
      return withReason(decision, 'optimistic')?.[0]
    }
    const first = owner(0)
    expect([owner(10_000), owner(20_000)]).toEqual([first, first])
    owners.add(`${owner(30_000) === first}`)
  }
  expect(owners).toEqual(new Set(['true', 'false']))
})

test('an optimistic peer that has become one of the fastest makes way for another draw', () => {
  const choker = chokerOf('bep3')
  const candidates = rated(9, 8, 7, 0, 0)
  const first = choker.round(candidates, 'download', 0)
  const lucky = withReason(first, 'optimistic')?.[0]
  const later = after(candidates, first).map((one) => (one.link === lucky ? { ...one, rateBytesPerSec: 99 } : one))
  const second = choker.round(later, 'download', 10_000)
  expect(withReason(second, 'fast')?.[0]).toBe(lucky)
  expect(withReason(second, 'optimistic')).toHaveLength(1)
  expect(withReason(second, 'optimistic')).not.toContain(lucky)
})

test('whoever has snubbed us gets no regular slot under bep3, but may be drawn; lab knows no such rule', () => {
  const candidates = [candidate('snub', { rateBytesPerSec: 99, snubbing: true, unchoked: true }), ...rated(3, 2, 1, 1)]
  const seen = new Set<string | undefined>()
  for (let seed = 0; seed < 20; seed++) {
    const { round } = chokerOf('bep3', seed).round(candidates, 'download', 0)
    const line = round.lines.find((one) => one.link === 'snub')
    expect(line?.rank).toBeNull()
    seen.add(line?.reason)
  }
  expect(seen).toEqual(new Set(['optimistic', 'snubbed-us']))
  expect(withReason(chokerOf('lab').round(candidates, 'download', 0), 'fast')).toContain('snub')
})

test('of equally fast peers those unchoked already stay so, and otherwise each has its chance', () => {
  const fresh = rated(5, 5, 5, 5, 5)
  const winners = new Set<string>()
  for (let seed = 0; seed < 50; seed++) {
    const choker = chokerOf('bep3', seed)
    const first = choker.round(fresh, 'download', 0)
    for (const link of withReason(first, 'fast') ?? []) winners.add(link)
    const second = choker.round(after(fresh, first), 'download', 10_000)
    // The one drawn by lot is unchoked as well, so it may change places with a regular one, but nobody else comes in.
    expect([...second.unchoked].filter((link) => !first.unchoked.has(link)).length).toBeLessThanOrEqual(1)
    expect(withReason(second, 'fast')?.every((link) => first.unchoked.has(link))).toBe(true)
  }
  expect(winners.size).toBe(5)
})

test('a slot that somebody left is given at once to the fastest who waits, without another ranking', () => {
  const choker = chokerOf('lab')
  const candidates = rated(90, 80, 70, 6, 5, 4)
  const first = choker.round(candidates, 'download', 0)
  const lucky = withReason(first, 'optimistic')?.[0]
  const waiting = ['a4', 'a5', 'a6'].filter((link) => link !== lucky)
  const left = after(candidates, first).filter((one) => one.link !== 'a2')
  expect(choker.fill(after(candidates, first), 'download', 4_000)).toBeUndefined()
  const filled = choker.fill(left, 'download', 5_000)
  expect(withReason(filled, 'free-slot')).toEqual([waiting[0]])
  expect(filled?.round).toMatchObject({ round: 1, nextInMs: 25_000 })
  expect(filled?.round.lines.filter((line) => line.changed).map((line) => line.link)).toEqual([waiting[0]])
  expect(filled?.round.lines.map(({ link, rank }) => [link, rank])).toContainEqual(['a3', 3])
  expect(withReason(filled, 'optimistic')).toEqual([lucky])
  expect(choker.fill(after(left, filled), 'download', 6_000)).toBeUndefined()
})

test('who loses interest keeps its slot until somebody else takes it, or the next round', () => {
  const choker = chokerOf('bep3')
  const four = rated(4, 3, 2, 1)
  const idle = after(four, choker.round(four, 'download', 0)).map((one) =>
    one.link === 'a1' ? { ...one, interested: false } : one,
  )
  expect(choker.fill(idle, 'download', 1_000)).toBeUndefined()
  const filled = choker.fill([...idle, candidate('new')], 'download', 2_000)
  expect([...(filled?.unchoked ?? [])].sort()).toEqual(['a2', 'a3', 'a4', 'new'])
  expect(withReason(filled, 'not-interested')).toEqual(['a1'])
  expect(choker.round(idle, 'download', 10_000).unchoked.has('a1' as LinkId)).toBe(false)
})

test('a newcomer is drawn three times as often under bep3, and as often as the others under lab', () => {
  const share = (choking: ChokingName, connectedAtMs: number) => {
    const crowd = [
      ...rated(9, 9, 9),
      candidate('new', { connectedAtMs }),
      ...'bcdefghij'.split('').map((c) => candidate(c)),
    ]
    const seeds = Array.from({ length: 2000 }, (_, seed) => chokerOf(choking, seed).round(crowd, 'download', 100_000))
    return seeds.filter((decision) => withReason(decision, 'optimistic')?.[0] === 'new').length / seeds.length
  }
  expect(share('bep3', 70_001)).toBeGreaterThan(3 / 12 - 0.04)
  expect(share('bep3', 70_001)).toBeLessThan(3 / 12 + 0.04)
  expect(share('bep3', 70_000)).toBeLessThan(1 / 10 + 0.03)
  expect(share('lab', 70_001)).toBeLessThan(1 / 10 + 0.03)
})

test('everybody who is interested is drawn sooner or later', () => {
  const choker = chokerOf('bep3', 7)
  let candidates = rated(9, 9, 9, ...new Array<number>(10).fill(0))
  const drawn = new Set<string>()
  for (let nowMs = 0; nowMs < 3_000_000; nowMs += 10_000) {
    const decision = choker.round(candidates, 'download', nowMs)
    for (const link of withReason(decision, 'optimistic') ?? []) drawn.add(link)
    candidates = after(candidates, decision)
  }
  expect(drawn.size).toBe(10)
})

const anyCandidates = fc
  .array(
    fc.record({
      interested: fc.boolean(),
      rateBytesPerSec: fc.oneof(fc.constant(0), fc.nat(5), fc.nat(1_000_000)),
      connectedAtMs: fc.nat(60_000),
      snubbing: fc.boolean(),
    }),
    { maxLength: 70 },
  )
  .map((all) => all.map((facts, i) => candidate(`c${i}`, facts)))

const anySteps = fc.array(
  fc.record({
    candidates: anyCandidates,
    choking: fc.constantFrom<ChokingName>('lab', 'bep3', 'none'),
    isRound: fc.boolean(),
    waitMs: fc.nat(40_000),
  }),
  { minLength: 1, maxLength: 12 },
)

test('whatever happens, slots are never exceeded, none is wasted, and only the interested hold one', () => {
  fc.assert(
    fc.property(anySteps, fc.nat(), (steps, seed) => {
      const choker = chokerOf('bep3', seed)
      let nowMs = 60_000
      let unchoked: ReadonlySet<LinkId> = new Set()
      for (const step of steps) {
        nowMs += step.waitMs
        if (step.choking !== choker.choking) choker.choking = step.choking
        const isRound = step.isRound || nowMs >= choker.nextRoundAtMs
        const candidates = step.candidates.map((one) => ({ ...one, unchoked: unchoked.has(one.link) }))
        const decision = isRound
          ? choker.round(candidates, 'download', nowMs)
          : choker.fill(candidates, 'download', nowMs)
        unchoked = new Set(
          candidates.filter((one) => decision?.unchoked.has(one.link) ?? one.unchoked).map((one) => one.link),
        )
        const { slots, snubbedAfterMs } = chokingProfiles[step.choking]
        const interested = candidates.filter((one) => one.interested)
        const welcome = interested.filter((one) => !one.snubbing || snubbedAfterMs === null)
        const served = interested.filter((one) => unchoked.has(one.link))
        if (isRound) expect(served.length).toBe(unchoked.size)
        expect(unchoked.size).toBeLessThanOrEqual(slots ?? candidates.length)
        expect(served.length).toBeGreaterThanOrEqual(Math.min(slots ?? 70, welcome.length))
        const lines = decision?.round.lines ?? []
        expect(lines.length).toBe(decision ? Math.min(50, candidates.length) : 0)
        for (const line of lines) {
          expect(line.unchoked).toBe(unchoked.has(line.link))
          expect(line.changed).toBe(candidates.some((one) => one.link === line.link && one.unchoked !== line.unchoked))
          expect(['fast', 'optimistic', 'free-slot', 'everybody'].includes(line.reason)).toBe(line.unchoked)
        }
      }
    }),
  )
})

test('a free rider is only ever unchoked by lot while three others upload to us', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 20 }), fc.nat(), (rates, seed) => {
      const choker = chokerOf('bep3', seed)
      let candidates = [candidate('rider'), ...rated(...rates)]
      for (let nowMs = 0; nowMs < 100_000; nowMs += 10_000) {
        const decision = choker.round(candidates, 'download', nowMs)
        const line = decision.round.lines.find((one) => one.link === 'rider')
        expect(line?.reason).toMatch(/^(?:optimistic|slower)$/)
        candidates = after(candidates, decision)
      }
    }),
  )
})
