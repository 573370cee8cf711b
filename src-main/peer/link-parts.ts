import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { LinkEncryption, RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { DialId, InfoHash, LinkId } from '../../src-shared/swarm/ids.ts'
import type { ExtendedHandshake } from '../../src-shared/wire/extended.ts'
import type { Message } from '../../src-shared/wire/message-table.ts'
import type { MetadataMessage } from '../../src-shared/wire/metadata-message.ts'
import type { PexMessage } from '../../src-shared/wire/pex-message.ts'
import type { ReportMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Clock } from '../clock.ts'
import type { FaultyConnection } from '../net/faulty-connection.ts'
import type { Connection } from '../net/transport.ts'
import type { MemberStatus } from '../tracker/tracker.ts'
import type { PeerConfig } from './config.ts'
import type { TorrentShape } from './core/link-state.ts'
import type { Link } from './link.ts'
import type { ListNews } from './remote-list.ts'
import type { SpoilWish } from './spoiler.ts'
import type { Throttle } from './throttle.ts'

/** What a link tells its swarm. */
export interface LinkOwner {
  /** Null while the torrent is not known. */
  readonly shape: TorrentShape | null
  /** A checked message that says something new; blocks come by onBlock. */
  onMessage(link: Link, message: Message): void
  /** A block that was asked for, perhaps a while ago; the bytes are valid only until this returns. */
  onBlock(link: Link, piece: number, begin: number, block: Uint8Array): void
  /** The remote has said who it is, as far as it ever will. */
  onIdentified(link: Link): void
  onStatus(link: Link, status: MemberStatus): void
  /** What is new of the list of the remote's tracker. */
  onList(link: Link, news: ListNews): void
  /** What the remote reports of its links, or passes on of others', or wants to be passed on. */
  onReports(link: Link, message: ReportMessage): void
  /** A piece of the torrent's `info` dictionary, or a refusal (BEP 9). */
  onMetadata(link: Link, message: MetadataMessage): void
  /** Addresses that the remote passes on (BEP 11). */
  onExchange(link: Link, message: PexMessage): void
  onClosed(link: Link, reason: DisconnectReason): void
  /** Fills the targets, one after the other, with bytes of a piece that we have from `begin` on, and of those after it. */
  read(piece: number, begin: number, targets: readonly Uint8Array[]): Promise<void>
  onReadFailed(error: unknown): void
}

/** How a link comes into being, after the handshake. */
export interface LinkParts {
  readonly id: LinkId
  readonly infoHash: InfoHash
  readonly connection: Connection
  /** Where the trouble that is made on purpose comes in: at the connection itself, or below its encryption. */
  readonly faulty: FaultyConnection
  readonly encryption: LinkEncryption
  /** The dial that made it; null on the accepting end. */
  readonly dial: DialId | null
  readonly remote: RemoteIdentity
  readonly remoteSpeaksExtended: boolean
  /** Both handshakes say that BEP 6 is spoken. */
  readonly fast: boolean
  readonly config: PeerConfig
  readonly clock: Clock
  /** What else limits its uploads: the swarm's cap, and the peer's. */
  readonly uploadCaps: readonly Throttle[]
  readonly hello: ExtendedHandshake
  readonly isPrivate: boolean
  /** The torrent's `info` dictionary, for those who have only a magnet link; null while we have not got it either. */
  readonly infoBytes: Uint8Array | null
  readonly spoilWish: SpoilWish
  readonly observe: (fact: SwarmFact) => void
}

/** What the doorway knows of a link; the swarm adds the rest. */
export type NewLink = Pick<
  LinkParts,
  'id' | 'connection' | 'faulty' | 'encryption' | 'dial' | 'remote' | 'remoteSpeaksExtended' | 'fast' | 'hello'
>
