import type { RealClientKind } from '../clients/real-client.ts'
import { aPartOfAFolder } from './cases/a-part-of-a-folder.ts'
import { bothAtOnce } from './cases/both-at-once.ts'
import { encryptionRequired } from './cases/encryption-required.ts'
import { localDiscovery } from './cases/local-discovery.ts'
import { magnetOnly } from './cases/magnet-only.ts'
import { peerExchange } from './cases/peer-exchange.ts'
import { theySeed } from './cases/they-seed.ts'
import { httpTrackerOnly, udpTrackerOnly } from './cases/tracker-only.ts'
import { weSeed } from './cases/we-seed.ts'
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

/** All of them, in the order of the table. */
export const interopCases: readonly InteropCase[] = [
  theySeed,
  weSeed,
  bothAtOnce,
  httpTrackerOnly,
  udpTrackerOnly,
  magnetOnly,
  encryptionRequired,
  peerExchange,
  localDiscovery,
  aPartOfAFolder,
]
