const slotMs = 250
const slots = 12

/** Bytes per second over the last 3 s, in slots of 250 ms: smooth enough to read, quick enough to follow. */
export class RateMeter {
  /** Made with the first bytes: most links of a large swarm never move any. */
  #bytes: number[] | undefined
  #slot = 0
  #startedAtMs: number | undefined
  total = 0

  add(nowMs: number, bytes: number): void {
    this.#startedAtMs ??= nowMs
    this.#bytes ??= new Array<number>(slots).fill(0)
    this.#forgetBefore(nowMs, this.#bytes)
    this.#bytes[this.#slot % slots] = (this.#bytes[this.#slot % slots] ?? 0) + bytes
    this.total += bytes
  }

  bytesPerSec(nowMs: number): number {
    if (this.#startedAtMs === undefined || !this.#bytes) return 0
    this.#forgetBefore(nowMs, this.#bytes)
    const sum = this.#bytes.reduce((a, b) => a + b, 0)
    // The newest slot counts as far as it has come. Young meters divide by their age, so that a rate is right from its
    // first second on.
    const coveredMs = (slots - 1) * slotMs + (nowMs % slotMs)
    const spanMs = Math.min(coveredMs, Math.max(1000, nowMs - this.#startedAtMs))
    return Math.round((sum * 1000) / spanMs)
  }

  #forgetBefore(nowMs: number, bytes: number[]): void {
    const current = Math.floor(nowMs / slotMs)
    const fresh = Math.min(slots, current - this.#slot)
    for (let i = 1; i <= fresh; i++) bytes[(this.#slot + i) % slots] = 0
    if (fresh > 0) {
      if (current - this.#slot >= slots) bytes.fill(0)
      this.#slot = current
    }
  }
}
