const mostMs = 10_000

/** What was typed as a latency, read: whole ms up to 10 s, nothing for none; or what is wrong with it. */
export function readLatency(text: string): { readonly value: number } | { readonly problem: string } {
  const typed = text.trim().replace(/\s*ms$/, '')
  if (typed === '') return { value: 0 }
  const value = Number(typed)
  return /^\d+$/.test(typed) && value <= mostMs
    ? { value }
    : { problem: 'Type a whole number of ms up to 10000, such as 200, or nothing for none.' }
}

/** A latency as its field shows it; empty for none. */
export function latencyText(latencyMs: number): string {
  return latencyMs === 0 ? '' : String(latencyMs)
}
