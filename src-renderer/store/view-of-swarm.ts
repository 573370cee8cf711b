import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'

/** The view with only its part in one swarm at each peer that is in that swarm and in others; unchanged for null. */
export function viewOfSwarm(view: View, infoHash: InfoHash | null): View {
  if (infoHash === null) return view
  const peers: Record<PeerId, PeerView> = { ...view.peers }
  for (const peer of Object.values<PeerView>(view.peers)) {
    const part = peer.swarms[infoHash]
    if (part !== undefined && Object.keys(peer.swarms).length > 1)
      peers[peer.id] = { ...peer, swarms: { [infoHash]: part } }
  }
  return { ...view, peers }
}
