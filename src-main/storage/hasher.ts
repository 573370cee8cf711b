import { createHash } from 'node:crypto'
import { type Hashed, HashThreads } from './hash-threads.ts'

/**
 * SHA-1 of the bytes, 20 bytes long. The bytes may be away until then, with all of their buffer: use those that come back.
 */
export type Hasher = (bytes: Uint8Array) => Promise<Hashed>

const threads = new HashThreads()

/** SHA-1 on threads of its own. */
export const threadHasher: Hasher = (bytes) => threads.hash(bytes)

/** SHA-1 within the call, for simulations and tests. */
export const directHasher: Hasher = async (bytes) => ({ hash: sha1(bytes), bytes })

/** SHA-1 here and now, for a torrent's small `info` dictionary. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest()
}

/** Two hashes are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}
