import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { LinkId } from '../../src-shared/swarm/ids.ts'
import type { RateMeter } from './core/rate-meter.ts'

/** What a report reads of its link. */
export interface Metered {
  readonly id: LinkId
  readonly down: RateMeter
  readonly up: RateMeter
  readonly state: { readonly requested: { readonly size: number } }
}

/** Sums up a link's transfers since the last report, so that tens of thousands of blocks a second become four events. */
export class TransferReport {
  #downTotal = 0
  #upTotal = 0
  #wasBusy = false

  /** Something moved, or was asked for, at the last report: the next one has something to tell. */
  get isBusy(): boolean {
    return this.#wasBusy
  }

  /** The event to tell, or undefined when nothing moves and nothing moved before. */
  next(link: Metered, nowMs: number): SwarmFact | undefined {
    const downBytes = link.down.total - this.#downTotal
    const upBytes = link.up.total - this.#upTotal
    const downBytesPerSec = link.down.bytesPerSec(nowMs)
    const upBytesPerSec = link.up.bytesPerSec(nowMs)
    const requested = link.state.requested.size
    const isBusy = downBytes + upBytes + downBytesPerSec + upBytesPerSec + requested > 0
    if (!isBusy && !this.#wasBusy) return undefined
    this.#downTotal = link.down.total
    this.#upTotal = link.up.total
    this.#wasBusy = isBusy
    return { type: 'link-transferred', link: link.id, downBytes, upBytes, downBytesPerSec, upBytesPerSec, requested }
  }
}
