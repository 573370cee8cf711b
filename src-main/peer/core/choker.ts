import {
  type ChokeReason,
  type ChokingName,
  type ChokingProfile,
  chokingProfiles,
} from '../../../src-shared/swarm/choking.ts'
import type { ChokeLine, ChokeRound } from '../../../src-shared/swarm/events.ts'
import type { LinkId, PeerId } from '../../../src-shared/swarm/ids.ts'
import type { Random } from '../../random.ts'

/** A remote peer as a round of choking sees it: it may be given a slot when it is interested. */
export interface Candidate {
  readonly link: LinkId
  readonly peer: PeerId
  readonly interested: boolean
  readonly unchoked: boolean
  /** What it is ranked by: bytes per second that it uploads to us, or while we have everything, that we upload to it. */
  readonly rateBytesPerSec: number
  readonly connectedAtMs: number
  /** It owes us blocks and has sent none for the profile's `snubbedAfterMs`. */
  readonly snubbing: boolean
}

/** What was decided: `unchoked` holds for all candidates, `round` is what there is to see of it. */
export interface ChokeDecision {
  readonly round: ChokeRound
  readonly unchoked: ReadonlySet<LinkId>
}

/** Why a link is as it is, and its place in the last ranking. */
interface Verdict {
  readonly unchoked: boolean
  readonly reason: ChokeReason
  readonly rank: number | null
}

/** What there is to see of a round: so many lines at most, who wants nothing last. */
export const maxLines = 50

/**
 * Decides whom a peer lets download from it in one swarm, by the rules of a choking profile (BEP 3, “Choking and optimistic
 * unchoking”). Only who is interested holds a slot: BEP 3 also unchokes fast peers that want nothing, in case they come to
 * want something; here these wait for a free slot or the next round, so that there are never more downloaders than slots.
 */
export class Choker {
  /** When the next round is due, in ms; 0 at first. */
  nextRoundAtMs = 0
  readonly #random: Random
  #choking: ChokingName
  #round = 0
  /** Who was drawn by lot, and until when it keeps that slot. */
  #optimisticUntilMs = new Map<LinkId, number>()
  /** Of the last decision. */
  #verdicts = new Map<LinkId, Verdict>()

  constructor(parts: { readonly random: Random; readonly choking: ChokingName }) {
    this.#random = parts.random
    this.#choking = parts.choking
  }

  get choking(): ChokingName {
    return this.#choking
  }

