// Everything that can be seen happening. A SwarmEvent says what happened, when, in which order, and who saw it.
// Blocks and bytes travel as periodic sums per link (link-transferred); changes are never merged away.

import type { ChokeReason, ChokingName } from './choking.ts'
import type { DisconnectReason } from './disconnect-reason.ts'
import type { Address, DialId, Hex, InfoHash, LinkId, PeerId } from './ids.ts'
import type { PickingName } from './picking.ts'
import type { PortRange } from './port-range.ts'

/** Per swarm: `seeder` has everything, `peer` has some pieces, `leecher` has none yet. */
export type Role = 'seeder' | 'peer' | 'leecher'

/** What the other end of a link says of itself. `server` is where it listens, as far as is known. */
export interface RemoteIdentity {
  readonly id: PeerId
  /** Our own kind of peer tells its UUID; others have none. */
  readonly uuid: string | null
  readonly name: string
  /** Client name and version: from the extension handshake's `v` (BEP 10), else guessed from the peer id (BEP 20). */
  readonly agent: string
  readonly server: Address | null
  /** True between our own peers in the lab profile: the course's topology applies. */
  readonly lab: boolean
}

/** One line of a tracker's list. */
export interface Member extends RemoteIdentity {
  readonly role: Role
  readonly haveCount: number
  readonly uploadedBytes: number
  readonly downloadedBytes: number
}

/** What is shared: read from the torrent, so names are already cleaned for showing. */
export interface TorrentSummary {
  readonly infoHash: InfoHash
  readonly name: string
  readonly lengthBytes: number
  readonly pieceLengthBytes: number
  readonly pieceCount: number
  /** In the order in which they follow one another in the pieces. */
  readonly files: readonly FileSummary[]
  /** Its peers may come from its own tracker only (BEP 27). */
  readonly isPrivate: boolean
}

/** One file of a torrent. */
export interface FileSummary {
  /** Folders and name as the torrent writes them, joined by `/`; for a single file its name. */
  readonly path: string
  readonly lengthBytes: number
}

/** Caps in bytes per second; null: none. */
export interface Limits {
  readonly upBytesPerSec: number | null
  readonly downBytesPerSec: number | null
}

/** What limits hold for: all of a local peer, its part in one swarm, or its end of one link. */
export type LimitScope =
  | { readonly kind: 'peer' }
  | { readonly kind: 'swarm'; readonly infoHash: InfoHash }
  | { readonly kind: 'link'; readonly link: LinkId }

/** Trouble made on purpose at a local peer, on all its links or on one. */
export interface Faults {
  /** It neither reads nor sends, as a program that hangs. */
  readonly frozen: boolean
  /** Everything that arrives is handed on this much later. */
  readonly latencyMs: number
}

/** How a local peer came to let one remote peer download, or not. */
export interface ChokeLine {
  readonly link: LinkId
  readonly peer: PeerId
  /** From 1: its place among the interested; null when it was not ranked. */
  readonly rank: number | null
  /** What it was ranked by: bytes per second that it uploads to us, or while we have everything, that we upload to it. */
  readonly rateBytesPerSec: number
  readonly unchoked: boolean
  /** True when this round changed it. */
  readonly changed: boolean
  readonly reason: ChokeReason
}

/** One round of choking in one swarm. */
export interface ChokeRound {
  readonly choking: ChokingName
  /** From 1 since the peer joined; the same number again when a free slot was filled between two rounds. */
  readonly round: number
  /** `download`: ranked by what they upload to us; `upload`: we have everything, so by what we upload to them. */
  readonly rankedBy: 'download' | 'upload'
  /** Until the next round. */
  readonly nextInMs: number
  /** The ranking, unchoked first; at most 50 lines. */
  readonly lines: readonly ChokeLine[]
}

/** A row of the lab's routing table: one block that has arrived and whose piece is not validated yet. */
export interface RoutingEntry {
  readonly infoHash: InfoHash
  /** Who sent it. */
  readonly peer: PeerId
  readonly piece: number
  readonly block: number
  /** Where it belongs: in which file, at which offset in bytes. */
  readonly pointer: { readonly file: string; readonly offset: number }
  /** The lab's flag: 1 for the last block of its piece. */
  readonly flag: 0 | 1
}

