// What the screen shows: one plain, JSON-able value, made only by folding events (reduce.ts). Never changed in place.

import type { ChokingName } from './choking.ts'
import type { DisconnectReason } from './disconnect-reason.ts'
import type {
  AnnounceOutcome,
  ChokeRound,
  Faults,
  FindingWay,
  Limits,
  LinkEncryption,
  ListedTracker,
  ListenFailure,
  PeerSettings,
  PieceInFlight,
  Role,
  RoutingEntry,
  SwarmEvent,
  TorrentSummary,
} from './events.ts'
import type { Address, DialId, Hex, InfoHash, LinkId, LinkKey, PeerId } from './ids.ts'
import type { PickingName } from './picking.ts'
import type { PieceGivers } from './piece-givers.ts'
import type { PortRange } from './port-range.ts'

export interface View {
  /** The last event folded in; 0 before the first. */
  readonly seq: number
  readonly atMs: number
  /** The peer that this window is; the others that run in this app are `local` too. */
  readonly me: PeerId | null
  readonly settings: PeerSettings | null
  readonly dataFolder: string
  readonly peers: Readonly<Record<PeerId, PeerView>>
  /** Other ids of clients that use several, and the one under which each is known here. */
  readonly aliases: Readonly<Record<PeerId, PeerId>>
  readonly links: Readonly<Record<LinkKey, LinkView>>
  /** Where a link id's link is, while it is open; a report of a link has one too. */
  readonly linkKeys: Readonly<Record<LinkId, LinkKey>>
  /** Per peer and swarm: the local peers that list it; PeerView.listedBy is their union. */
  readonly listings: Readonly<Record<PeerId, Readonly<Record<InfoHash, readonly PeerId[]>>>>
  /** Dials under way or failed, shown as ghosts until they connect or are dismissed. */
  readonly dials: Readonly<Record<DialId, DialView>>
  readonly torrents: Readonly<Record<InfoHash, TorrentSummary>>
  /** Magnet links whose torrents are being fetched by this window's peer, or failed. */
  readonly magnets: Readonly<Record<InfoHash, MagnetView>>
  /** The latest to leave first, at most maxDeparted. */
  readonly departed: readonly DepartedView[]
  /** Notable events, oldest first, at most maxLog. */
  readonly log: readonly SwarmEvent[]
  readonly droppedEvents: number
}

export interface PeerView {
  readonly id: PeerId
  readonly uuid: string | null
  readonly name: string
  readonly agent: string
  /** Runs inside this app. */
  readonly local: boolean
  /** For a local peer; what runs elsewhere is never `running` here. */
  readonly running: boolean
  /** Our own kind in the lab profile: the course's topology. */
  readonly lab: boolean
  readonly server: Address | null
  /** Stays while the server listens elsewhere instead: `server` then says where. */
  readonly serverFailure: ServerFailureView | null
  readonly clientPorts: PortRange | null
  readonly turnedAway: number
  /** Of those, how many asked for a torrent that is not here, as some clients do (wrong-info-hash). */
  readonly strays: number
  readonly tracker: TrackerView | null
  readonly swarms: Readonly<Record<InfoHash, MembershipView>>
  /** Per swarm, the trackers that a local peer asks for peers, in the order of their tiers. */
  readonly trackers: Readonly<Record<InfoHash, readonly TrackerContact[]>>
  /** What looks for peers beside trackers, for a local peer. */
  readonly discovery: DiscoveryView
  /** Per swarm, how many addresses a local peer was told of, by what. */
  readonly found: Readonly<Record<InfoHash, FoundCounts>>
  /** Local peers whose tracker or list holds this peer. */
  readonly listedBy: readonly PeerId[]
  readonly introducedBy: PeerId | null
  /** Why its latest link or dial ended, if one did. */
  readonly lastReason: DisconnectReason | null
  /** For a local peer; both null for others. */
  readonly limits: Limits
  /** U(P) = Umax / Fn, for a local peer with an upload limit that uploads something. */
  readonly uploadShare: UploadShareView | null
  readonly routing: RoutingView
  /** What goes wrong on purpose on all its links. */
  readonly faults: Faults
  /** Peers that proved to send wrong blocks, by this local peer; the latest first, at most maxBanned. */
  readonly banned: readonly BannedView[]
}

