import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { HeardReports } from './heard-reports.ts'
import type { Link } from './link.ts'
import { maxPassedOn } from './report-relay.ts'

/**
 * Whom we ask to pass on the reports of those that we hear nothing from: for each of these one peer that reports a link with it,
 * and the same one as long as it does.
 */
export class ReportWishes {
  /** By which link the reports of each are to come. */
  #from: ReadonlyMap<PeerId, Link> = new Map()
  #asked: ReadonlyMap<Link, readonly PeerId[]> = new Map()

  /** Were the reports of a peer asked for by this link? */
  has(link: Link, of: PeerId): boolean {
    return this.#from.get(of) === link
  }

  /** Is anybody asked for the reports of a peer? */
  isAsked(of: PeerId): boolean {
    return this.#from.has(of)
  }

  gone(link: Link): void {
    this.#asked = new Map([...this.#asked].filter(([other]) => other !== link))
  }

  /** Asks for the reports of these, as far as anybody can pass them on, and for no others any more. */
  ask(wanted: ReadonlySet<PeerId>, heard: Pick<HeardReports, 'allDirect'>): void {
    if (wanted.size + this.#from.size === 0) return
    const from = new Map<PeerId, Link>()
    const asked = new Map<Link, PeerId[]>()
    for (const [peer, links] of offersOf(wanted, heard)) {
      const hasRoom = (link: Link) => (asked.get(link)?.length ?? 0) < maxPassedOn
      const before = links.find((link) => this.has(link, peer))
      const link = before && hasRoom(before) ? before : links.find(hasRoom)
      if (!link) continue
      from.set(peer, link)
      asked.set(link, [...(asked.get(link) ?? []), peer].sort())
    }
    for (const link of new Set([...this.#asked.keys(), ...asked.keys()])) {
      const of = asked.get(link) ?? []
      if (!isSame(of, this.#asked.get(link) ?? [])) link.sendTracker({ kind: 'pass-on', of })
    }
    this.#from = from
    this.#asked = asked
  }
}

/** By which links the reports of each could be passed on. */
function offersOf(wanted: ReadonlySet<PeerId>, heard: Pick<HeardReports, 'allDirect'>): Map<PeerId, Link[]> {
  const offers = new Map<PeerId, Link[]>()
  if (wanted.size === 0) return offers
  for (const { link, reports } of heard.allDirect()) {
    // Who never hears reports has none to pass on.
    if (!link.speaks.passesOn) continue
    for (const { remote } of reports.values()) {
      if (!wanted.has(remote)) continue
      const links = offers.get(remote)
      if (!links) offers.set(remote, [link])
      else if (links.at(-1) !== link) links.push(link)
    }
  }
  return offers
}

function isSame(some: readonly PeerId[], others: readonly PeerId[]): boolean {
  return some.length === others.length && some.every((peer, i) => peer === others[i])
}
