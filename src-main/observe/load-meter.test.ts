import { expect, test } from 'vitest'
import { createLoadMeter } from './load-meter.ts'

test('what a process takes is told since the last time, and no sooner than it can be told', () => {
  let usage = { cpuMs: 5_000, atMs: 70_000 }
  const load = createLoadMeter(() => usage, 4)
  const after = (ms: number, cpuMs: number) => {
    usage = { cpuMs: usage.cpuMs + cpuMs, atMs: usage.atMs + ms }
    return load()
  }
  expect(load()).toBe(0)
  expect(after(1_000, 2_000)).toBe(0.5)
  expect(after(100, 400)).toBe(0.5)
  // The 100 ms before are in it.
  expect(after(900, 0)).toBe(0.1)
  expect(after(1_000, 0)).toBe(0)
  expect(after(1_000, 4_100)).toBe(1)
})