/** The course's U(P) = Umax / Fn. */
export interface UploadShareView {
  /** Fn: how many files it uploads now. */
  readonly files: number
  readonly shareBytesPerSec: number
}

/** The lab's routing table of a local peer: the latest entries, oldest first. */
export interface RoutingView {
  readonly count: number
  readonly entries: readonly RoutingEntry[]
}

export interface BannedView {
  readonly id: PeerId
  readonly name: string
  readonly infoHash: InfoHash
  readonly piece: number
  /** The wrong ones; empty when it sent all of a piece that came wrong. */
  readonly blocks: readonly number[]
  readonly atMs: number
}

/** A magnet link whose torrent is not here yet. */
export interface MagnetView {
  readonly infoHash: InfoHash
  readonly name: string
  readonly receivedBytes: number
  /** Null until a peer has told it. */
  readonly totalBytes: number | null
  readonly from: PeerId | null
  /** Why it came to nothing, one sentence; null while it goes on. */
  readonly failure: string | null
}

export interface ServerFailureView {
  readonly requested: Address
  readonly failure: ListenFailure
  readonly nextFreePort: number | null
}

export interface TrackerView {
  readonly broadcasts: number
  /** How many peers each swarm's list holds. */
  readonly lists: Readonly<Record<InfoHash, number>>
  /** Of all lists together: a peer in two swarms is on both. */
  readonly members: number
  readonly lastBroadcastAtMs: number | null
  /** Announces that it answered by HTTP and by UDP, and requests that it refused. */
  readonly served: { readonly http: number; readonly udp: number; readonly refused: number }
}

/** A tracker that is asked for peers of a swarm, and how that went. */
export interface TrackerContact extends ListedTracker {
  /** It is being asked just now. */
  readonly asking: boolean
  /** The latest answer; null before the first. */
  readonly outcome: AnnounceOutcome | null
  readonly answeredAtMs: number | null
  /** When it is asked again; null when it is not. */
  readonly nextAtMs: number | null
}

export interface DiscoveryView {
  readonly local: DiscoveryState
  readonly dht: DiscoveryState
}

/** Whether it looks for peers; `detail` says why not, or what it cannot do. */
export interface DiscoveryState {
  readonly on: boolean
  readonly detail: string | null
}

export type FoundCounts = Readonly<Record<FindingWay, number>>

/** What a local peer does in a swarm; what runs elsewhere counts as active. */
export type SwarmState = 'active' | 'paused' | 'checking'

/** A peer's part in one swarm. */
export interface MembershipView {
  readonly state: SwarmState
  readonly role: Role
  readonly haveCount: number
  /** One bit a piece, high bit first (BEP 3 bitfield), as hex; empty while unknown. */
  readonly pieces: Hex
  readonly uploadedBytes: number
  readonly downloadedBytes: number
  /** Where the file is, for local peers; null when it is kept in memory or elsewhere. */
  readonly savedAs: string | null
  /** When this peer joined and when it had everything, as seen here; for speed and time left. */
  readonly joinedAtMs: number
  readonly finishedAtMs: number | null
  /** Why it is paused, one sentence, when it was not by wish. */
  readonly failure: string | null
  /** Pieces hashed so far, while `checking`. */
  readonly checkedPieces: number
  /** What holds for this swarm alone, beside the peer's own limits; for local peers. */
  readonly limits: Limits
  readonly choking: ChokingName
  readonly picking: PickingName
  /** Files, by their place in the torrent, that a local peer does not want. */
  readonly unwanted: readonly number[]
  /** The latest round of choking, for local peers; null before the first. */
  readonly lastRound: ChokeRoundView | null
  /** Pieces that a local peer is fetching. */
  readonly inFlight: readonly PieceInFlight[]
  /** Who gave a local peer its pieces since it joined. */
  readonly givers: PieceGivers
}

