import { createHash } from 'node:crypto'
import { HashThreads } from './hash-threads.ts'
import type { OpenPlace } from './piece-store.ts'

/** What a hash is of, and where those bytes are now. */
export interface Hashed {
  readonly hash: Uint8Array
  readonly bytes: Uint8Array
  /** They are where they belong already. */
  readonly isWritten: boolean
}

/** Bytes with this hash, 20 bytes long, belong there. */
export interface WriteIfRight {
  readonly hash: Uint8Array
  readonly place: OpenPlace
}

/**
 * SHA-1 of the bytes, 20 bytes long. The bytes may be away until then, with all of their buffer: use those that come back.
 * Some hashers write right bytes where they belong, when told; what they do not write, or cannot, is the caller's to write.
 */
export type Hasher = (bytes: Uint8Array, writeIfRight?: WriteIfRight) => Promise<Hashed>

const threads = new HashThreads()

/** SHA-1 on threads of its own, which write too: a piece is still in their processor's cache then. */
export const threadHasher: Hasher = (bytes, writeIfRight) => threads.hash(bytes, writeIfRight)

/** SHA-1 within the call, for simulations and tests. */
export const directHasher: Hasher = async (bytes) => ({ hash: sha1(bytes), bytes, isWritten: false })

/** SHA-1 here and now, for a torrent's small `info` dictionary. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest()
}

/** Two hashes are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}
