import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { encodeHandshake, type Handshake } from '../../src-shared/wire/handshake.ts'
import { HandshakeReader } from '../../src-shared/wire/handshake-reader.ts'
import { hear, type Opening } from './opening.ts'

/** The remote's handshake, and the bytes that came after it in the same chunk. */
export interface Shaken {
  readonly handshake: Handshake
  readonly rest: Uint8Array
}

/** How one side shakes hands. */
export interface HandshakeParts {
  readonly self: PeerId
  /** The dialler's swarm; null for the acceptor. */
  readonly infoHash: InfoHash | null
  /** The dialler's handshake went along with the encrypted one. */
  readonly hasSpoken: boolean
  /** What has arrived already. */
  readonly first: Uint8Array
  /** A reason to close instead of going on. */
  readonly check: (handshake: Handshake) => DisconnectReason | undefined
}

/**
 * Exchanges handshakes (BEP 3). The dialler names its swarm and speaks first; the acceptor waits and answers for the swarm
 * that `check` lets pass. Answers a reason instead when it came to nothing, and the connection is closed.
 */
export function shakeHands(opening: Opening, parts: HandshakeParts): Promise<Shaken | DisconnectReason> {
  const { self, infoHash, hasSpoken, first, check } = parts
  const reader = new HandshakeReader()
  const speak = (infoHash: InfoHash) => opening.connection.write(encodeHandshake({ infoHash, peerId: self }))
  const shaken = hear<Shaken>(opening, first, (chunk) => {
    const read = reader.push(chunk)
    if (!read) return undefined
    const reason = check(read.handshake)
    if (reason) return reason
    if (infoHash === null) speak(read.handshake.infoHash)
    return { handshake: read.handshake, rest: new Uint8Array(read.rest) }
  })
  if (infoHash !== null && !hasSpoken) speak(infoHash)
  return shaken
}