export interface ChokeRoundView extends ChokeRound {
  readonly atMs: number
}

/** The two flags that one end of a link holds (BEP 3). */
export interface EndFlags {
  readonly choking: boolean
  readonly interested: boolean
}

/** One TCP connection; what both ends say of it folds into it. */
export interface LinkView {
  readonly key: LinkKey
  readonly infoHash: InfoHash
  readonly diallerAddress: Address
  readonly acceptorAddress: Address
  /** The dialler's local port: the course's client id. */
  readonly clientId: number
  readonly encryption: LinkEncryption
  readonly dialler: PeerId
  readonly acceptor: PeerId
  readonly diallerFlags: EndFlags
  readonly acceptorFlags: EndFlags
  /** Payload bytes in all and now, per direction. */
  readonly toDiallerBytes: number
  readonly toAcceptorBytes: number
  readonly toDiallerBytesPerSec: number
  readonly toAcceptorBytesPerSec: number
  /** Blocks that the dialler, and the acceptor, has asked for and not yet received. */
  readonly diallerRequested: number
  readonly acceptorRequested: number
  readonly openedAtMs: number
  /** Who reports it: the link id of each end that is a local peer. */
  readonly diallerLink: LinkId | null
  readonly acceptorLink: LinkId | null
  /** What each end, where it is a local peer, limits and spoils on this link alone. */
  readonly diallerControls: EndControls
  readonly acceptorControls: EndControls
  /**
   * Null for a link of a local peer. Otherwise both ends run elsewhere, and what is known of it is what they report: flags and
   * rates, and no bytes in all.
   */
  readonly reported: ReportingEnds | null
}

/** Which ends of a link report it, each by the id of its report: one of them, or both. */
export interface ReportingEnds {
  readonly dialler: LinkId | null
  readonly acceptor: LinkId | null
}

/** The limits and faults that a local peer has set for its end of one link. */
export interface EndControls {
  readonly limits: Limits
  readonly faults: Faults
}

export interface DialView {
  readonly id: DialId
  readonly from: PeerId
  readonly infoHash: InfoHash | null
  /** As dialled; as typed, when it could not be read as an address. */
  readonly remote: string
  readonly clientId: number | null
  /** The peer dialled by itself; nobody typed the address. */
  readonly own: boolean
  readonly startedAtMs: number
  /** Null while it is under way. */
  readonly reason: DisconnectReason | null
}

export interface DepartedView {
  readonly id: PeerId
  readonly name: string
  readonly server: Address | null
  readonly reason: DisconnectReason
  readonly atMs: number
}

export const maxDeparted = 20
export const maxLog = 400
export const maxFailedDials = 30
export const maxBanned = 20

export const noLimits: Limits = { upBytesPerSec: null, downBytesPerSec: null }
export const noFaults: Faults = { frozen: false, latencyMs: 0 }
export const noDiscovery: DiscoveryView = { local: { on: false, detail: null }, dht: { on: false, detail: null } }
export const nothingFound: FoundCounts = { tracker: 0, local: 0, exchange: 0, dht: 0 }
export const nothingServed: TrackerView['served'] = { http: 0, udp: 0, refused: 0 }
export const noRouting: RoutingView = { count: 0, entries: [] }

/** The view before anything happened. */
export const emptyView: View = {
  seq: 0,
  atMs: 0,
  me: null,
  settings: null,
  dataFolder: '',
  peers: {},
  aliases: {},
  links: {},
  linkKeys: {},
  listings: {},
  dials: {},
  torrents: {},
  magnets: {},
  departed: [],
  log: [],
  droppedEvents: 0,
}
