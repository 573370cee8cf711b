// Message Stream Encryption / Protocol Encryption (MSE/PE), as Azureus wrote it down: two peers agree on a secret, name the
// swarm by a hash, and choose whether the stream goes on as it is or under RC4. What both sides' scripts share is here.

import { fromHex } from '../swarm/hex.ts'
import type { InfoHash } from '../swarm/ids.ts'
import { joined } from './mse-script.ts'
import { Rc4 } from './rc4.ts'

/** What MSE/PE needs from outside. */
export interface MseTools {
  readonly sha1: (bytes: Uint8Array) => Uint8Array
  readonly randomBytes: (count: number) => Uint8Array
}

/** What the two sides have agreed on: the stream goes on as it is after the handshake, or all of it under RC4. */
export interface MseAgreement {
  readonly encryption: 'handshake' | 'rc4'
  readonly infoHash: InfoHash
  readonly incoming: Rc4
  readonly outgoing: Rc4
  /** What the initiator sent along with the handshake, readable. */
  readonly initial: Uint8Array
}

/** Why they have not: it is no such handshake, it means a swarm not known here, or they know no method in common. */
export type MseProblem = 'not-mse' | 'unknown-swarm' | 'no-common-method'

/** Random bytes that hide the lengths of what is sent: at most so many each time. */
export const maxPadLength = 512

/** Of that many zeros, encrypted, begins what each side says in secret: so the other sees that it decrypts rightly. */
export const verificationLength = 8

/** The bits of the ways in which the stream can go on, in an offer and in a choice. */
export const methodBits = { handshake: 1, rc4: 2 } as const

/** Both of them. */
export const bothMethods = methodBits.handshake | methodBits.rc4

// Of RC4's key stream the first bytes are weak.
const discardedBytes = 1024

/** The specification's HASH: SHA-1 of a label and what follows it. */
export function labelledHash({ sha1 }: Pick<MseTools, 'sha1'>, label: string, ...parts: Uint8Array[]): Uint8Array {
  return sha1(joined(new TextEncoder().encode(label), ...parts))
}

/** Names a swarm to who knows it, and to nobody else. */
export function swarmHash(tools: Pick<MseTools, 'sha1'>, infoHash: InfoHash): Uint8Array {
  return labelledHash(tools, 'req2', fromHex(infoHash))
}

/** Hides, or shows again, the hash that names the swarm. */
export function maskSwarmHash(tools: MseTools, secret: Uint8Array, hash: Uint8Array): Uint8Array {
  const mask = labelledHash(tools, 'req3', secret)
  return Uint8Array.from(hash, (byte, i) => byte ^ (mask[i] ?? 0))
}

/** The ciphers of both directions: `A` is the initiator, `B` the responder. */
export function ciphersOf(tools: MseTools, secret: Uint8Array, infoHash: InfoHash): { fromA: Rc4; fromB: Rc4 } {
  const cipher = (label: string) => {
    const rc4 = new Rc4(labelledHash(tools, label, secret, fromHex(infoHash)))
    rc4.apply(new Uint8Array(discardedBytes))
    return rc4
  }
  return { fromA: cipher('keyA'), fromB: cipher('keyB') }
}

/** Between no random bytes and the most there may be. */
export function randomPad({ randomBytes }: MseTools): Uint8Array {
  return randomBytes(uint16(randomBytes(2)) % (maxPadLength + 1))
}

/** Two bytes as a number, the higher one first. */
export function uint16(bytes: Uint8Array): number {
  return ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
}

/** The bytes of a number below 65,536 in two bytes or in four, the highest first. */
export function bigEndian(value: number, length: 2 | 4): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes[length - 2] = value >> 8
  bytes[length - 1] = value
  return bytes
}
