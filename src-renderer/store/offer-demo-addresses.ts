import { endpointOf, isLoopback, parseAddress } from '../../src-shared/swarm/address.ts'
import { guestOf } from '../../src-shared/swarm/guests.ts'
import type { DialView } from '../../src-shared/swarm/view.ts'
import { type Memory, recall, remember } from './remembered.ts'
import { dismissNotice, notify, type ScreenState, type ScreenStore } from './screen-store.ts'

/**
 * Offers addresses of their own for demo peers, once for each kind of client, when one on this computer takes a single
 * connection from each address; the offer goes once they are set. Answers how to stop.
 */
export function offerDemoAddresses(store: ScreenStore, memory?: Memory): () => void {
  return store.subscribe(({ view }, before) => {
    if (view.settings?.demoApart === true) return withdrawOffers(store)
    if (view.dials === before.view.dials || view.settings === null) return
    for (const agent of refusingAgents(view)) offerOnce(store, agent, memory)
  })
}

function offerOnce(store: ScreenStore, agent: string, memory: Memory | undefined): void {
  const { family, badge } = guestOf(agent)
  const told = recall(toldName, isNames, memory) ?? []
  // A version more is no news, nor is a page that was loaded again.
  const kind = family ?? ''
  if (told.includes(kind)) return
  remember(toldName, [...told, kind], memory)
  // What helps against one helps against all.
  withdrawOffers(store)
  notify(store, 'offer', offer(badge))
}

function withdrawOffers(store: ScreenStore): void {
  for (const { id, tone } of store.getState().notices) if (tone === 'offer') dismissNotice(store, id)
}

const toldName = 'offered-addresses'

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}

function refusingAgents({ dials }: ScreenState['view']): string[] {
  return Object.values<DialView>(dials).flatMap(({ reason, remote }) =>
    reason?.code === 'one-per-address' && isHere(remote) ? [reason.agent] : [],
  )
}

// An address of this computer's loopback reaches nobody elsewhere.
function isHere(remote: string): boolean {
  const parsed = parseAddress(remote)
  return parsed.ok && isLoopback(endpointOf(parsed.address).host)
}

function offer(badge: string): string {
  return `${badge} takes one connection from each IP address. Settings can give demo peers addresses of their own.`
}
