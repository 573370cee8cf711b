import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PeerView } from '../../src-shared/swarm/view.ts'
import { meOf, swarmsOf } from './peers.ts'
import type { ScreenState } from './screen-store.ts'

/**
 * The swarm that the drawer's panels show: the one last pointed at, while a peer on this computer is in it;
 * else the first of this window's peer. Null without any.
 */
export function shownSwarmOf({ view, shownSwarm }: Pick<ScreenState, 'view' | 'shownSwarm'>): InfoHash | null {
  const peers = Object.values<PeerView>(view.peers)
  if (shownSwarm !== null && peers.some((peer) => peer.local && peer.swarms[shownSwarm] !== undefined))
    return shownSwarm
  const me = meOf(view)
  return me === undefined ? null : (swarmsOf(me)[0]?.infoHash ?? null)
}
