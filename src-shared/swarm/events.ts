// Everything that can be seen happening. A SwarmEvent says what happened, when, in which order, and who saw it.
// Blocks and bytes travel as periodic sums per link (link-transferred); changes are never merged away.

import type { DisconnectReason } from './disconnect-reason.ts'
import type { Address, DialId, Hex, InfoHash, LinkId, PeerId } from './ids.ts'
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
}

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
}

export type SwarmFact =
  | { type: 'peer-started'; uuid: string; name: string; agent: string; me: boolean; clientPorts: PortRange }
  | { type: 'settings-changed'; settings: PeerSettings; dataFolder: string }
  | { type: 'server-listening'; address: Address }
  | { type: 'server-failed'; requested: Address; failure: ListenFailure; nextFreePort: number | null }
  | { type: 'server-turned-away'; remote: Address; reason: DisconnectReason }
  | { type: 'tracker-running' }
  | { type: 'tracker-broadcast'; infoHash: InfoHash; members: number; recipients: number }
  | { type: 'peer-stopped'; reason: DisconnectReason }
  | {
      type: 'swarm-joined'
      torrent: TorrentSummary
      pieces: Hex
      role: Role
      savedAs: string | null
      upLimitBytesPerSec?: number | null
    }
  | { type: 'swarm-left'; infoHash: InfoHash; abruptly: boolean }
  | { type: 'role-changed'; infoHash: InfoHash; role: Role }
  | { type: 'member-joined'; infoHash: InfoHash; member: Member; introducedBy: PeerId | null }
  | { type: 'member-updated'; infoHash: InfoHash; member: Member }
  | { type: 'member-left'; infoHash: InfoHash; peer: PeerId; reason: DisconnectReason }
  | { type: 'dial-started'; dial: DialId; infoHash: InfoHash; remote: Address; clientId: number }
  | {
      type: 'dial-failed'
      dial: DialId
      infoHash: InfoHash | null
      /** As typed, when it could not be read as an address. */
      remote: string
      clientId: number | null
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
  | { type: 'link-closed'; link: LinkId; remote?: PeerId; reason: DisconnectReason }
  | { type: 'remote-pieces'; infoHash: InfoHash; peer: PeerId; pieces: Hex }
  | { type: 'remote-haves'; infoHash: InfoHash; peer: PeerId; indices: readonly number[] }
  | { type: 'piece-verified'; infoHash: InfoHash; piece: number; from: readonly PeerId[] }
  | { type: 'piece-rejected'; infoHash: InfoHash; piece: number; from: readonly PeerId[] }
  | { type: 'download-finished'; infoHash: InfoHash; savedAs: string | null }
  | { type: 'swarm-failed'; infoHash: InfoHash; detail: string }
  | { type: 'events-dropped'; count: number }

/** `seq` counts all events of one process from 1; `atMs` is Unix time in ms; `observer` is the local peer that saw it. */
export type SwarmEvent = SwarmFact & { readonly seq: number; readonly atMs: number; readonly observer: PeerId }

export type SwarmEventType = SwarmFact['type']
