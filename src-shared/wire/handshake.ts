import { fromHex, toHex } from '../swarm/hex.ts'
import type { InfoHash, PeerId } from '../swarm/ids.ts'
import { ProtocolError } from './protocol-error.ts'

/** Bytes in a handshake (BEP 3): 1 + 19 protocol, 8 reserved, 20 info hash, 20 peer id. */
export const handshakeLength = 68

const protocol = new TextEncoder().encode('\x13BitTorrent protocol')

/** Bytes of a handshake that name the protocol (BEP 3): the name's length and the name. */
export const protocolLength = protocol.length

const reservedStart = protocolLength
const infoHashStart = reservedStart + 8
const peerIdStart = infoHashStart + 20

// Bit 20 from the right of the 64 reserved bits (BEP 10).
const extendedByte = 5
const extendedBit = 0x10

// The third bit from the right (BEP 6).
const fastByte = 7
const fastBit = 0x04

/** What each side says first (BEP 3): its extensions (8 reserved bytes), the swarm it means, and who it is. */
export interface Handshake {
  readonly reserved: Uint8Array
  readonly infoHash: InfoHash
  readonly peerId: PeerId
}

/** Whether the sender understands extension messages (BEP 10). */
export function supportsExtended(handshake: Handshake): boolean {
  return ((handshake.reserved[extendedByte] ?? 0) & extendedBit) !== 0
}

/** Whether the sender understands the messages of the Fast Extension (BEP 6); they may be sent only when both sides do. */
export function supportsFast(handshake: Handshake): boolean {
  return ((handshake.reserved[fastByte] ?? 0) & fastBit) !== 0
}

/** The 68 bytes of our handshake; of the reserved bits those of BEP 6 and BEP 10 are set. */
export function encodeHandshake(handshake: { readonly infoHash: InfoHash; readonly peerId: PeerId }): Uint8Array {
  const bytes = new Uint8Array(handshakeLength)
  bytes.set(protocol)
  bytes[reservedStart + extendedByte] = extendedBit
  bytes[reservedStart + fastByte] = fastBit
  bytes.set(fromHex(handshake.infoHash), infoHashStart)
  bytes.set(fromHex(handshake.peerId), peerIdStart)
  return bytes
}

/**
 * Reads a handshake from its first 68 bytes (BEP 3); further bytes are left alone.
 * Throws ProtocolError `not-bittorrent` for another protocol string, `handshake-truncated` when bytes are missing.
 */
export function decodeHandshake(bytes: Uint8Array): Handshake {
  checkHandshakeStart(bytes)
  if (bytes.length < handshakeLength) {
    throw new ProtocolError('handshake-truncated', `a handshake has ${handshakeLength} bytes, this one ${bytes.length}`)
  }
  return {
    reserved: bytes.slice(reservedStart, infoHashStart),
    infoHash: toHex(bytes.subarray(infoHashStart, peerIdStart)) as InfoHash,
    peerId: toHex(bytes.subarray(peerIdStart, handshakeLength)) as PeerId,
  }
}

/** Whether the bytes that arrived so far agree with the first 20 of a handshake; true for none at all. */
export function looksLikeHandshake(prefix: Uint8Array): boolean {
  const known = Math.min(prefix.length, protocol.length)
  for (let i = 0; i < known; i++) if (prefix[i] !== protocol[i]) return false
  return true
}

/** Throws ProtocolError `not-bittorrent` as soon as one of the bytes so far cannot belong to a handshake. */
export function checkHandshakeStart(prefix: Uint8Array): void {
  if (!looksLikeHandshake(prefix)) {
    throw new ProtocolError('not-bittorrent', 'its first bytes are not those of a BitTorrent handshake')
  }
}
