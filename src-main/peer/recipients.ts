import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'

/** A remote peer that something is told, the whole of it once, and from then on what has changed. */
export interface Recipient {
  readonly link: Link
  /** It was told the whole. */
  isTold: boolean
}

/** To whom of a swarm something is told. Two of our own kind may have a link each way: each remote peer is told by one of them. */
export class Recipients {
  readonly #wants: (link: Link) => boolean
  readonly #max: number
  readonly #byPeer = new Map<PeerId, Recipient>()

  /** However many want it, no more than `max` are told. */
  constructor(wants: (link: Link) => boolean, max = Number.POSITIVE_INFINITY) {
    this.#wants = wants
    this.#max = max
  }

  get size(): number {
    return this.#byPeer.size
  }

  /** A link says what its peer wants. Answers whether the whole is to go to it. */
  met(link: Link): boolean {
    const known = this.#byPeer.get(link.remoteId)
    if (known ? known.link !== link : this.size >= this.#max) return false
    const wants = this.#wants(link)
    if (!wants) this.#byPeer.delete(link.remoteId)
    else if (!known) this.#byPeer.set(link.remoteId, { link, isTold: false })
    return wants && !known
  }

  /** A link is over; another to the same peer may take its place. Answers whether the whole is to go to that. */
  gone(link: Link, others: readonly Link[]): boolean {
    if (this.#byPeer.get(link.remoteId)?.link !== link) return false
    this.#byPeer.delete(link.remoteId)
    return others.some((other) => this.met(other))
  }

  [Symbol.iterator](): Iterator<Recipient> {
    return this.#byPeer.values()
  }
}
