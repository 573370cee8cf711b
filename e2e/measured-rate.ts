import { expect } from '@playwright/test'

interface Change {
  readonly count: number
  readonly atMs: number
}

/** How fast a count on the screen grows, per second, from one change of it to another at least `spanMs` later. */
export async function measuredRate(read: () => Promise<number>, spanMs: number): Promise<number> {
  // What was on its way when a limit changed still comes: from the third change on it holds.
  const first = await nextChange(read, await nextChange(read, await nextChange(read)))
  let last = first
  while (last.atMs < first.atMs + spanMs) last = await nextChange(read, last)
  return (1000 * (last.count - first.count)) / (last.atMs - first.atMs)
}

async function nextChange(read: () => Promise<number>, before?: Change): Promise<Change> {
  const from = before?.count ?? (await read())
  let count = from
  await expect.poll(async () => (count = await read()), { intervals: [10] }).toBeGreaterThan(from)
  return { count, atMs: performance.now() }
}
