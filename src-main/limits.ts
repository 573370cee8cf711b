import type { Limits } from '../src-shared/swarm/events.ts'

const smallest = 1024
const largest = 2 ** 40

/** Whether a value from outside is limits: each 1 KiB/s to 1 TiB/s, or null for none. */
export function isLimits(value: unknown): value is Limits {
  if (typeof value !== 'object' || value === null) return false
  const { upBytesPerSec, downBytesPerSec } = value as Partial<Limits>
  return isLimit(upBytesPerSec) && isLimit(downBytesPerSec)
}

function isLimit(value: unknown): boolean {
  return value === null || (Number.isInteger(value) && Number(value) >= smallest && Number(value) <= largest)
}
