import type { Member } from '../src-shared/swarm/events.ts'
import type { Address } from '../src-shared/swarm/ids.ts'
import type { Peer } from './peer/peer.ts'
import type { Swarm } from './peer/swarm.ts'

/** Where the members of a swarm listen, as far as is known. */
export function serversOf(members: readonly Member[]): Address[] {
  return members.flatMap((member) => member.server ?? [])
}

/** A leecher dials all it knew. A seeder asks one of them to let it in: its tracker tells the others. */
export async function comeBack(peer: Peer, swarm: Swarm, servers: readonly Address[]): Promise<void> {
  if (swarm.role !== 'seeder') return peer.reach(servers, swarm.infoHash)
  for (const server of servers) {
    if (peer.swarms.get(swarm.infoHash) !== swarm) return
    const [result] = await peer.connect([server], swarm.infoHash, 'peer')
    if (result?.ok) return
  }
}
