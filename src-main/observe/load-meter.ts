import { availableParallelism } from 'node:os'

/** What a process has taken so far, and when; both in ms. */
export interface Usage {
  readonly cpuMs: number
  readonly atMs: number
}

// Sooner it would be chance.
const leastMs = 200

/**
 * Answers what part of the computer this process takes, its threads included, from 0 to 1: since it was asked last, and the
 * same again when it is asked too soon after.
 */
export function createLoadMeter(usage: () => Usage = ownUsage, processors = availableParallelism()): () => number {
  let before = usage()
  let load = 0
  return () => {
    const now = usage()
    const passedMs = now.atMs - before.atMs
    if (passedMs < leastMs) return load
    load = Math.min(1, (now.cpuMs - before.cpuMs) / passedMs / processors)
    before = now
    return load
  }
}

function ownUsage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1000, atMs: performance.now() }
}
