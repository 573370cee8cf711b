import { fromHex } from '../../../src-shared/swarm/hex.ts'
import type { InfoHash } from '../../../src-shared/swarm/ids.ts'
import { parseIpv4 } from '../../../src-shared/swarm/ip.ts'

/** What an allowed fast set follows from; `sha1` gives the 20 bytes of a SHA-1. */
export interface AllowedFastParts {
  /** The remote peer's IP address, as the connection shows it. */
  readonly ip: string
  readonly infoHash: InfoHash
  readonly pieceCount: number
  /** How many pieces; all, when there are fewer. */
  readonly count?: number
  readonly sha1: (bytes: Uint8Array) => Uint8Array
}

/**
 * The pieces that a remote peer may ask for even while it is choked (BEP 6, “Allowed Fast Set Generation”): the same ones
 * from whoever computes them, so that asking everybody gives no more. Empty for IPv6, which BEP 6 has no rule for.
 */
export function allowedFastSet({ ip, infoHash, pieceCount, count = 10, sha1 }: AllowedFastParts): number[] {
  const numbers = parseIpv4(ip)
  if (!numbers) return []
  // The last number is left out: several addresses in one network get one set.
  let hash = Uint8Array.of(...numbers.slice(0, 3), 0, ...fromHex(infoHash))
  const pieces = new Set<number>()
  while (pieces.size < Math.min(count, pieceCount)) {
    hash = Uint8Array.from(sha1(hash))
    const view = new DataView(hash.buffer)
    for (let at = 0; at < hash.length && pieces.size < count; at += 4) pieces.add(view.getUint32(at) % pieceCount)
  }
  return [...pieces]
}
