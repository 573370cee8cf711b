import type { RoutingEntry } from '../../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../../src-shared/swarm/ids.ts'

/** What the table must know of a swarm to write its entries out. */
export interface RoutedSwarm {
  readonly infoHash: InfoHash
  blockCountAt(piece: number): number
  /** Where a block belongs. */
  placeOf(piece: number, block: number): RoutingEntry['pointer']
}

/** The blocks of one piece: who sent each, and which arrival that was; 0 for one that is not here. */
interface PieceRoutes {
  readonly swarm: RoutedSwarm
  readonly piece: number
  readonly peers: (PeerId | undefined)[]
  readonly arrivals: number[]
}

/**
 * The lab's routing table: which block of which piece of which swarm came from whom, and where it belongs, until its piece
 * is validated. It holds no more than the pieces in flight have blocks: an entry comes with a block that arrives, and goes
 * when its piece is validated or rejected, or its swarm is dropped. Blocks come by the ten thousand a second, so entries
 * are put in order and written out only when they are looked at.
 */
export class RoutingTable {
  readonly #swarms = new Map<RoutedSwarm, Map<number, PieceRoutes>>()
  /** Where the last block went: the next most often goes there too. */
  #last: PieceRoutes | undefined
  #arrivals = 0
  #count = 0
  /** Goes up with every change. */
  version = 0

  /** How many entries there are. */
  get count(): number {
    return this.#count
  }

  /** A block has arrived; it replaces an earlier one with the same place in the same swarm. */
  add(swarm: RoutedSwarm, piece: number, block: number, peer: PeerId): void {
    const routes = this.#routesOf(swarm, piece)
    if (routes.peers[block] === undefined) this.#count++
    routes.peers[block] = peer
    routes.arrivals[block] = ++this.#arrivals
    this.version++
  }

  /** The hash of a piece is known, right or wrong: its entries go. */
  validated(swarm: RoutedSwarm, piece: number): void {
    const pieces = this.#swarms.get(swarm)
    const routes = pieces?.get(piece)
    if (!pieces || !routes) return
    for (const peer of routes.peers) if (peer !== undefined) this.#count--
    pieces.delete(piece)
    if (pieces.size === 0) this.#swarms.delete(swarm)
    if (this.#last === routes) this.#last = undefined
    this.version++
  }

  /** A swarm is left: all its entries go. */
  drop(swarm: RoutedSwarm): void {
    for (const piece of [...(this.#swarms.get(swarm)?.keys() ?? [])]) this.validated(swarm, piece)
  }

  /** The entries that came last, at most `max`, oldest first. */
  latest(max: number): RoutingEntry[] {
    const there: { readonly routes: PieceRoutes; readonly block: number; readonly arrival: number }[] = []
    for (const pieces of this.#swarms.values()) {
      for (const routes of pieces.values()) {
        for (const [block, arrival] of routes.arrivals.entries())
          if (arrival > 0) there.push({ routes, block, arrival })
      }
    }
    there.sort((a, b) => b.arrival - a.arrival)
    const last = there.slice(0, max).reverse()
    return last.flatMap(({ routes, block }) => entryAt(routes, block) ?? [])
  }

  #routesOf(swarm: RoutedSwarm, piece: number): PieceRoutes {
    if (this.#last?.swarm === swarm && this.#last.piece === piece) return this.#last
    const pieces = entryOf(this.#swarms, swarm, () => new Map<number, PieceRoutes>())
    this.#last = entryOf(pieces, piece, () => emptyRoutes(swarm, piece))
    return this.#last
  }
}

function entryAt({ swarm, piece, peers }: PieceRoutes, block: number): RoutingEntry | undefined {
  const peer = peers[block]
  if (peer === undefined) return undefined
  const flag = block === swarm.blockCountAt(piece) - 1 ? 1 : 0
  return { infoHash: swarm.infoHash, peer, piece, block, pointer: swarm.placeOf(piece, block), flag }
}

function emptyRoutes(swarm: RoutedSwarm, piece: number): PieceRoutes {
  const count = swarm.blockCountAt(piece)
  return { swarm, piece, peers: new Array(count).fill(undefined), arrivals: new Array(count).fill(0) }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const value = make()
  map.set(key, value)
  return value
}
