import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import type { NewLink } from './link-parts.ts'

/** Where a connection goes after its handshake: the swarm of its info hash, or the magnet link that fetches its torrent. */
export interface Room {
  readonly infoHash: InfoHash
  readonly links: ReadonlySet<Link>
  /** Its peers may only come from its own tracker (BEP 27). */
  readonly isPrivate: boolean
  /** Bytes of the torrent's `info` dictionary (BEP 9); undefined while it is not here. */
  readonly metadataSize: number | undefined
  /** Takes in a connection after its handshake; answers why not, when it is one too many. */
  addLink(parts: NewLink, rest: Uint8Array): Link | DisconnectReason
  /** Says why a dial failed, seen with what is known of the swarm. */
  explain?(to: Address, reason: DisconnectReason): DisconnectReason
  /** Whether a peer of our own kind is known to listen there. */
  isOurKindAt?(address: Address): boolean
}
