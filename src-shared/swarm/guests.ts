// Clients of other makes, known by what they call themselves (BEP 10, BEP 20), and how each differs from the textbook.

import { cleanText } from '../clean-text.ts'
import type { RemoteIdentity } from './events.ts'
import { type Difference, guestFamilies } from './guest-families.ts'

/** A client of another make, as its card shows it. */
export interface Guest {
  /** Its name and version as it says them, for a badge: at most 40 characters, fit for showing. */
  readonly badge: string
  /** What kind of client it is; null for one that nothing is known of here. */
  readonly family: string | null
  readonly differences: readonly Difference[]
}

const longestBadge = 40
const unknownAgent = 'Unknown client'

/** The guest that calls itself `agent` (BEP 10's `v`, or as guessed from its peer id). */
export function guestOf(agent: string): Guest {
  const badge = spelled(agent) || unknownAgent
  const family = guestFamilies.find(({ pattern }) => pattern.test(agent))
  return { badge, family: family?.name ?? null, differences: family?.differences ?? [] }
}

/** What another client says of itself, with its name in the one spelling of each client: its words have several. */
export function spelledIdentity<Identity extends RemoteIdentity>(identity: Identity): Identity {
  if (identity.uuid !== null) return identity
  const agent = spelled(identity.agent)
  return { ...identity, agent, name: identity.name === identity.agent ? agent : identity.name }
}

function spelled(agent: string): string {
  // A line break would be taken out, and leave two words as one; a peer id tells no zeros from the fourth number on (BEP 20).
  return cleanText(agent.replace(/[\s/]+/g, ' '), longestBadge).replace(/(\d\.\d+\.\d+)(?:\.0)+\b/g, '$1')
}

/** Whether a client is known to take one connection from each IP address. */
export function takesOnePerAddress(agent: string): boolean {
  return guestOf(agent).differences.some(({ topic }) => topic === 'addresses')
}

/** How to let a client take several connections from one IP address, as its own settings call it; undefined where none is known. */
export function onePerAddressRemedy(agent: string): string | undefined {
  const rule = guestOf(agent).differences.find(({ topic }) => topic === 'addresses')
  return rule?.remedy ?? undefined
}
