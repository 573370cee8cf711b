import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import { isOurKind } from './peer-id.ts'

/** What to do about a new link to a peer that already has one with us: refuse the new one, or close an old one. */
export interface DuplicateVerdict {
  readonly refuse: boolean
  readonly close: Link | undefined
}

/**
 * In the course two peers may dial each other, one link each way. With other clients there is one link a pair: when both
 * dialled at once the one that the larger peer id dialled stays, as common clients decide it too. aria2 decides alone. `same`:
 * the links to that remote that there are.
 */
export function duplicateVerdict(
  self: PeerId,
  remote: PeerId,
  dialled: boolean,
  same: readonly Link[],
): DuplicateVerdict {
  if (same.some((link) => link.dialled === dialled)) return { refuse: true, close: undefined }
  const opposite = same[0]
  if (!opposite || isOurKind(remote) || keepsItsFirst(remote)) return { refuse: false, close: undefined }
  const newStays = dialled ? self > remote : remote > self
  return newStays ? { refuse: false, close: opposite } : { refuse: true, close: undefined }
}

// aria2 ("A2-") keeps the link on which it read our handshake first, whoever dialled it, and ends the other by itself. Which
// one that is cannot be told from here: if we ended one too, it could be the other one, and none would be left.
function keepsItsFirst(id: PeerId): boolean {
  return id.startsWith('41322d')
}
