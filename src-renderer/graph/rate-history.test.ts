import { expect, test } from 'vitest'
import { sampleLink, samplePeer, sampleView } from '../testing/sample-view.ts'
import { createRateHistory } from './rate-history.ts'

const [p1, p2] = [samplePeer(1, 96), samplePeer(2, 12)]
const viewAt = (atMs: number, toDiallerBytesPerSec: number) => ({
  ...sampleView([p1, p2], [sampleLink(p2, p1, 5101, { toDiallerBytesPerSec })]),
  atMs,
})
const key = sampleLink(p2, p1, 5101).key

test('it keeps the rates of the last minute, and no two of the same moment', () => {
  const history = createRateHistory()
  for (const [atMs, rate] of [
    [0, 1],
    [100, 2],
    [600, 3],
    [60_500, 4],
    [61_200, 5],
  ] as const)
    history.note(viewAt(atMs, rate))
  expect(history.samplesOf(key).map((sample) => sample.toDiallerBytesPerSec)).toEqual([4, 5])
})

test('it forgets a link that has gone', () => {
  const history = createRateHistory()
  history.note(viewAt(0, 1))
  history.note({ ...sampleView([p1, p2]), atMs: 1000 })
  expect(history.samplesOf(key)).toEqual([])
})

test('it begins anew when somebody goes back in time', () => {
  const history = createRateHistory()
  for (const atMs of [100_000, 100_600, 10_000, 11_000]) history.note(viewAt(atMs, atMs))
  expect(history.samplesOf(key).map(({ atMs }) => atMs)).toEqual([10_000, 11_000])
})
