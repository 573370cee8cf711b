import { parseByteSize } from '../../src-shared/byte-size.ts'

/** What was typed as a limit, read: bytes per second, null for none, or what is wrong with it. */
export type LimitRead = { readonly value: number | null } | { readonly problem: string }

const leastBytesPerSec = 1024

/** Reads a limit: `300` is KiB/s, `2 MiB/s` says its own unit, and nothing is no limit. */
export function readLimit(text: string): LimitRead {
  const typed = text.trim()
  if (typed === '') return { value: null }
  const bytesPerSec = parseByteSize(/^[\d.]+$/.test(typed) ? `${typed} KiB` : typed)
  if (bytesPerSec === undefined) return { problem: 'Type a number of KiB/s, such as 300, or nothing for no limit.' }
  if (bytesPerSec < leastBytesPerSec) return { problem: 'The least limit is 1 KiB/s. Type nothing for no limit.' }
  return { value: bytesPerSec }
}

/** A limit as its field shows it: KiB/s, to two decimals; empty for none. */
export function limitText(bytesPerSec: number | null): string {
  return bytesPerSec === null ? '' : String(Math.round((bytesPerSec / 1024) * 100) / 100)
}
