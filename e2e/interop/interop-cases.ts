import { aPartOfAFolder } from './cases/a-part-of-a-folder.ts'
import { bothAtOnce } from './cases/both-at-once.ts'
import { encryptionRequired } from './cases/encryption-required.ts'
import { localDiscovery } from './cases/local-discovery.ts'
import { magnetOnly } from './cases/magnet-only.ts'
import { peerExchange } from './cases/peer-exchange.ts'
import { theySeed } from './cases/they-seed.ts'
import { httpTrackerOnly, udpTrackerOnly } from './cases/tracker-only.ts'
import { weSeed } from './cases/we-seed.ts'
import type { InteropCase } from './interop-case.ts'

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
