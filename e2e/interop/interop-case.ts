import type { RealClientKind } from '../clients/real-client.ts'
import type { Remark } from './remark.ts'
import type { Stage } from './stage.ts'

/** One column of the matrix. */
export interface InteropCase {
  /** As typed after --case. */
  readonly id: string
  readonly title: string
  /** It needs a network of its own, which is no loopback. */
  readonly needsLan?: boolean
  /** Where it takes longer than others. */
  readonly timeoutMs?: number
  /** The clients with which the short form plays it. */
  readonly inShort?: 'all' | readonly string[]
  /** Plays it; rejects where it fails. */
  play(stage: Stage, kind: RealClientKind): Promise<Remark | undefined>
}
