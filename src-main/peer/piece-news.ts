import type { PieceInFlight, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import type { LinkSet } from './link-set.ts'

const maxInFlightTold = 200

/** What is told of pieces once a tick instead of each time: the new ones of remote peers, and those on their way to us. */
export class PieceNews {
  readonly #infoHash: InfoHash
  readonly #links: LinkSet
  readonly #observe: (fact: SwarmFact) => void
  readonly #newHaves = new Map<PeerId, number[]>()
  #toldInFlight: readonly PieceInFlight[] = []

  constructor(infoHash: InfoHash, links: LinkSet, observe: (fact: SwarmFact) => void) {
    this.#infoHash = infoHash
    this.#links = links
    this.#observe = observe
  }

  remoteHas({ remoteId }: Link, piece: number): void {
    const haves = this.#newHaves.get(remoteId)
    if (haves) haves.push(piece)
    else this.#newHaves.set(remoteId, [piece])
  }

  gone(peer: PeerId): void {
    this.#newHaves.delete(peer)
  }

  /** Pieces were on their way at the last tell(). */
  get hasInFlight(): boolean {
    return this.#toldInFlight.length > 0
  }

  /** Tells what is new; answers the links to peers that have new pieces and do not tell their own progress. */
  tell(inFlight: readonly PieceInFlight[]): Link[] {
    const infoHash = this.#infoHash
    const changed: Link[] = []
    for (const [peer, indices] of this.#newHaves) {
      this.#observe({ type: 'remote-haves', infoHash, peer, indices })
      changed.push(...this.#links.to(peer).filter((link) => !link.speaks.hasTracker))
    }
    this.#newHaves.clear()
    const pieces = inFlight.slice(0, maxInFlightTold)
    if (!isSame(pieces, this.#toldInFlight)) this.#observe({ type: 'pieces-in-flight', infoHash, pieces })
    this.#toldInFlight = pieces
    return changed
  }
}

function isSame(some: readonly PieceInFlight[], others: readonly PieceInFlight[]): boolean {
  const isSameAt = ({ piece, arrived, requested, blocks }: PieceInFlight, i: number) => {
    const other = others[i]
    const isSamePiece = other?.piece === piece && other.blocks === blocks
    return isSamePiece && other.arrived === arrived && other.requested === requested
  }
  return some.length === others.length && some.every(isSameAt)
}
