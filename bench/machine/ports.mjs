// Ports for those who are measured: below those that the system gives away, and each used once in a run.

// The clients of our own peers dial from 10,000 to 29,999.
const first = 30_000
const last = 32_700

let next = first + ((process.pid * 40) % (last - first))

/** One more port. */
export function nextPort() {
  return nextPorts(1)
}

/**
 * So many ports one after another; answers the first of them.
 * @param {number} count
 */
export function nextPorts(count) {
  if (next + count > last) next = first
  next += count
  return next - count
}
