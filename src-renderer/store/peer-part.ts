import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MembershipView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { currentSwarmOf, swarmsOf } from './peers.ts'
import { swarmLetters, swarmTitle } from './swarm-letters.ts'
import { swarmName } from './swarm-name.ts'
import { conditionOf, type SwarmStatus, shareOf } from './swarm-status.ts'

/** A peer's part in one swarm, as its row tells of it. */
export interface PeerPart extends Pick<MembershipView, 'role' | 'haveCount'> {
  readonly swarm: string
  /** The letter of that swarm; undefined while there is only one. */
  readonly letter: string | undefined
  readonly condition: SwarmStatus['condition']
  /** Undefined until the view knows what is shared. */
  readonly pieceCount: number | undefined
  /** From 0 to 1, as in SwarmStatus. */
  readonly share: number
  /** The names of the other swarms that it is in. */
  readonly others: readonly string[]
}

/** A peer's part in the swarm that is shown where it is in it, else in its current one; null for a peer in no swarm. */
export function peerPart(view: View, peer: PeerView, shown: InfoHash | null): PeerPart | null {
  const swarms = swarmsOf(peer)
  const current = swarms.find(({ infoHash }) => infoHash === shown) ?? currentSwarmOf(peer)
  if (current === undefined) return null
  const { infoHash, membership } = current
  const torrent = view.torrents[infoHash]
  return {
    swarm: swarmName(view, infoHash),
    letter: swarmLetters(view).get(infoHash),
    condition: conditionOf(membership),
    role: membership.role,
    haveCount: membership.haveCount,
    pieceCount: torrent?.pieceCount,
    share: shareOf(torrent, membership),
    others: swarms.flatMap((other) => (other.infoHash === infoHash ? [] : [swarmTitle(view, other.infoHash)])),
  }
}
