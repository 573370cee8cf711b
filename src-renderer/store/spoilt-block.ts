import type { SwarmEvent } from '../../src-shared/swarm/events.ts'
import type { LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'

/** A block that was spoilt on purpose as it was sent. */
export type SpoiltBlock = Extract<SwarmEvent, { type: 'block-corrupted' }>

/** The block that a local peer spoilt last, on one link or (`link` null) on any; undefined where the log tells of none. */
export function lastSpoilt({ log }: View, peer: PeerId, link: LinkId | null): SpoiltBlock | undefined {
  for (let index = log.length - 1; index >= 0; index--) {
    const event = log[index]
    if (event?.type !== 'block-corrupted' || event.observer !== peer) continue
    if (link === null || event.link === link) return event
  }
  return undefined
}

/** `Spoilt last: block 3 of piece 12, sent to P3.` */
export function spoiltWords(view: View, { piece, block, remote }: SpoiltBlock): string {
  return `Spoilt last: block ${block} of piece ${piece}, sent to ${nameOf(view, remote)}.`
}
