import { endpointOf, isLoopback, parseAddress } from '../../src-shared/swarm/address.ts'
import { guestOf } from '../../src-shared/swarm/guests.ts'
import type { DialView } from '../../src-shared/swarm/view.ts'
import { notify, type ScreenState, type ScreenStore } from './screen-store.ts'

/**
 * Offers addresses of their own for demo peers, once for each kind of client, when one on this computer takes a single
 * connection from each address. Answers how to stop.
 */
export function offerDemoAddresses(store: ScreenStore): () => void {
  const told = new Set<string>()
  return store.subscribe(({ view }, before) => {
    if (view.dials === before.view.dials || view.settings?.demoApart !== false) return
    for (const agent of refusingAgents(view)) {
      const { family, badge } = guestOf(agent)
      // A version more is no news.
      if (told.has(family ?? '')) continue
      told.add(family ?? '')
      notify(store, 'offer', offer(badge))
    }
  })
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
  return `${badge} takes one connection from each IP address, so only one of the peers on this computer gets in. “Give demo peers addresses of their own” in Settings lets all of them in, with the next demo.`
}
