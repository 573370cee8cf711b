import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'

const none: readonly never[] = []

/** The links of one swarm, oldest first, and those to each remote peer. */
export class LinkSet<Each extends Pick<Link, 'remoteId'> = Link> extends Set<Each> {
  readonly #byPeer = new Map<PeerId, readonly Each[]>()

  /** The links to a peer, oldest first. */
  to(peer: PeerId): readonly Each[] {
    return this.#byPeer.get(peer) ?? none
  }

  override add(link: Each): this {
    if (!this.has(link)) this.#byPeer.set(link.remoteId, [...this.to(link.remoteId), link])
    return super.add(link)
  }

  override delete(link: Each): boolean {
    const others = this.to(link.remoteId).filter((other) => other !== link)
    if (others.length > 0) this.#byPeer.set(link.remoteId, others)
    else this.#byPeer.delete(link.remoteId)
    return super.delete(link)
  }

  override clear(): void {
    this.#byPeer.clear()
    super.clear()
  }
}
