import type { Limits } from '../../src-shared/swarm/events.ts'
import type { Clock } from '../clock.ts'
import { Throttle } from './throttle.ts'

/** What a peer, its part in one swarm, or its end of one link may move at most, each way; changeable at any time. */
export class Caps {
  readonly up: Throttle
  readonly down: Throttle
  #limits: Limits
  #share: number | null = null

  constructor(clock: Clock, limits: Limits) {
    this.#limits = limits
    this.up = new Throttle(clock, limits.upBytesPerSec)
    this.down = new Throttle(clock, limits.downBytesPerSec)
  }

  /** The limits that were set. */
  get limits(): Limits {
    return this.#limits
  }

  /** Sets other limits. True when less may be downloaded than before: requests beyond that had better be taken back. */
  change(limits: Limits): boolean {
    const isLess = this.down.isAbove(limits.downBytesPerSec)
    this.#limits = limits
    this.down.bytesPerSec = limits.downBytesPerSec
    this.#capUploads()
    return isLess
  }

  /** Beside the limit, uploads keep to this share of another cap; null: there is none to share. */
  keepToShare(bytesPerSec: number | null): void {
    if (bytesPerSec === this.#share) return
    this.#share = bytesPerSec
    this.#capUploads()
  }

  #capUploads(): void {
    const caps = [this.#limits.upBytesPerSec, this.#share].filter((cap) => cap !== null)
    this.up.bytesPerSec = caps.length > 0 ? Math.min(...caps) : null
  }
}
