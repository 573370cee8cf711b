/** Ports `first` to `last`, both included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** Reads `5001-5010` (or one port, `5001`); undefined when it is not a range of ports 1–65535 in order. */
export function parsePortRange(text: string): PortRange | undefined {
  const match = /^\s*(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?\s*$/.exec(text)
  if (!match) return undefined
  const first = Number(match[1])
  const last = match[2] === undefined ? first : Number(match[2])
  return first >= 1 && last <= 65535 && first <= last ? { first, last } : undefined
}
