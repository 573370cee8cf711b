const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
}

/** Reads `3MiB`, `500 KiB`, `1.5MB` or a plain number of bytes, each with or without `/s`; undefined when it is none of these. */
export function parseByteSize(text: string): number | undefined {
  const match = /^\s*(\d{1,15}(?:\.\d{1,6})?)\s*([a-z]*?)(?:\/s)?\s*$/i.exec(text)
  const unit = match && unitBytes[(match[2] ?? '').toLowerCase()]
  if (!match || unit === undefined || unit === null) return undefined
  const bytes = Math.round(Number(match[1]) * unit)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A number of bytes to three significant digits with its binary unit: `5.94 MiB`, `312 KiB`, `17 B`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes)
  let unit = 0
  // 999.5 would be shown as 1000, one digit too many.
  while (value >= 999.5 && unit < binaryUnits.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? Math.round(value) : threeDigits(value)} ${binaryUnits[unit]}`
}

function threeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0)
  return value.toFixed(value >= 9.995 ? 1 : 2)
}

/** A speed in bytes per second: `312 KiB/s`. */
export function formatRate(bytesPerSec: number): string {
  return `${formatBytes(bytesPerSec)}/s`
}

/** A time in seconds, in its one or two largest units: `1 min 20 s`, `2 h 5 min`; `∞` when it never ends. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '∞'
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const inMinutes = Math.floor(whole / 60)
  if (inMinutes < 60) return pair(inMinutes, 'min', whole % 60, 's')
  const inHours = Math.floor(inMinutes / 60)
  if (inHours < 24) return pair(inHours, 'h', inMinutes % 60, 'min')
  return pair(Math.floor(inHours / 24), 'd', inHours % 24, 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