/** A piece that is being fetched: how many of its blocks are here, and how many are asked for. */
export interface PieceInFlight {
  readonly piece: number
  readonly arrived: number
  readonly requested: number
  readonly blocks: number
}

/** How the bytes of a link travel (MSE/PE): as they are, with only the handshake hidden, or all of them under RC4. */
export type LinkEncryption = 'none' | 'handshake' | 'rc4'

/** What one end says of a link as it is now. */
export interface LinkFigures {
  /** Under which it speaks of this link: its own count, from 0 to 4,294,967,295. */
  readonly number: number
  readonly amChoking: boolean
  readonly amInterested: boolean
  readonly peerChoking: boolean
  readonly peerInterested: boolean
  /** Payload that it receives and sends; a rate that has hardly changed is not told again. */
  readonly downBytesPerSec: number
  readonly upBytesPerSec: number
}

/** A link of a peer that runs elsewhere, as that peer reports it. */
export interface LinkReport extends LinkFigures {
  readonly dialler: Address
  readonly acceptor: Address
  /** Whether it is the reporting peer that dialled. */
  readonly dialled: boolean
  /** Who is at the other end. */
  readonly remote: PeerId
  readonly encryption: LinkEncryption
}

/** What is new of the links that one peer reports: those that are gone, those that are new, each once, and how others are now. */
export interface LinkReports {
  /** By their numbers. */
  readonly gone: readonly number[]
  readonly opened: readonly LinkReport[]
  readonly told: readonly LinkFigures[]
}

/** What an announce tells a tracker beside its numbers (BEP 3). */
export type AnnounceEvent = 'started' | 'completed' | 'stopped'

/** A tracker of a torrent: those of tier 0 are asked first (BEP 12). `own`: it is the peer's own, which needs no asking. */
export interface ListedTracker {
  readonly url: string
  readonly tier: number
  readonly own: boolean
}

/** What a tracker answered: how many addresses of peers, and its counts where it told them; or why there is no answer. */
export type AnnounceOutcome =
  | {
      readonly ok: true
      readonly peers: number
      readonly seeders: number | null
      readonly leechers: number | null
      /** What the tracker wants a person to know. */
      readonly warning: string | null
    }
  /** One sentence that a person can act on. */
  | { readonly ok: false; readonly detail: string }

/** By what a peer's address was found: a tracker, local discovery (BEP 14), peer exchange (BEP 11) or the DHT (BEP 5). */
export type FindingWay = 'tracker' | 'local' | 'exchange' | 'dht'

/** Why a server could not listen. */
export type ListenFailure = 'port-in-use' | 'port-forbidden' | 'no-such-address' | 'other'

/** The settings of this peer that the screen can change. */
export interface PeerSettings {
  readonly name: string
  readonly serverPort: number
  readonly clientPorts: PortRange
  readonly maxRemoteClients: number
  /** False: only programs on this computer can reach the server. */
  readonly openToNetwork: boolean
  /** Finds peers on the same network by multicast (BEP 14), once the server is open to it. */
  readonly localDiscovery: boolean
  /** Asks the distributed hash table (BEP 5), which tells the whole world what is shared here. */
  readonly dht: boolean
  /** Demo peers get addresses of their own, 127.0.0.2 and up, in place of ports of their own. */
  readonly demoApart: boolean
  /** Tells other Swarmscopes which links the peers of this one have, so that their screens show them too. */
  readonly reportLinks: boolean
}

