import { type Guest, guestOf } from '../../src-shared/swarm/guests.ts'
import type { PeerView } from '../../src-shared/swarm/view.ts'
import { agentOf } from '../../src-shared/wire/agent.ts'

/** The client of another make that a peer is; null for one of Swarmscope's own. */
export function guestOfPeer({ local, lab, uuid, agent, id }: PeerView): Guest | null {
  if (local || lab || uuid !== null) return null
  const said = guestOf(agent)
  // Some call themselves what they like, and tell what they are in their peer id alone.
  const guessed = said.family === null ? guestOf(agentOf(id)) : said
  return guessed.family === null ? said : { ...guessed, badge: said.badge }
}
