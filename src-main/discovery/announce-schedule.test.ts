import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { seededRandom } from '../random.ts'
import { AnnounceSchedule, localTimes } from './announce-schedule.ts'

const one = '11'.repeat(20) as InfoHash
const two = '22'.repeat(20) as InfoHash
const minuteMs = 60_000

/** When each info hash is announced while time passes in steps of a quarter of a second. */
function run(schedule: AnnounceSchedule, untilMs: number, at: (nowMs: number) => void = () => undefined): number[] {
  const sent: number[] = []
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 250) {
    at(nowMs)
    for (const _ of schedule.take(nowMs, 10)) sent.push(nowMs)
  }
  return sent
}

function scheduleOf(...infoHashes: InfoHash[]): AnnounceSchedule {
  const schedule = new AnnounceSchedule(seededRandom(1))
  schedule.keep(infoHashes, 0)
  return schedule
}

describe('announces of one info hash', () => {
  test('begin with a burst, then come every five minutes or a little more', () => {
    const [first, second, third, ...steady] = run(scheduleOf(one), 60 * minuteMs)
    expect([first, second, third]).toEqual([0, 2_000, 10_000])
    expect(steady.length).toBeGreaterThanOrEqual(10)
    const gaps = steady.map((atMs, i) => atMs - (steady[i - 1] ?? 10_000))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5 * minuteMs)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5.5 * minuteMs + 250)
  })

  test('answer a newcomer soon, all at different times', () => {
    const answers = [1, 2, 3].map((seed) => {
      const schedule = new AnnounceSchedule(seededRandom(seed))
      schedule.keep([one], 0)
      return run(schedule, 3 * minuteMs, (nowMs) => nowMs === 2 * minuteMs && schedule.answer(one, nowMs))[3]!
    })
    for (const atMs of answers) {
      expect(atMs).toBeGreaterThanOrEqual(2 * minuteMs + localTimes.answerMs.from)
      expect(atMs).toBeLessThanOrEqual(2 * minuteMs + localTimes.answerMs.to + 250)
    }
    expect(new Set(answers).size).toBeGreaterThan(1)
  })

  test('that answer newcomers wait until the minute is over', () => {
    const schedule = scheduleOf(one)
    const sent = run(schedule, 3 * minuteMs, (nowMs) => nowMs === 20_000 && schedule.answer(one, nowMs))
    expect(sent).toEqual([0, 2_000, 10_000, 10_000 + minuteMs])
  })

  test('in a burst are no answer besides', () => {
    const schedule = scheduleOf(one)
    expect(run(schedule, minuteMs, (nowMs) => nowMs < 10_000 && schedule.answer(one, nowMs))).toEqual([
      0, 2_000, 10_000,
    ])
  })

  test('that nobody wants to know any more end, and begin anew', () => {
    const schedule = scheduleOf(one, two)
    const sent = run(schedule, 2 * minuteMs, (nowMs) => schedule.keep(nowMs < minuteMs ? [two] : [one, two], nowMs))
    expect(sent).toEqual([0, 2_000, 10_000, ...[0, 2_000, 10_000].map((atMs) => atMs + minuteMs)])
  })

  test('that are due together go out a few at a time, none forgotten', () => {
    const many = Array.from({ length: 7 }, (_, i) => `${i}`.repeat(40) as InfoHash)
    const schedule = scheduleOf(...many)
    const taken = [schedule.take(0, 3), schedule.take(1, 3), schedule.take(2, 3)]
    expect(taken.map(({ length }) => length)).toEqual([3, 3, 1])
    expect(new Set(taken.flat()).size).toBe(7)
  })

  test('never come twice in a minute after the burst, whoever joins whenever', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 15 * minuteMs })), fc.integer(), (joins, seed) => {
        const schedule = new AnnounceSchedule(seededRandom(seed))
        schedule.keep([one], 0)
        const answer = (nowMs: number) => {
          if (joins.some((atMs) => atMs >= nowMs && atMs < nowMs + 250)) schedule.answer(one, nowMs)
        }
        const [, , ...steady] = run(schedule, 16 * minuteMs, answer)
        for (let i = 1; i < steady.length; i++) expect(steady[i]! - steady[i - 1]!).toBeGreaterThanOrEqual(minuteMs)
      }),
      { numRuns: 40 },
    )
  })
})
