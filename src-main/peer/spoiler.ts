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

  /** Changes one byte of the block that is to be sent, if that is wished for. */
  spoil({ piece, begin }: BlockRequest, block: Uint8Array): void {
    const wish = this.wish.wanted ? this.wish : this.#peerWish
    if (!wish.wanted) return
    wish.wanted = false
    const { id, infoHash, remoteId } = this.#link
    this.#observe({ type: 'block-corrupted', infoHash, link: id, remote: remoteId, piece, block: begin / blockLength })
    block[0] = ~(block[0] ?? 0)
  }
}
