import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { currentSwarmOf, meOf } from './peers.ts'
import type { ScreenState } from './screen-store.ts'
import { valuesOf } from './values.ts'

/**
 * The swarm that the header, the graph and the drawer's panels show: of those pointed at the latest that a peer on this
 * computer is in; else the one that this window's peer joined last and takes part in. Null without any.
 */
export function shownSwarmOf({ view, pointedSwarms }: Pick<ScreenState, 'view' | 'pointedSwarms'>): InfoHash | null {
  const pointed = pointedSwarms.filter((swarm) => isHere(view, swarm)).at(-1)
  if (pointed !== undefined) return pointed
  const me = meOf(view)
  return (me && currentSwarmOf(me)?.infoHash) ?? null
}

function isHere(view: View, swarm: InfoHash): boolean {
  return valuesOf<PeerView>(view.peers).some((peer) => peer.local && peer.swarms[swarm] !== undefined)
}
