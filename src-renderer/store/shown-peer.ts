import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { MembershipView, PeerView } from '../../src-shared/swarm/view.ts'
import { localSwarmsOf, peersInOrder } from './peers.ts'
import type { ScreenState } from './screen-store.ts'
import { shownSwarmOf } from './shown-swarm.ts'

/** A local peer and its part in the swarm that is shown, and what else could be shown. */
export interface ShownPeer {
  readonly infoHash: InfoHash
  readonly peer: PeerView
  readonly membership: MembershipView
  /** The local peers in this swarm, me first. */
  readonly peers: readonly PeerView[]
  /** The swarms of all local peers: mine first, in the order in which they were joined. */
  readonly swarms: readonly InfoHash[]
}

/**
 * The peer whose part in the shown swarm the drawer shows: the chosen one while it is in it; else the one that was `watched`
 * until now; else the first that downloads, where most happens; else me, else the first.
 */
export function shownPeerOf(
  state: Pick<ScreenState, 'view' | 'pointedSwarms' | 'shownPeer'>,
  watched: PeerId | null = null,
): ShownPeer | null {
  const infoHash = shownSwarmOf(state)
  if (infoHash === null) return null
  const peers = peersInOrder(state.view).filter((peer) => peer.local && peer.swarms[infoHash] !== undefined)
  const peer =
    peers.find(({ id }) => id === state.shownPeer) ??
    peers.find(({ id }) => id === watched) ??
    peers.find((one) => downloads(one, infoHash)) ??
    peers[0]
  const membership = peer?.swarms[infoHash]
  if (peer === undefined || membership === undefined) return null
  return { infoHash, peer, membership, peers, swarms: localSwarmsOf(state.view) }
}

/** Whether a peer runs, takes part in the swarm, and does not have all of it. */
export function downloads(peer: PeerView, infoHash: InfoHash): boolean {
  const membership = peer.swarms[infoHash]
  return peer.running && membership?.state === 'active' && membership.role !== 'seeder'
}