  /** Another profile holds from now on: the next round is due at once. */
  set choking(choking: ChokingName) {
    if (choking === this.#choking) return
    this.#choking = choking
    this.nextRoundAtMs = 0
  }

  /** A full round: ranks the candidates, gives the regular slots, and draws for the optimistic one when that is due. */
  round(candidates: readonly Candidate[], rankedBy: ChokeRound['rankedBy'], nowMs: number): ChokeDecision {
    this.#round++
    this.nextRoundAtMs = nowMs + this.#profile.roundMs
    const ranking = this.#ranking(candidates)
    const verdicts = new Map<LinkId, Verdict>(candidates.map((one) => [one.link, this.#choked(one)]))
    for (const [i, { link }] of ranking.entries()) {
      verdicts.set(link, { unchoked: false, reason: 'slower', rank: i + 1 })
    }
    const grant = (one: Candidate, reason: ChokeReason) =>
      verdicts.set(one.link, { unchoked: true, reason, rank: verdicts.get(one.link)?.rank ?? null })
    const { slots, optimisticSlots } = this.#profile
    const regular = slots === null ? ranking : ranking.slice(0, slots - optimisticSlots)
    for (const one of regular) {
      if (slots === null) grant(one, 'everybody')
      else grant(one, one.rateBytesPerSec > 0 ? 'fast' : 'free-slot')
    }
    const isRegular = new Set(regular)
    const others = candidates.filter((one) => one.interested && !isRegular.has(one))
    for (const one of this.#optimistic(others, nowMs)) grant(one, 'optimistic')
    return this.#decide(verdicts, candidates, rankedBy, nowMs)
  }

  /**
   * Between two rounds: gives free slots to the fastest of those who wait. Undefined when nobody takes one: who has lost
   * interest keeps its slot until then, so that a short lack of interest costs nothing.
   */
  fill(candidates: readonly Candidate[], rankedBy: ChokeRound['rankedBy'], nowMs: number): ChokeDecision | undefined {
    if (this.#round === 0) return undefined
    const { slots } = this.#profile
    const holders = new Set(candidates.filter((one) => one.interested && one.unchoked))
    const free = slots === null ? candidates.length : slots - holders.size
    // Most times there is none: then nobody need be ranked.
    if (free <= 0) return undefined
    const taking = this.#ranking(candidates)
      .filter((one) => !one.unchoked)
      .slice(0, free)
    if (taking.length === 0) return undefined
    const verdicts = new Map<LinkId, Verdict>()
    for (const one of candidates) {
      const before = this.#verdicts.get(one.link)
      const kept = before?.unchoked ? before : { unchoked: true, reason: 'free-slot' as const, rank: null }
      if (holders.has(one)) verdicts.set(one.link, kept)
      else verdicts.set(one.link, { ...this.#choked(one), rank: before?.rank ?? null })
    }
    const reason = slots === null ? 'everybody' : 'free-slot'
    for (const { link } of taking) {
      verdicts.set(link, { unchoked: true, reason, rank: verdicts.get(link)?.rank ?? null })
    }
    return this.#decide(verdicts, candidates, rankedBy, nowMs)
  }

  get #profile(): ChokingProfile {
    return chokingProfiles[this.#choking]
  }

  /** Who may have a regular slot, fastest first. Among equals those unchoked already keep their slots, then the lot decides. */
  #ranking(candidates: readonly Candidate[]): Candidate[] {
    return this.#shuffled(candidates.filter((one) => one.interested && !this.#snubs(one))).sort(
      (a, b) => b.rateBytesPerSec - a.rateBytesPerSec || Number(b.unchoked) - Number(a.unchoked),
    )
  }

  /** Those of `others` that hold the optimistic slots: drawn earlier and not yet due, or drawn now. */
  #optimistic(others: readonly Candidate[], nowMs: number): Candidate[] {
    const { optimisticSlots, optimisticMs } = this.#profile
    const before = this.#optimisticUntilMs
    const chosen = others.filter(({ link }) => nowMs < (before.get(link) ?? 0)).slice(0, optimisticSlots)
    this.#optimisticUntilMs = new Map(chosen.map(({ link }) => [link, before.get(link) ?? 0]))
    while (chosen.length < Math.min(optimisticSlots, others.length)) {
      const drawn = this.#draw(
        others.filter((one) => !chosen.includes(one)),
        nowMs,
      )
      this.#optimisticUntilMs.set(drawn.link, nowMs + optimisticMs)
      chosen.push(drawn)
    }
    return chosen
  }

  /** One of at least one; whoever connected less than an optimistic interval ago has several lots. */
  #draw(candidates: readonly Candidate[], nowMs: number): Candidate {
    const { newcomerWeight, optimisticMs } = this.#profile
    const lots = candidates.flatMap((one) => {
      const isNew = nowMs - one.connectedAtMs < optimisticMs
      return new Array<Candidate>(isNew ? newcomerWeight : 1).fill(one)
    })
    const drawn = lots[this.#random.below(lots.length)]
    if (!drawn) throw new RangeError('a draw among nobody')
    return drawn
  }

  #choked(one: Candidate): Verdict {
    const reason = !one.interested ? 'not-interested' : this.#snubs(one) ? 'snubbed-us' : 'slower'
    return { unchoked: false, reason, rank: null }
  }

  #snubs(one: Candidate): boolean {
    return one.snubbing && this.#profile.snubbedAfterMs !== null
  }

  #decide(
    verdicts: Map<LinkId, Verdict>,
    candidates: readonly Candidate[],
    rankedBy: ChokeRound['rankedBy'],
    nowMs: number,
  ): ChokeDecision {
    this.#verdicts = verdicts
    const lines = candidates.map((one) => lineOf(one, verdicts.get(one.link) ?? this.#choked(one))).sort(byPlace)
    return {
      round: {
        choking: this.#choking,
        round: this.#round,
        rankedBy,
        nextInMs: Math.max(0, this.nextRoundAtMs - nowMs),
        lines: lines.slice(0, maxLines),
      },
      unchoked: new Set(lines.filter((line) => line.unchoked).map((line) => line.link)),
    }
  }

  #shuffled(candidates: readonly Candidate[]): Candidate[] {
    const left = [...candidates]
    return candidates.flatMap(() => left.splice(this.#random.below(left.length), 1))
  }
}

function lineOf({ link, peer, rateBytesPerSec, unchoked }: Candidate, verdict: Verdict): ChokeLine {
  return { link, peer, rateBytesPerSec, ...verdict, changed: verdict.unchoked !== unchoked }
}

/** Unchoked first, then by rank, the unranked last. */
function byPlace(a: ChokeLine, b: ChokeLine): number {
  const place = (line: ChokeLine) => line.rank ?? Number.MAX_SAFE_INTEGER
  return Number(b.unchoked) - Number(a.unchoked) || place(a) - place(b)
}
