import type { RoutingEntry } from '../../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../../src-shared/swarm/ids.ts'

/** What the table must know of a swarm to write its entries out. */
export interface RoutedSwarm {
  readonly infoHash: InfoHash
  blockCountAt(piece: number): number
  /** Where a block belongs. */
  placeOf(piece: number, block: number): RoutingEntry['pointer']
}

/** The blocks of one piece: who sent each, and which arrival that was; undefined for one that is not here. */
interface PieceRoutes {
  readonly swarm: RoutedSwarm
  readonly piece: number
  readonly peers: (PeerId | undefined)[]
  readonly arrivals: (number | undefined)[]
}

// Arrivals that were replaced or validated stay in the list until they are as many as the others, and more than this.
const maxStale = 1024

/**
 * The lab's routing table: which block of which piece of which swarm came from whom, and where it belongs, until its piece
 * is validated. It holds no more than the pieces in flight have blocks: an entry comes with a block that arrives, and goes
 * when its piece is validated or rejected, or its swarm is dropped. Blocks come by the ten thousand a second, so entries
 * are written out only when they are looked at.
 */
export class RoutingTable {
  readonly #swarms = new Map<RoutedSwarm, Map<number, PieceRoutes>>()
  /** Of which piece each arrival was, oldest first, and which block of it. */
  #pieces: PieceRoutes[] = []
  #blocks: number[] = []
  #count = 0
  /** Goes up with every change. */
  version = 0

  /** How many entries there are. */
  get count(): number {
    return this.#count
  }

  /** A block has arrived; it replaces an earlier one with the same place in the same swarm. */
  add(swarm: RoutedSwarm, piece: number, block: number, peer: PeerId): void {
    const pieces = entryOf(this.#swarms, swarm, () => new Map<number, PieceRoutes>())
    const routes = entryOf(pieces, piece, () => emptyRoutes(swarm, piece))
    if (routes.peers[block] === undefined) this.#count++
    routes.peers[block] = peer
    this.#append(routes, block)
    this.version++
    if (this.#pieces.length > 2 * this.#count + maxStale) this.#forgetStale()
  }

  /** The hash of a piece is known, right or wrong: its entries go. */
  validated(swarm: RoutedSwarm, piece: number): void {
    const pieces = this.#swarms.get(swarm)
    const routes = pieces?.get(piece)
    if (!pieces || !routes) return
    for (const peer of routes.peers) if (peer !== undefined) this.#count--
    routes.arrivals.fill(undefined)
    pieces.delete(piece)
    if (pieces.size === 0) this.#swarms.delete(swarm)
    this.version++
  }

  /** A swarm is left: all its entries go. */
  drop(swarm: RoutedSwarm): void {
    for (const piece of [...(this.#swarms.get(swarm)?.keys() ?? [])]) this.validated(swarm, piece)
  }

  /** The entries that came last, at most `max`, oldest first. */
  latest(max: number): RoutingEntry[] {
    const entries: RoutingEntry[] = []
    for (let arrival = this.#pieces.length - 1; arrival >= 0 && entries.length < max; arrival--) {
      const entry = this.#entryAt(arrival)
      if (entry) entries.push(entry)
    }
    return entries.reverse()
  }

  #append(routes: PieceRoutes, block: number): void {
    routes.arrivals[block] = this.#pieces.length
    this.#pieces.push(routes)
    this.#blocks.push(block)
  }

  /** Undefined for an arrival that was replaced, or whose piece is validated. */
  #entryAt(arrival: number): RoutingEntry | undefined {
    const [routes, block] = [this.#pieces[arrival], this.#blocks[arrival] ?? 0]
    const peer = routes?.peers[block]
    if (peer === undefined || routes?.arrivals[block] !== arrival) return undefined
    const { swarm, piece } = routes
    const flag = block === swarm.blockCountAt(piece) - 1 ? 1 : 0
    return { infoHash: swarm.infoHash, peer, piece, block, pointer: swarm.placeOf(piece, block), flag }
  }

  #forgetStale(): void {
    const [pieces, blocks] = [this.#pieces, this.#blocks]
    this.#pieces = []
    this.#blocks = []
    for (const [arrival, routes] of pieces.entries()) {
      const block = blocks[arrival] ?? 0
      if (routes.arrivals[block] === arrival) this.#append(routes, block)
    }
  }
}

function emptyRoutes(swarm: RoutedSwarm, piece: number): PieceRoutes {
  const count = swarm.blockCountAt(piece)
  return { swarm, piece, peers: new Array(count).fill(undefined), arrivals: new Array(count).fill(undefined) }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const value = make()
  map.set(key, value)
  return value
}
