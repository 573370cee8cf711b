import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems hand out by themselves, so that what was free stays free. */
const lowest = 10_000
const highest = 30_000

// Tests that run side by side look for theirs apart: what one has found is free until its program listens.
const mostWorkers = 4
const ownCount = (highest - lowest) / mostWorkers
const ownLowest = lowest + ownCount * (Number(process.env.TEST_PARALLEL_INDEX ?? 0) % mostWorkers)

/** The first of `count` neighbouring ports that nothing on this computer uses. */
export async function findFreePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const first = randomInt(ownLowest, ownLowest + ownCount - count)
    if (await areFree(first, count)) return first
  }
  throw new Error(`no ${count} neighbouring free ports from ${ownLowest} on`)
}

async function areFree(first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port++) {
    if (!(await isFree(port))) return false
  }
  return true
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '0.0.0.0', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
