import { type ChokingName, chokingProfiles } from '../../src-shared/swarm/choking.ts'
import type { ChokeRound, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, LinkId } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import { type Candidate, Choker, maxLines } from './core/choker.ts'
import { Paced } from './core/paced.ts'
import type { Link } from './link.ts'
import type { LinkSet } from './link-set.ts'

interface Totals {
  readonly up: number
  readonly down: number
}

/** Carries out the choker's decisions in one swarm: a round when it is due, and free slots filled in between. */
export class ChokeRounds {
  readonly #infoHash: InfoHash
  readonly #clock: Clock
  readonly #links: LinkSet
  readonly #isSeeding: () => boolean
  readonly #onChanged: (link: Link) => void
  readonly #observe: (fact: SwarmFact) => void
  readonly #choker: Choker
  // A remote that flips its interest must not make us rank more often than this.
  readonly #filling: Paced
  /** When the last round ended, and what each link had moved by then, if anything: rates are of the time since. */
  #beforeAtMs = 0
  #before = new Map<LinkId, Totals>()

  constructor(parts: {
    infoHash: InfoHash
    clock: Clock
    random: Random
    choking: ChokingName
    tickMs: number
    links: LinkSet
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
    if (nowMs >= this.#choker.nextRoundAtMs && this.#isAnyInterested()) this.#round(nowMs)
    else this.#filling.tick(nowMs)
  }

  /** Somebody came, went, or has become interested, or is no longer. */
  changed(): void {
    this.#filling.ask(this.#clock.nowMs())
  }

  #round(nowMs: number): void {
    this.#carryOut(this.#choker.round(this.#candidates(nowMs), this.#rankedBy(), nowMs))
    this.#beforeAtMs = nowMs
    this.#before = new Map()
    for (const { id, up, down } of this.#links) {
      if (up.total + down.total > 0) this.#before.set(id, { up: up.total, down: down.total })
    }
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

  #isAnyInterested(): boolean {
    for (const { state } of this.#links) if (state.peerInterested) return true
    return false
  }

  #rankedBy(): 'download' | 'upload' {
    return this.#isSeeding() ? 'upload' : 'download'
  }

  #candidates(nowMs: number): Candidate[] {
    const rankedBy = this.#rankedBy()
    return this.#contenders().map((link) => {
      // Two of our own kind have a link each way: what one uploads to us over its link counts for the other.
      const toIt = this.#links.to(link.remoteId)
      const download = toIt.reduce((sum, each) => sum + this.#rate(each, 'down', nowMs), 0)
      return {
        link: link.id,
        peer: link.remoteId,
        interested: link.state.peerInterested,
        unchoked: !link.state.amChoking,
        rateBytesPerSec: rankedBy === 'upload' ? this.#rate(link, 'up', nowMs) : download,
        connectedAtMs: link.openedAtMs,
        snubbing: rankedBy === 'download' && toIt.some((each) => this.#isSnubbed(each, nowMs)),
      }
    })
  }

  /** Whom a decision is about; of those that neither want nor have a slot only as many as are shown. */
  #contenders(): Link[] {
    const contenders: Link[] = []
    let bystanders = 0
    for (const link of this.#links) {
      // Who has not said yet which rules it follows is not served.
      if (!link.identified) continue
      if (link.state.peerInterested || !link.state.amChoking || bystanders++ < maxLines) contenders.push(link)
    }
    return contenders
  }

  #rate(link: Link, way: 'up' | 'down', nowMs: number): number {
    const spanMs = Math.max(1000, nowMs - Math.max(this.#beforeAtMs, link.openedAtMs))
    return Math.round(((link[way].total - (this.#before.get(link.id)?.[way] ?? 0)) * 1000) / spanMs)
  }

  #isSnubbed(link: Link, nowMs: number): boolean {
    const { snubbedAfterMs } = chokingProfiles[this.choking]
    const { sinceMs } = link.debt
    if (snubbedAfterMs === null || sinceMs === null || link.state.requested.size === 0) return false
    return nowMs - sinceMs >= snubbedAfterMs
  }
}
