import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { DialView, MagnetView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { swarmsOf } from './peers.ts'

/** A peer's dials that are under way or failed, the oldest first. */
export function dialsOf(view: View, peer: PeerId): DialView[] {
  return Object.values<DialView>(view.dials)
    .filter((dial) => dial.from === peer)
    .sort((one, other) => one.startedAtMs - other.startedAtMs || one.id.localeCompare(other.id))
}

/** A peer's dials to addresses that a person gave it, the oldest first: not those that it makes by itself. */
export function typedDialsOf(view: View, peer: PeerId): DialView[] {
  return dialsOf(view, peer).filter(({ own }) => !own)
}

/** Where this window's peer can dial: the swarms it is active in, then the magnet links that still look for peers. */
export function dialSwarms(view: View, me: PeerView): InfoHash[] {
  const active = swarmsOf(me).filter(({ membership }) => membership.state === 'active')
  const magnets = Object.values<MagnetView>(view.magnets).filter(({ failure }) => failure === null)
  return [...active, ...magnets].map(({ infoHash }) => infoHash)
}
