// Ports for those who are measured: below those that the system gives away, and each used once in a run.

// The clients of our own peers dial from 10,000 to 29,999.
const first = 30_000
const last = 32_700

let next = first + ((process.pid * 40) % (last - first))

/** One more port. */
export function nextPort() {
  next = next < last ? next + 1 : first
  return next
}
