import { setTimeout as delay } from 'node:timers/promises'
import { type MemoryAtRest, memoryAtRest } from '../memory-at-rest.ts'

// Until then connections that say nothing have been ended.
const endingMs = 16_000

/** How many members each swarm has, and where a server knows it, the memory of their table. */
export interface Members {
  readonly members: readonly number[]
  readonly tableBytes?: readonly number[]
}

/** Lets a server that is measured answer its bench: `members` at once, `memory` when it has come to rest. */
export function answerQuestions(count: () => Members): void {
  process.on('message', async (question) => {
    if (question === 'members') process.send?.(count())
    if (question === 'memory') process.send?.({ ...count(), ...(await memoryOnceOver()) })
  })
}

async function memoryOnceOver(): Promise<MemoryAtRest> {
  await delay(endingMs)
  return memoryAtRest()
}
