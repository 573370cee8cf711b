import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
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
  share(swarms: ReadonlyMap<InfoHash, Swarm>): void {
    const maximum = this.#cap.bytesPerSec
    // Most peers have no cap, and then nobody need be counted.
    if (maximum === null && this.#told === '') return
    let files = 0
    for (const swarm of swarms.values()) files += Number(swarm.uploads)
    const shareBytesPerSec = maximum !== null && files > 0 ? Math.floor(maximum / files) : null
    for (const { caps } of swarms.values()) caps.keepToShare(shareBytesPerSec)
    const news = shareBytesPerSec === null ? '' : `${files} ${shareBytesPerSec}`
    if (news === this.#told) return
    this.#told = news
    this.#observe({ type: 'upload-shared', files, shareBytesPerSec })
  }
}
