import { setTimeout as delay } from 'node:timers/promises'

// Collection by collection the heap shrinks.
const collections = 4
const pauseMs = 500

/** What a process takes: what it uses, and what the system has given it. */
export interface MemoryAtRest {
  readonly usedBytes: number
  readonly rssBytes: number
}

/** What this process takes once what is no longer used has been let go; it wants to be run with `--expose-gc`. */
export async function memoryAtRest(): Promise<MemoryAtRest> {
  for (let times = 0; times < collections; times++) {
    globalThis.gc?.()
    await delay(pauseMs)
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { usedBytes: heapUsed + external, rssBytes: rss }
}
