import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { meOf, swarmsOf } from './peers.ts'
import type { ScreenState } from './screen-store.ts'

/**
 * The swarm that the drawer's panels show: of those pointed at the latest that a peer on this computer is in;
 * else the first of this window's peer. Null without any.
 */
export function shownSwarmOf(state: Pick<ScreenState, 'view' | 'pointedSwarms'>): InfoHash | null {
  const pointed = pointedSwarmOf(state)
  if (pointed !== null) return pointed
  const me = meOf(state.view)
  return me === undefined ? null : (swarmsOf(me)[0]?.infoHash ?? null)
}

/** The swarm that is shown because a person pointed at it; null while none is. */
export function pointedSwarmOf({ view, pointedSwarms }: Pick<ScreenState, 'view' | 'pointedSwarms'>): InfoHash | null {
  for (let index = pointedSwarms.length - 1; index >= 0; index--) {
    const pointed = pointedSwarms[index]
    if (pointed !== undefined && isHere(view, pointed)) return pointed
  }
  return null
}

function isHere(view: View, swarm: InfoHash): boolean {
  return Object.values<PeerView>(view.peers).some((peer) => peer.local && peer.swarms[swarm] !== undefined)
}
