import { formatRate } from '../byte-size.ts'
import type { Faults, Limits } from './events.ts'

/** Limits in words: `128 KiB/s up, no limit down`. */
export function limitWords({ upBytesPerSec, downBytesPerSec }: Limits): string {
  if (upBytesPerSec === null && downBytesPerSec === null) return 'no limits'
  return `${limitOf(upBytesPerSec)} up, ${limitOf(downBytesPerSec)} down`
}

function limitOf(bytesPerSec: number | null): string {
  return bytesPerSec === null ? 'no limit' : formatRate(bytesPerSec)
}

/** Trouble on purpose in words: `frozen on purpose, 500 ms late on purpose`; empty when there is none. */
export function faultWords({ frozen, latencyMs }: Faults): string {
  const words = frozen ? ['frozen on purpose'] : []
  if (latencyMs > 0) words.push(`${latencyMs} ms late on purpose`)
  return words.join(', ')
}