export type SwarmFact =
  | { type: 'peer-started'; uuid: string; name: string; agent: string; me: boolean; clientPorts: PortRange }
  | { type: 'settings-changed'; settings: PeerSettings; dataFolder: string }
  | { type: 'server-listening'; address: Address }
  | { type: 'server-failed'; requested: Address; failure: ListenFailure; nextFreePort: number | null }
  | { type: 'server-turned-away'; remote: Address; reason: DisconnectReason }
  | { type: 'tracker-running' }
  | {
      /**
       * A tracker told of its list, which has so many members: `newcomers` of the whole list, and `others` of what has changed
       * since they were told last, so many members that came, went or say something else of themselves, and so many totals.
       */
      type: 'tracker-broadcast'
      infoHash: InfoHash
      members: number
      changes: number
      totals: number
      newcomers: number
      others: number
    }
  /** The peer's tracker cannot answer by UDP at its server's address, so it answers by HTTP alone. */
  | { type: 'tracker-udp-failed'; requested: Address; failure: ListenFailure }
  /** A client tried to connect by uTP (BEP 29), which is not spoken here, and was told so. */
  | { type: 'utp-refused'; from: Address }
  /** What the peer's tracker answered since the last such event: announces by HTTP and by UDP, and requests that it refused. */
  | { type: 'tracker-served'; http: number; udp: number; refused: number }
  /** The trackers that are asked for peers of a swarm from now on, in the order of their tiers. */
  | { type: 'trackers-listed'; infoHash: InfoHash; trackers: readonly ListedTracker[] }
  /** `event` null: one of the regular announces in between. */
  | { type: 'announce-started'; infoHash: InfoHash; url: string; event: AnnounceEvent | null }
  /** `nextInMs`: until that tracker is asked again; null when it is not. */
  | {
      type: 'announce-ended'
      infoHash: InfoHash
      url: string
      event: AnnounceEvent | null
      outcome: AnnounceOutcome
      nextInMs: number | null
    }
  /** `detail`: why it is off although it is wanted, or what it cannot do, one sentence; null when all is as wished. */
  | { type: 'discovery-changed'; way: 'local' | 'dht'; on: boolean; detail: string | null }
  /** Addresses not known before; `from`: the URL or address of who told them. Peer exchange has an event of its own. */
  | { type: 'peers-found'; infoHash: InfoHash; way: Exclude<FindingWay, 'exchange'>; from: string; addresses: number }
  | { type: 'peer-stopped'; reason: DisconnectReason }
  | {
      type: 'swarm-joined'
      torrent: TorrentSummary
      pieces: Hex
      role: Role
      savedAs: string | null
      limits: Limits
      choking: ChokingName
      picking: PickingName
      /** The files, by their place in the torrent, that it does not want. */
      unwanted: readonly number[]
    }
  | { type: 'swarm-left'; infoHash: InfoHash; abruptly: boolean }
  /** It stays in the list with what it has, and takes no part. `detail`: what went wrong, when it did not stop by wish. */
  | {
      type: 'swarm-paused'
      torrent: TorrentSummary
      pieces: Hex
      role: Role
      savedAs: string | null
      detail: string | null
    }
  /** What is on disk is being hashed from now on, before the swarm is joined (again). */
  | { type: 'swarm-checking'; torrent: TorrentSummary }
  /** `checked` pieces are hashed so far. */
  | { type: 'check-progressed'; infoHash: InfoHash; checked: number }
  | { type: 'files-chosen'; infoHash: InfoHash; unwanted: readonly number[] }
  | { type: 'strategy-changed'; infoHash: InfoHash; choking: ChokingName; picking: PickingName }
  /** `remote`: who is at the other end of the link of the scope; the view's log adds it. */
  | { type: 'limits-changed'; scope: LimitScope; remote?: PeerId; limits: Limits }
  /** The course's U(P) = Umax / Fn: the peer's upload cap, shared evenly over the files that it uploads now. */
  | { type: 'upload-shared'; files: number; shareBytesPerSec: number | null }
  | { type: 'choke-round'; infoHash: InfoHash; round: ChokeRound }
  /** The latest entries of the peer's routing table, oldest first, at most 100; `count` is how many there are. */
  | { type: 'routing-table'; count: number; entries: readonly RoutingEntry[] }
  /** The pieces being fetched, at most 200, when that changed. */
  | { type: 'pieces-in-flight'; infoHash: InfoHash; pieces: readonly PieceInFlight[] }
  /** `link` null: on all of the peer's links. `remote`: who is at its other end; the view's log adds it. */
  | { type: 'faults-changed'; link: LinkId | null; remote?: PeerId; faults: Faults }
  /** A block was spoilt on purpose as it was sent. */
  | { type: 'block-corrupted'; infoHash: InfoHash; link: LinkId; remote: PeerId; piece: number; block: number }
  /** A magnet link was opened: its torrent (BEP 9) is fetched from the peers that turn up. `name` as the link says. */
  | { type: 'magnet-opened'; infoHash: InfoHash; name: string }
  /** `total` is null until a peer has told the torrent's size; in bytes. */
  | {
      type: 'magnet-progressed'
      infoHash: InfoHash
      receivedBytes: number
      totalBytes: number | null
      from: PeerId | null
    }
  /** `detail` null: it is complete, or was given up by wish. */
  | { type: 'magnet-ended'; infoHash: InfoHash; detail: string | null }
  /** Addresses that a remote peer passed on (BEP 11). */
  | { type: 'peers-exchanged'; infoHash: InfoHash; from: PeerId; added: number; dropped: number }
  | { type: 'role-changed'; infoHash: InfoHash; role: Role }
  | { type: 'member-joined'; infoHash: InfoHash; member: Member; introducedBy: PeerId | null }
  | { type: 'member-updated'; infoHash: InfoHash; member: Member }
  | { type: 'member-left'; infoHash: InfoHash; peer: PeerId; reason: DisconnectReason }
  /** `own`: the peer dials by itself; nobody typed the address. */
  | { type: 'dial-started'; dial: DialId; infoHash: InfoHash; remote: Address; clientId: number; own?: boolean }
  | {
      type: 'dial-failed'
      dial: DialId
      infoHash: InfoHash | null
      /** As typed, when it could not be read as an address. */
      remote: string
      clientId: number | null
      own?: boolean
      reason: DisconnectReason
    }
  | { type: 'dial-dismissed'; dial: DialId }
  | {
      /** The handshake is done. `dialler` and `acceptor` are the two ends of the TCP connection. */
      type: 'link-opened'
      link: LinkId
      dial: DialId | null
      infoHash: InfoHash
      dialler: Address
      acceptor: Address
      dialled: boolean
      encryption: LinkEncryption
      remote: RemoteIdentity
    }
  | { type: 'link-identified'; link: LinkId; infoHash: InfoHash; remote: RemoteIdentity }
  | {
      /** `remote` is who is at the other end; the view's log adds it, so that a line can be read when the link is gone. */
      type: 'link-flags'
      link: LinkId
      remote?: PeerId
      amChoking: boolean
      amInterested: boolean
      peerChoking: boolean
      peerInterested: boolean
    }
  | {
      /** Payload since the last such event, and smoothed rates; `requested` blocks are asked for and not yet here. */
      type: 'link-transferred'
      link: LinkId
      downBytes: number
      upBytes: number
      downBytesPerSec: number
      upBytesPerSec: number
      requested: number
    }
  /** A peer that runs elsewhere reports links of its own, with others that run elsewhere. */
  | ({ type: 'links-reported'; infoHash: InfoHash; from: PeerId } & LinkReports)
  | { type: 'link-closed'; link: LinkId; remote?: PeerId; reason: DisconnectReason }
  | { type: 'remote-pieces'; infoHash: InfoHash; peer: PeerId; pieces: Hex }
  | { type: 'remote-haves'; infoHash: InfoHash; peer: PeerId; indices: readonly number[] }
  | { type: 'piece-verified'; infoHash: InfoHash; piece: number; from: readonly PeerId[] }
  | { type: 'piece-rejected'; infoHash: InfoHash; piece: number; from: readonly PeerId[] }
  | { type: 'download-finished'; infoHash: InfoHash; savedAs: string | null }
  /**
   * It sent wrong blocks, and that is certain: `blocks` of `piece`; empty when all of the piece came from it, so that nobody
   * else can be to blame. It is not spoken with again in this session.
   */
  | { type: 'peer-banned'; infoHash: InfoHash; peer: PeerId; piece: number; blocks: readonly number[] }
  | { type: 'events-dropped'; count: number }

/** `seq` counts all events of one process from 1; `atMs` is Unix time in ms; `observer` is the local peer that saw it. */
export type SwarmEvent = SwarmFact & { readonly seq: number; readonly atMs: number; readonly observer: PeerId }

export type SwarmEventType = SwarmFact['type']
