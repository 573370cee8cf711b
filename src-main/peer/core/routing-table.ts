import type { RoutingEntry } from '../../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../../src-shared/swarm/ids.ts'

type PieceEntries = Map<number, RoutingEntry>

/**
 * The lab's routing table: which block of which piece of which swarm came from whom, and where it rests until its piece
 * is validated. It holds no more than the pieces in flight have blocks: an entry comes with a block that arrives, and goes
 * when its piece is validated or rejected, or its swarm is dropped.
 */
export class RoutingTable {
  readonly #swarms = new Map<InfoHash, Map<number, PieceEntries>>()
  /** All entries, in the order in which their blocks arrived. */
  readonly #entries = new Set<RoutingEntry>()
  /** Goes up with every change. */
  version = 0

  /** How many entries there are. */
  get count(): number {
    return this.#entries.size
  }

  /** A block has arrived; it replaces an earlier one with the same place in the same swarm. */
  add(entry: RoutingEntry): void {
    const pieces = entryOf(this.#swarms, entry.infoHash, () => new Map<number, PieceEntries>())
    const blocks = entryOf(pieces, entry.piece, () => new Map<number, RoutingEntry>())
    const replaced = blocks.get(entry.block)
    if (replaced) this.#entries.delete(replaced)
    blocks.set(entry.block, entry)
    this.#entries.add(entry)
    this.version++
  }

  /** The hash of a piece is known, right or wrong: its entries go. */
  validated(infoHash: InfoHash, piece: number): void {
    const pieces = this.#swarms.get(infoHash)
    for (const entry of pieces?.get(piece)?.values() ?? []) this.#entries.delete(entry)
    if (pieces?.delete(piece)) this.version++
    if (pieces?.size === 0) this.#swarms.delete(infoHash)
  }

  /** A swarm is left: all its entries go. */
  drop(infoHash: InfoHash): void {
    for (const piece of [...(this.#swarms.get(infoHash)?.keys() ?? [])]) this.validated(infoHash, piece)
  }

  /** The entries that came last, at most `max`, oldest first. */
  latest(max: number): RoutingEntry[] {
    return [...this.#entries].slice(Math.max(0, this.#entries.size - max))
  }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
