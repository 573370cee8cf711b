const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** The local time of day of a Unix time in ms: `14:03:27`. */
export function timeOfDay(atMs: number): string {
  return clock.format(atMs)
}
