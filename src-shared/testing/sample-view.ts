// Views that the fold makes of hand-made events.

import type { SwarmFact } from '../swarm/events.ts'
import { reduceAll } from '../swarm/reduce.ts'
import { emptyView, type MembershipView, type PeerView, type View } from '../swarm/view.ts'
import { infoHash, peerId, story } from './sample-events.ts'

/** What a peer, by its number, saw. */
export type Told = readonly [observer: number, fact: SwarmFact]

/** The view once peers saw these, one after the other. */
export function viewAfter(...facts: Told[]): View {
  return reduceAll(emptyView, story(...facts))
}

/** Peer `number`, as long as it is in the view. */
export function peerOf(view: View, number: number): PeerView | undefined {
  return view.peers[peerId(number)]
}

/** The part of peer `number` in the sample swarm. */
export function swarmOf(view: View, number: number): MembershipView | undefined {
  return peerOf(view, number)?.swarms[infoHash]
}
