import type { RoutingEntry } from '../../src-shared/swarm/events.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'
import { swarmName } from './swarm-name.ts'

/** A row of the lab's routing table, with the names of what it points at. */
export interface RoutingRow {
  /** The same as long as the entry is there. */
  readonly key: string
  readonly entry: RoutingEntry
  readonly swarm: string
  readonly peerName: string
  /** `file @ offset`, the offset in bytes. */
  readonly pointer: string
}

/** The latest entries of a peer's routing table, the newest last. */
export function routingRows(view: View, peer: PeerView): RoutingRow[] {
  return peer.routing.entries.map((entry) => ({
    key: `${entry.infoHash} ${entry.piece} ${entry.block} ${entry.peer}`,
    entry,
    swarm: swarmName(view, entry.infoHash),
    peerName: nameOf(view, entry.peer),
    pointer: `${entry.pointer.file} @ ${entry.pointer.offset}`,
  }))
}

/** How many entries there are, and which of them are shown where that is not all. */
export function routingCount({ routing: { count, entries } }: PeerView): string {
  const all = count === 1 ? '1 entry' : `${count} entries`
  return count > entries.length ? `${all}, of which the latest ${entries.length} are shown` : all
}
