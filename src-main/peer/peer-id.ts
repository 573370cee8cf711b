import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Random } from '../random.ts'

/** Name and version of this program, as other clients show it. */
export const agent = 'Swarmscope 0.1.0'

// "-SS" (BEP 20)
const ourKind = '2d5353'

/** A new BitTorrent peer id: `-SS0100-` (BEP 20, Azureus style) and 12 random bytes, unique for each peer. */
export function newPeerId(random: Random): PeerId {
  return `${Buffer.from('-SS0100-', 'latin1').toString('hex')}${randomHex(random, 24)}` as PeerId
}

/** Is it one of ours? Then its extension handshake will say which rules it follows. */
export function isOurKind(id: PeerId): boolean {
  return id.startsWith(ourKind)
}

/** A new UUID (RFC 9562, version 4), by which the course's peers name themselves. */
export function newUuid(random: Random): string {
  const variant = (8 + random.below(4)).toString(16)
  const [a, b, c, d, e] = [8, 4, 3, 3, 12].map((digits) => randomHex(random, digits))
  return `${a}-${b}-4${c}-${variant}${d}-${e}`
}

function randomHex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.below(16).toString(16)).join('')
}
