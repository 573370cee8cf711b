import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MembershipView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { peersInOrder, swarmsOf } from './peers.ts'
import type { ScreenState } from './screen-store.ts'
import { shownSwarmOf } from './shown-swarm.ts'

/** A local peer and its part in the swarm that is shown. */
export interface ShownPeer {
  readonly infoHash: InfoHash
  readonly peer: PeerView
  readonly membership: MembershipView
}

/** The local peers in a swarm, me first. */
export function localPeersIn(view: View, infoHash: InfoHash): PeerView[] {
  return peersInOrder(view).filter((peer) => peer.local && peer.swarms[infoHash] !== undefined)
}

/** The peer whose part in the shown swarm the drawer shows: the chosen one while it is in it, else me, else the first. */
export function shownPeerOf(state: Pick<ScreenState, 'view' | 'shownSwarm' | 'shownPeer'>): ShownPeer | null {
  const infoHash = shownSwarmOf(state)
  if (infoHash === null) return null
  const peers = localPeersIn(state.view, infoHash)
  const peer = peers.find(({ id }) => id === state.shownPeer) ?? peers[0]
  const membership = peer?.swarms[infoHash]
  return peer === undefined || membership === undefined ? null : { infoHash, peer, membership }
}

/** The swarms that local peers are in: mine first, in the order in which they were joined. */
export function localSwarms(view: View): InfoHash[] {
  const peers = peersInOrder(view).filter(({ local }) => local)
  return [...new Set(peers.flatMap((peer) => swarmsOf(peer).map(({ infoHash }) => infoHash)))]
}
