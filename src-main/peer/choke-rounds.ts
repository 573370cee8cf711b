import { type ChokingName, chokingProfiles } from '../../src-shared/swarm/choking.ts'
import type { ChokeRound, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import { type Candidate, Choker } from './core/choker.ts'
import { Paced } from './core/paced.ts'
import type { Link } from './link.ts'

interface Totals {
  readonly atMs: number
  readonly up: number
  readonly down: number
}

/** Carries out the choker's decisions in one swarm: a round when it is due, and free slots filled in between. */
export class ChokeRounds {
  readonly #infoHash: InfoHash
  readonly #clock: Clock
  readonly #links: ReadonlySet<Link>
  readonly #isSeeding: () => boolean
  readonly #onChanged: (link: Link) => void
  readonly #observe: (fact: SwarmFact) => void
  readonly #choker: Choker
  // A remote that flips its interest must not make us rank more often than this.
  readonly #filling: Paced
  /** What each link had moved when the last round ended: rates are of the time since. */
  #before = new Map<LinkId, Totals>()

  constructor(parts: {
    infoHash: InfoHash
    clock: Clock
    random: Random
    choking: ChokingName
    tickMs: number
    links: ReadonlySet<Link>
    /** Nothing is wanted any more, so the ranking is by what we upload (BEP 3). */
    isSeeding: () => boolean
    onChanged: (link: Link) => void
    observe: (fact: SwarmFact) => void
  }) {
    this.#infoHash = parts.infoHash
    this.#clock = parts.clock
    this.#links = parts.links
    this.#isSeeding = parts.isSeeding
    this.#onChanged = parts.onChanged
    this.#observe = parts.observe
    this.#choker = new Choker({ random: parts.random, choking: parts.choking })
    this.#filling = new Paced(parts.tickMs, () => this.#fill())
  }

  get choking(): ChokingName {
    return this.#choker.choking
  }

  set choking(choking: ChokingName) {
    this.#choker.choking = choking
  }

  /** Holds a round when it is due and somebody wants something. */
  tick(nowMs: number): void {
    const isAnyInterested = [...this.#links].some((link) => link.state.peerInterested)
    if (nowMs >= this.#choker.nextRoundAtMs && isAnyInterested) this.#round(nowMs)
    else this.#filling.tick(nowMs)
  }

  /** Somebody came, went, or has become interested, or is no longer. */
  changed(): void {
    this.#filling.ask(this.#clock.nowMs())
  }

  #round(nowMs: number): void {
    this.#carryOut(this.#choker.round(this.#candidates(nowMs), this.#rankedBy(), nowMs))
    this.#before = new Map(
      [...this.#links].map(({ id, up, down }) => [id, { atMs: nowMs, up: up.total, down: down.total }]),
    )
  }

  #fill(): void {
    const nowMs = this.#clock.nowMs()
    // The first to come is not kept waiting for a round.
    if (this.#choker.nextRoundAtMs === 0) return this.#round(nowMs)
    const filled = this.#choker.fill(this.#candidates(nowMs), this.#rankedBy(), nowMs)
    if (filled) this.#carryOut(filled)
  }

  #carryOut({ round, unchoked }: { round: ChokeRound; unchoked: ReadonlySet<LinkId> }): void {
    for (const link of this.#links) {
      const wasChoked = link.state.amChoking
      link.setChoking(!unchoked.has(link.id))
      if (wasChoked !== link.state.amChoking) this.#onChanged(link)
    }
    if (round.lines.length > 0) this.#observe({ type: 'choke-round', infoHash: this.#infoHash, round })
  }

  #rankedBy(): 'download' | 'upload' {
    return this.#isSeeding() ? 'upload' : 'download'
  }

  #candidates(nowMs: number): Candidate[] {
    const rankedBy = this.#rankedBy()
    const downloads = this.#byPeer((link) => this.#rate(link, 'down', nowMs))
    const snubs = this.#byPeer((link) => (this.#isSnubbed(link, nowMs) ? 1 : 0))
    // Only those that have said which rules they follow; the others are not served yet.
    const links = [...this.#links].filter((link) => link.identified)
    return links.map((link) => ({
      link: link.id,
      peer: link.remoteId,
      interested: link.state.peerInterested,
      unchoked: !link.state.amChoking,
      rateBytesPerSec: rankedBy === 'upload' ? this.#rate(link, 'up', nowMs) : (downloads.get(link.remoteId) ?? 0),
      connectedAtMs: link.openedAtMs,
      snubbing: rankedBy === 'download' && (snubs.get(link.remoteId) ?? 0) > 0,
    }))
  }

  // Two of our own kind have a link each way: what one uploads to us over its link counts for the other.
  #byPeer(measure: (link: Link) => number): Map<PeerId, number> {
    const sums = new Map<PeerId, number>()
    for (const link of this.#links) sums.set(link.remoteId, (sums.get(link.remoteId) ?? 0) + measure(link))
    return sums
  }

  #rate(link: Link, way: 'up' | 'down', nowMs: number): number {
    const before = this.#before.get(link.id) ?? { atMs: link.openedAtMs, up: 0, down: 0 }
    const spanMs = Math.max(1000, nowMs - before.atMs)
    return Math.round(((link[way].total - before[way]) * 1000) / spanMs)
  }

  #isSnubbed(link: Link, nowMs: number): boolean {
    const { snubbedAfterMs } = chokingProfiles[this.choking]
    const { owedSinceMs } = link
    if (snubbedAfterMs === null || owedSinceMs === null || link.state.requested.size === 0) return false
    return nowMs - owedSinceMs >= snubbedAfterMs
  }
}
