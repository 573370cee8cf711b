import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Swarm } from './swarm.ts'
import type { Throttle } from './throttle.ts'

/** The course's rule U(P) = Umax / Fn: a peer's upload cap, shared evenly over the files that it uploads now. */
export class UploadShare {
  readonly #cap: Throttle
  readonly #observe: (fact: SwarmFact) => void
  #told = ''

  constructor(cap: Throttle, observe: (fact: SwarmFact) => void) {
    this.#cap = cap
    this.#observe = observe
  }

  /** Caps each of the swarms at its share, and tells when that changes. */
  share(swarms: readonly Swarm[]): void {
    const maximum = this.#cap.bytesPerSec
    const files = swarms.filter((swarm) => swarm.uploads).length
    const shareBytesPerSec = maximum !== null && files > 0 ? Math.floor(maximum / files) : null
    for (const swarm of swarms) swarm.caps.keepToShare(shareBytesPerSec)
    const news = shareBytesPerSec === null ? '' : `${files} ${shareBytesPerSec}`
    if (news === this.#told) return
    this.#told = news
    this.#observe({ type: 'upload-shared', files, shareBytesPerSec })
  }
}
