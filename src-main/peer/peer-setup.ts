import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Limits, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { PortRange } from '../../src-shared/swarm/port-range.ts'
import type { Clock } from '../clock.ts'
import type { Transport } from '../net/transport.ts'
import type { Random } from '../random.ts'
import type { AskTracker } from '../tracker/tracker-question.ts'
import type { PeerConfig } from './config.ts'

/** What makes one peer differ from another. */
export interface PeerSetup extends Limits {
  readonly name: string
  /** True for the peer that this window, or this terminal, is. */
  readonly me: boolean
  readonly listen: Endpoint
  /** The IP to show when `listen` means all of this computer's addresses. */
  readonly shownHost?: () => string
  readonly clientPorts: PortRange
  readonly maxRemoteClients: number
  /** Tells its links to peers of other programs. */
  readonly reportsLinks: boolean
}

/** The world a peer lives in, handed in. */
export interface PeerWorld {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly config: PeerConfig
  /** Asks the trackers that torrents name. */
  readonly ask: AskTracker
  /** A peer that runs in this process: it tells of itself to the same screen. */
  readonly isHere: (peer: PeerId) => boolean
  readonly observe: (observer: PeerId, fact: SwarmFact) => void
  /** Somebody looks at what is observed. */
  readonly isWatched: () => boolean
  /** The next number of links and dials, unique in this process. */
  readonly count: () => number
}

/** The limits among what makes a peer. */
export function limitsOf({ upBytesPerSec, downBytesPerSec }: Limits): Limits {
  return { upBytesPerSec, downBytesPerSec }
}
