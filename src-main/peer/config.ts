import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import type { PickingName } from '../../src-shared/swarm/picking.ts'

// Profiles are named sets of numbers; this one is the course's. Other clients meet the same numbers.

/** Everything about a peer that is a number and could be another one. Times in ms. */
export interface PeerConfig {
  readonly profile: string
  readonly dialTimeoutMs: number
  readonly handshakeTimeoutMs: number
  /** The same for a dial that comes again encrypted: who insists on that answers at once, and a person waits for the reason. */
  readonly encryptedTimeoutMs: number
  /** Silence after which we send a keep-alive (BEP 3: two minutes is usual). */
  readonly keepAliveMs: number
  /** Silence after which a link counts as lost. */
  readonly silenceMs: number
  /** The same two between our own peers, so that a class sees a frozen peer go. */
  readonly labKeepAliveMs: number
  readonly labSilenceMs: number
  /** Blocks asked for and not sent within this time are asked of others. */
  readonly requestTimeoutMs: number
  /** At most one broadcast of what has changed of the tracker's list in this time. */
  readonly broadcastGapMs: number
  /** How often totals, rates and haves are summed up for the screen and the trackers. */
  readonly tickMs: number
  readonly statusMs: number
  /** How often changes of links are reported to others, and what they report is shown, at most. */
  readonly reportMs: number
  /** Dials that the peer starts by itself at the same time. */
  readonly maxOwnDials: number
  /** A peer whose link or dial ended is not dialled again by itself before this; doubled each time, up to a minute. */
  readonly redialPauseMs: number
  /** Links of a swarm up to which peers that others tell of are dialled: other clients (BEP 11), trackers, discovery. */
  readonly maxFoundLinks: number
  /** How a swarm chokes and picks at first. */
  readonly choking: ChokingName
  readonly picking: PickingName
}

export const labConfig: PeerConfig = {
  profile: 'lab',
  dialTimeoutMs: 10_000,
  handshakeTimeoutMs: 10_000,
  encryptedTimeoutMs: 4_000,
  keepAliveMs: 100_000,
  silenceMs: 150_000,
  labKeepAliveMs: 4_000,
  labSilenceMs: 15_000,
  requestTimeoutMs: 60_000,
  broadcastGapMs: 100,
  tickMs: 250,
  statusMs: 1_000,
  reportMs: 1_000,
  maxOwnDials: 8,
  redialPauseMs: 2_000,
  maxFoundLinks: 30,
  choking: 'lab',
  picking: 'rarest-first',
}

/** The course's ports: one server, and one client for each remote server. */
export const labPorts = { server: 5000, clients: { first: 5001, last: 5010 }, maxRemoteClients: 50 } as const
