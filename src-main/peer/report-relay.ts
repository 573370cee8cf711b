import type { LinkReport } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'
import { isNothing, type Reports, takeChanges } from './report-changes.ts'

/** Of so many peers the reports are passed on to one that asks; it may ask others for more. */
export const maxPassedOn = 50

// Of so many that ask; a class is no larger, and each of them costs memory and time.
const maxAskers = 200

// So many new links go to one that asks at a time; the others wait for the next.
const maxOpened = 400

const nothing: Reports = new Map()

/** Passes on what peers report to us to those that are not linked with them, and ask for it. */
export class ReportRelay {
  /** Who asked, by which link, and what it was told of each peer's links: undefined before the first time. */
  readonly #askers = new Map<Link, Map<PeerId, Map<number, LinkReport> | undefined>>()

  /** Somebody wants something to be passed on. */
  get isAsked(): boolean {
    return this.#askers.size > 0
  }

  /** A remote peer wants to hear of the links of these, and of no others any more. */
  asked(link: Link, of: readonly PeerId[]): void {
    const before = this.#askers.get(link)
    if (of.length === 0) return this.gone(link)
    if (!before && this.#askers.size >= maxAskers) return
    this.#askers.set(link, new Map(of.slice(0, maxPassedOn).map((peer) => [peer, before?.get(peer)])))
  }

  gone(link: Link): void {
    this.#askers.delete(link)
  }

  /** Tells all that have asked what is new. */
  tell(reportsOf: (peer: PeerId) => Reports | undefined): void {
    for (const [link, wanted] of this.#askers) {
      let room = maxOpened
      for (const [peer, before] of wanted) {
        if (room <= 0) break
        const reports = reportsOf(peer)
        if (!reports && !before) continue
        const told = before ?? new Map<number, LinkReport>()
        const changes = takeChanges(reports ?? nothing, told)
        wanted.set(peer, told)
        room -= changes.opened.length
        if (!before) link.sendTracker({ kind: 'links', of: peer, whole: true, ...changes })
        else if (!isNothing(changes)) link.sendTracker({ kind: 'links', of: peer, ...changes })
      }
    }
  }
}
