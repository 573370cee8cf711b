/** Time, handed in: the real app gets systemClock, tests and simulations a manual one. */
export interface Clock {
  /** Unix time in ms. */
  nowMs(): number
  /** Calls back once after `delayMs`; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

const startMs = performance.timeOrigin

/** The computer's own clock. Its timers never keep the process alive by themselves: sockets do that. */
export const systemClock: Clock = {
  // The wall clock of the start, carried on by one that never jumps: durations are measured with it.
  nowMs: () => startMs + performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
