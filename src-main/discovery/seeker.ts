import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'

/** A swarm, or a magnet link, whose peers are looked for. */
export interface Sought {
  readonly infoHash: InfoHash
  /** Its peers may come from its own tracker only (BEP 27): it is neither told nor asked. */
  readonly isPrivate: boolean
}

/** The peer for which others are found, as far as discovery knows it. */
export interface Seeker {
  /** Everything in which it takes part now. */
  lookingFor(): readonly Sought[]
  /** The TCP port at which others reach it; 0 while it does not listen. */
  readonly listenPort: number
  readonly setup: { readonly listen: Endpoint }
  /** Takes addresses at which somebody was found; `from` is who told them. */
  found(infoHash: InfoHash, addresses: readonly Address[], way: 'local' | 'dht', from: string): void
}

/** Whether a way of finding peers shall be on; if not, `why`, where somebody may have expected it: one sentence. */
export type Wish = { readonly on: true } | { readonly on: false; readonly why: string | null }

/** The info hashes that the world may hear of. */
export function publicHashes(seeker: Seeker): InfoHash[] {
  return seeker.lookingFor().flatMap(({ infoHash, isPrivate }) => (isPrivate ? [] : [infoHash]))
}
