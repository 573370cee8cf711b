import { formatDuration } from '../../src-shared/byte-size.ts'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MembershipView, PeerView, SwarmState, View } from '../../src-shared/swarm/view.ts'
import { missingBytes } from './file-rows.ts'
import { swarmsOf } from './peers.ts'
import { noRates, type Rates, ratesBySwarm } from './rates.ts'

/** One swarm as one peer stands in it. */
export interface SwarmStatus extends Rates {
  readonly infoHash: InfoHash
  /** Undefined only until the view knows what is shared. */
  readonly torrent: TorrentSummary | undefined
  readonly membership: MembershipView
  /** `failed`: paused, but not by wish. */
  readonly condition: SwarmState | 'failed'
  /** From 0 to 1: how much is here; while it is checked, how much of it is checked. */
  readonly share: number
  /** Null when everything wanted is here; infinite when nothing arrives. */
  readonly secondsLeft: number | null
}

/** The swarms that a peer is in, with its progress, speed and time left in each. */
export function swarmStatuses(view: View, peer: PeerView): SwarmStatus[] {
  const allRates = ratesBySwarm(view, peer.id)
  return swarmsOf(peer).map(({ infoHash, membership }) => {
    const torrent = view.torrents[infoHash]
    const rates = allRates.get(infoHash) ?? noRates
    return {
      infoHash,
      torrent,
      membership,
      condition: conditionOf(membership),
      share: shareOf(torrent, membership),
      secondsLeft: secondsLeft(torrent, membership, rates.downBytesPerSec),
      ...rates,
    }
  })
}

/** What a swarm is doing, in words, beside its rates. */
export function statusWords({ condition, torrent, membership, secondsLeft }: SwarmStatus): string {
  if (condition === 'checking')
    return `checking ${grouped(membership.checkedPieces)} of ${grouped(torrent?.pieceCount)} pieces`
  if (condition === 'failed') return 'stopped by a problem'
  if (condition === 'paused') return 'paused'
  if (secondsLeft !== null)
    return Number.isFinite(secondsLeft) ? `${formatDuration(secondsLeft)} left` : 'waiting for data'
  if (membership.role !== 'seeder' && membership.unwanted.length > 0) return 'has all wanted files'
  if (membership.finishedAtMs === null || membership.downloadedBytes === 0) return 'complete'
  return `complete in ${formatDuration((membership.finishedAtMs - membership.joinedAtMs) / 1000)}`
}

/** A count with a comma between thousands; `?` while it is not known. */
export function grouped(count: number | undefined): string {
  return count?.toLocaleString('en-US') ?? '?'
}

/** What a membership is doing: its state, or that it failed. */
export function conditionOf({ state, failure }: MembershipView): SwarmStatus['condition'] {
  return state === 'paused' && failure !== null ? 'failed' : state
}

/** How much is here, or checked while it is checked: from 0 to 1. */
export function shareOf(torrent: TorrentSummary | undefined, membership: MembershipView): number {
  if (torrent === undefined || torrent.pieceCount === 0) return membership.role === 'seeder' ? 1 : 0
  const count = membership.state === 'checking' ? membership.checkedPieces : membership.haveCount
  return Math.min(1, count / torrent.pieceCount)
}

function secondsLeft(torrent: TorrentSummary | undefined, membership: MembershipView, bytesPerSec: number) {
  if (torrent === undefined || membership.haveCount >= torrent.pieceCount) return null
  const missing = missingBytes(torrent, membership)
  if (missing <= 0) return null
  return bytesPerSec > 0 ? missing / bytesPerSec : Number.POSITIVE_INFINITY
}
