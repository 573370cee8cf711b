// Piece selection: which piece a peer asks for next. The rule is src-main/peer/core/piece-picker.ts.

export type PickingName = 'rarest-first' | 'in-order' | 'random'

/** One way to choose the next piece. */
export interface PickingRule {
  readonly name: PickingName
  readonly title: string
  /** What it does and what comes of it, for students. */
  readonly rule: string
}

/** All of them, in the order in which they are offered. */
export const pickingRules: Readonly<Record<PickingName, PickingRule>> = {
  'rarest-first': {
    name: 'rarest-first',
    title: 'Rarest first',
    rule: 'The first four pieces at random, to have something to trade soon; then always the piece that fewest peers have, so that none dies out.',
  },
  'in-order': {
    name: 'in-order',
    title: 'In order',
    rule: 'From the first piece to the last. Everybody then has the same pieces: nothing to trade, and the last ones die with the seeder.',
  },
  random: {
    name: 'random',
    title: 'Random',
    rule: 'Any missing piece, with the same chance.',
  },
}
