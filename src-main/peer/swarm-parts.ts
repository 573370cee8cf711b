import { summaryOf } from '../../src-shared/metainfo/summary.ts'
import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import type { Limits, Member, RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { PickingName } from '../../src-shared/swarm/picking.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import type { Tracker } from '../tracker/tracker.ts'
import type { Suspect } from './bans.ts'
import type { Caps } from './caps.ts'
import type { DialOutcome } from './client.ts'
import type { PeerConfig } from './config.ts'
import type { RoutingTable } from './core/routing-table.ts'
import type { ReportRules } from './link-reports.ts'
import type { SpoilWish } from './spoiler.ts'

/** How to take part in a swarm; what is left out is as the peer's profile has it. */
export interface JoinOptions {
  readonly limits?: Limits
  readonly choking?: ChokingName
  readonly picking?: PickingName
  /** Files, by their place in the torrent, that are not wanted. */
  readonly unwanted?: readonly number[]
}

/** What a swarm needs of its peer. */
export interface SwarmParts {
  readonly content: TorrentContent
  readonly options: JoinOptions
  readonly config: PeerConfig
  readonly clock: Clock
  readonly random: Random
  readonly tracker: Tracker
  readonly routing: RoutingTable
  readonly peerCaps: Caps
  readonly spoilWish: SpoilWish
  readonly reports: ReportRules
  readonly identity: () => RemoteIdentity
  readonly dial: (to: Address, by?: 'tracker') => Promise<DialOutcome>
  /** The disk failed: the swarm must pause, for this reason. */
  readonly onFailed: (detail: string) => void
  readonly isBanned: (peer: Suspect) => boolean
  readonly ban: (peer: Suspect) => void
  readonly observe: (fact: SwarmFact) => void
}

/** A swarm that a peer takes no part in for now, and may come back to. */
export interface PausedSwarm {
  readonly content: TorrentContent
  /** Whom it knew there. */
  readonly members: readonly Member[]
  readonly options: JoinOptions
  /** What went wrong, one sentence; null when it was paused by wish. */
  readonly failure: string | null
}

/** A paused swarm, as the screen is told of it. */
export function describePaused(content: TorrentContent, detail: string | null) {
  return {
    torrent: summaryOf(content.metainfo),
    pieces: content.have.toHex(),
    role: roleOf(content.have.size, content.have.count),
    savedAs: content.savedAs,
    detail,
  }
}
