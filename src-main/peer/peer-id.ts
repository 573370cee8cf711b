import { randomBytes } from 'node:crypto'
import type { PeerId } from '../../src-shared/swarm/ids.ts'

/** Name and version of this program, as other clients show it. */
export const agent = 'Swarmscope 0.1.0'

/** A new BitTorrent peer id: `-SS0100-` (BEP 20, Azureus style) and 12 random bytes, unique for each peer. */
export function newPeerId(): PeerId {
  return Buffer.concat([Buffer.from('-SS0100-', 'latin1'), randomBytes(12)]).toString('hex') as PeerId
}
