import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinkView, View } from '../../src-shared/swarm/view.ts'

/** Payload per second towards a peer and away from it. */
export interface Rates {
  readonly downBytesPerSec: number
  readonly upBytesPerSec: number
}

/** What a peer receives and sends over all its links, or over those of one swarm. */
export function ratesOf(view: View, peer: PeerId, infoHash?: InfoHash): Rates {
  let downBytesPerSec = 0
  let upBytesPerSec = 0
  for (const link of Object.values<LinkView>(view.links)) {
    if (infoHash !== undefined && link.infoHash !== infoHash) continue
    if (link.dialler === peer) {
      downBytesPerSec += link.toDiallerBytesPerSec
      upBytesPerSec += link.toAcceptorBytesPerSec
    } else if (link.acceptor === peer) {
      downBytesPerSec += link.toAcceptorBytesPerSec
      upBytesPerSec += link.toDiallerBytesPerSec
    }
  }
  return { downBytesPerSec, upBytesPerSec }
}

/** All payload per second that moves over the links on screen, each direction counted once. */
export function totalBytesPerSec(view: View): number {
  return Object.values<LinkView>(view.links).reduce(
    (sum, link) => sum + link.toDiallerBytesPerSec + link.toAcceptorBytesPerSec,
    0,
  )
}
