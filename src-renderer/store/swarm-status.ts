import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MembershipView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { swarmsOf } from './peers.ts'
import { type Rates, ratesOf } from './rates.ts'

/** One swarm as one peer stands in it. */
export interface SwarmStatus extends Rates {
  readonly infoHash: InfoHash
  /** Undefined only until the view knows what is shared. */
  readonly torrent: TorrentSummary | undefined
  readonly membership: MembershipView
  /** From 0 to 1. */
  readonly share: number
  /** Null when everything is here; infinite when nothing arrives. */
  readonly secondsLeft: number | null
}

/** The swarms that a peer is in, with its progress, speed and time left in each. */
export function swarmStatuses(view: View, peer: PeerView): SwarmStatus[] {
  return swarmsOf(peer).map(({ infoHash, membership }) => {
    const torrent = view.torrents[infoHash]
    const rates = ratesOf(view, peer.id, infoHash)
    return {
      infoHash,
      torrent,
      membership,
      share: shareOf(torrent, membership),
      secondsLeft: secondsLeft(torrent, membership, rates.downBytesPerSec),
      ...rates,
    }
  })
}

/** How much of a file a peer has, from 0 to 1. */
export function shareOf(torrent: TorrentSummary | undefined, membership: MembershipView): number {
  if (torrent === undefined || torrent.pieceCount === 0) return membership.role === 'seeder' ? 1 : 0
  return Math.min(1, membership.haveCount / torrent.pieceCount)
}

function secondsLeft(torrent: TorrentSummary | undefined, membership: MembershipView, bytesPerSec: number) {
  if (torrent === undefined || membership.haveCount >= torrent.pieceCount) return null
  const missingBytes = torrent.lengthBytes * (1 - shareOf(torrent, membership))
  return bytesPerSec > 0 ? missingBytes / bytesPerSec : Number.POSITIVE_INFINITY
}

/** The swarms on screen that a running peer has left and can come back to. */
export function swarmsLeft(view: View, peer: PeerView): TorrentSummary[] {
  if (!peer.local || !peer.running) return []
  return Object.values<TorrentSummary>(view.torrents).filter((torrent) => peer.swarms[torrent.infoHash] === undefined)
}
