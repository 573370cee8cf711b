import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { BlockRequest } from './core/piece-download.ts'
import type { Link } from './link.ts'

/** A wish to spoil the next block; it is fulfilled once. */
export interface SpoilWish {
  wanted: boolean
}

/** Spoils a block on purpose as it goes out, to show what a wrong hash does. */
export class Spoiler {
  readonly wish: SpoilWish = { wanted: false }
  readonly #link: Pick<Link, 'id' | 'infoHash' | 'remoteId'>
  readonly #peerWish: SpoilWish
  readonly #observe: (fact: SwarmFact) => void

  /** `peerWish`: for whichever link of the peer sends next. */
  constructor(
    link: Pick<Link, 'id' | 'infoHash' | 'remoteId'>,
    peerWish: SpoilWish,
    observe: (fact: SwarmFact) => void,
  ) {
    this.#link = link
    this.#peerWish = peerWish
    this.#observe = observe
  }

  /** The block to send: as it is, or a copy with one byte changed. */
  spoil({ piece, begin }: BlockRequest, block: Uint8Array): Uint8Array {
    const wish = [this.wish, this.#peerWish].find(({ wanted }) => wanted)
    if (!wish) return block
    wish.wanted = false
    const { id, infoHash, remoteId } = this.#link
    this.#observe({ type: 'block-corrupted', infoHash, link: id, remote: remoteId, piece, block: begin / blockLength })
    const spoilt = block.slice()
    spoilt[0] = ~(spoilt[0] ?? 0)
    return spoilt
  }
}
