import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'

/** What to call a swarm: the name of what is shared there, else what its magnet link says, else digits of its info hash. */
export function swarmName(view: View, infoHash: InfoHash): string {
  return view.torrents[infoHash]?.name || view.magnets[infoHash]?.name || infoHash.slice(0, 8)
}

/** The name of a swarm, for a peer that is in several and has to tell them apart; undefined for one that is not. */
export function swarmIfSeveral(view: View, peer: PeerView, infoHash: InfoHash | null): string | undefined {
  return infoHash !== null && Object.keys(peer.swarms).length > 1 ? swarmName(view, infoHash) : undefined
}
