import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LittleAtATime } from './little-at-a-time.ts'

const maximum = 10

test('all is run in order, never more at a time than weighs the maximum, unless it is one alone, and never less than could be', async () => {
  const weights = fc.array(fc.nat(15), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), weights, async (scheduler, all) => {
      const lane = new LittleAtATime(maximum)
      const running = new Set<number>()
      const started: number[] = []
      const weightOf = (indices: Iterable<number>) => [...indices].reduce((sum, index) => sum + (all[index] ?? 0), 0)
      const results = all.map((weight, index) =>
        lane.run(async () => {
          running.add(index)
          started.push(index)
          if (running.size > 1) expect(weightOf(running)).toBeLessThanOrEqual(maximum)
          await scheduler.schedule(Promise.resolve())
          running.delete(index)
          if (weight % 5 === 4) throw new Error(`${index}`)
          return index
        }, weight),
      )
      const settled = await scheduler.waitFor(Promise.allSettled(results))
      const outcomes = settled.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.message))
      expect(outcomes).toEqual(all.map((weight, index) => (weight % 5 === 4 ? `${index}` : index)))
      expect(started).toEqual(all.map((_, index) => index))
    }),
  )
})

test('what fits goes at once', async () => {
  const lane = new LittleAtATime(maximum)
  const started: number[] = []
  const ends: (() => void)[] = []
  for (const weight of [3, 7, 1]) {
    void lane.run(() => {
      started.push(weight)
      return new Promise<void>((resolve) => ends.push(resolve))
    }, weight)
  }
  expect(started).toEqual([3, 7])
  ends[0]?.()
  await new Promise((resolve) => setImmediate(resolve))
  expect(started).toEqual([3, 7, 1])
})
