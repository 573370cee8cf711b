// Choking: whom a peer lets download from it. Each profile is a named set of numbers with its source; the rule that reads
// them is src-main/peer/core/choker.ts.

export type ChokingName = 'lab' | 'bep3' | 'none'

/** One set of rules for choking. Times in ms. */
export interface ChokingProfile {
  readonly name: ChokingName
  /** As buttons and lists call it. */
  readonly title: string
  /** Where the numbers come from. */
  readonly source: string
  /** The rule in a sentence or two, for students. */
  readonly rule: string
  /** Remote peers that may download at a time, the optimistic ones among them; null: all that are interested. */
  readonly slots: number | null
  /** Of the slots, those that go to somebody drawn by lot. */
  readonly optimisticSlots: number
  /** The time between two rounds. */
  readonly roundMs: number
  /** The time between two draws of the optimistic slots. */
  readonly optimisticMs: number
  /** How much likelier somebody who has just connected is drawn than the others. */
  readonly newcomerWeight: number
  /** A peer that owes us blocks and has sent none for this long has snubbed us: it keeps no regular slot. Null: no such rule. */
  readonly snubbedAfterMs: number | null
}

/** All profiles, in the order in which they are offered. */
export const chokingProfiles: Readonly<Record<ChokingName, ChokingProfile>> = {
  lab: {
    name: 'lab',
    title: 'Lab: top three and one at random',
    source: 'CSC 645 P2P project, 2020',
    rule: 'Every 30 s the three peers that upload to us fastest are unchoked, and one more at random. A seeder ranks by how fast it uploads to each.',
    slots: 4,
    optimisticSlots: 1,
    roundMs: 30_000,
    optimisticMs: 30_000,
    newcomerWeight: 1,
    snubbedAfterMs: null,
  },
  bep3: {
    name: 'bep3',
    title: 'BEP 3: tit for tat',
    source: 'BEP 3; Cohen, “Incentives Build Robustness in BitTorrent”, 2003',
    rule: 'Every 10 s the three peers that upload to us fastest are unchoked; a fourth slot is optimistic and drawn anew every 30 s, newcomers three times as likely. Who owes us blocks for a minute has snubbed us and keeps no regular slot. A seeder ranks by how fast it uploads to each.',
    slots: 4,
    optimisticSlots: 1,
    roundMs: 10_000,
    optimisticMs: 30_000,
    newcomerWeight: 3,
    snubbedAfterMs: 60_000,
  },
  none: {
    name: 'none',
    title: 'None: everybody is unchoked',
    source: 'no choking at all, for comparison',
    rule: 'Whoever is interested may download, so free riders are served like everybody else.',
    slots: null,
    optimisticSlots: 0,
    roundMs: 10_000,
    optimisticMs: 30_000,
    newcomerWeight: 1,
    snubbedAfterMs: null,
  },
}

/** Why somebody is unchoked or choked after a round. */
export type ChokeReason =
  /** Unchoked: among the fastest. */
  | 'fast'
  /** Unchoked: drawn by lot. */
  | 'optimistic'
  /** Unchoked: a slot was free. */
  | 'free-slot'
  /** Unchoked: this profile chokes nobody. */
  | 'everybody'
  /** Choked: others are faster, and it was not drawn. */
  | 'slower'
  /** Choked: it sent nothing of what it owes us, and was not drawn. */
  | 'snubbed-us'
  /** Choked: it wants nothing. */
  | 'not-interested'
