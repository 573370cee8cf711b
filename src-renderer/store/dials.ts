import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { DialView, View } from '../../src-shared/swarm/view.ts'

/** A peer's dials that are under way or failed, the oldest first. */
export function dialsOf(view: View, peer: PeerId): DialView[] {
  return Object.values<DialView>(view.dials)
    .filter((dial) => dial.from === peer)
    .sort((one, other) => one.startedAtMs - other.startedAtMs || one.id.localeCompare(other.id))
}
