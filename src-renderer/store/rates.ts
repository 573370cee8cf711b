import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { LinkView, View } from '../../src-shared/swarm/view.ts'
import { valuesOf } from './values.ts'

/** Payload per second towards a peer and away from it. */
export interface Rates {
  readonly downBytesPerSec: number
  readonly upBytesPerSec: number
}

/** Of who has no link. */
export const noRates: Rates = { downBytesPerSec: 0, upBytesPerSec: 0 }

/** What a peer receives and sends over all its links. */
export function ratesOf(view: View, peer: PeerId): Rates {
  return [...ratesBySwarm(view, peer).values()].reduce(sumOf, noRates)
}

/** What a peer receives and sends in each swarm in which it has a link, in one pass over the links. */
export function ratesBySwarm(view: View, peer: PeerId): ReadonlyMap<InfoHash, Rates> {
  const rates = new Map<InfoHash, Rates>()
  for (const link of valuesOf<LinkView>(view.links)) {
    const own = ratesAt(link, peer)
    if (own !== null) rates.set(link.infoHash, sumOf(rates.get(link.infoHash) ?? noRates, own))
  }
  return rates
}

/** What travels over a link, as the peer at one of its ends sees it; null for a link of others. */
function ratesAt(link: LinkView, peer: PeerId): Rates | null {
  const { toDiallerBytesPerSec, toAcceptorBytesPerSec } = link
  if (link.dialler === peer) return { downBytesPerSec: toDiallerBytesPerSec, upBytesPerSec: toAcceptorBytesPerSec }
  if (link.acceptor === peer) return { downBytesPerSec: toAcceptorBytesPerSec, upBytesPerSec: toDiallerBytesPerSec }
  return null
}

function sumOf(one: Rates, other: Rates): Rates {
  return {
    downBytesPerSec: one.downBytesPerSec + other.downBytesPerSec,
    upBytesPerSec: one.upBytesPerSec + other.upBytesPerSec,
  }
}

/** All payload per second that moves over the links on screen, each direction counted once. */
export function totalBytesPerSec(view: View): number {
  return valuesOf<LinkView>(view.links).reduce(
    (sum, link) => sum + link.toDiallerBytesPerSec + link.toAcceptorBytesPerSec,
    0,
  )
}
