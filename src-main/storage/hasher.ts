import { createHash, webcrypto } from 'node:crypto'

/** SHA-1 of the bytes, 20 bytes long. */
export type Hasher = (bytes: Uint8Array) => Promise<Uint8Array>

/** SHA-1 off the main thread: Node runs WebCrypto digests on its pool of worker threads, on a copy of the bytes. */
export const poolHasher: Hasher = async (bytes) => new Uint8Array(await webcrypto.subtle.digest('SHA-1', bytes))

/** SHA-1 here and now, for a torrent's small `info` dictionary. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest()
}

/** Two hashes are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
