import { setTimeout as delay } from 'node:timers/promises'

// Until then connections that say nothing have been ended. Only after that, and collection by collection, does the heap shrink.
const endingMs = 16_000
const collections = 4
const pauseMs = 500

/** How many members each swarm has, and where a server knows it, the memory of their table. */
export interface Members {
  readonly members: readonly number[]
  readonly tableBytes?: readonly number[]
}

/** Lets a server that is measured answer its bench: `members` at once, `memory` when it has come to rest. */
export function answerQuestions(count: () => Members): void {
  process.on('message', async (question) => {
    if (question === 'members') process.send?.(count())
    if (question === 'memory') process.send?.({ ...count(), ...(await memoryAtRest()) })
  })
}

async function memoryAtRest(): Promise<{ usedBytes: number; rssBytes: number }> {
  await delay(endingMs)
  for (let times = 0; times < collections; times++) {
    globalThis.gc?.()
    await delay(pauseMs)
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { usedBytes: heapUsed + external, rssBytes: rss }
}
