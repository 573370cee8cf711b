import { endpointOf, formatAddress, isLoopback } from '../../src-shared/swarm/address.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'

/**
 * A member as the far end of a link can reach it. A loopback address means something on this computer only: for a link that
 * leaves it, what listens here is at the link's own address.
 */
export function reachableFrom(link: Link, member: Member, self: PeerId): Member {
  if (member.server === null) return member
  const { host, port } = endpointOf(member.server)
  if (member.id !== self && (!isLoopback(host) || isLoopback(link.connection.remote.host))) return member
  return { ...member, server: formatAddress(link.connection.local.host, port) }
}

/** A member as a remote peer lists it; a loopback address from another computer would lead nowhere or to ourselves. */
export function believable(link: Link, member: Member): Member {
  const points = member.server !== null && isLoopback(endpointOf(member.server).host)
  return points && !isLoopback(link.connection.remote.host) ? { ...member, server: null } : member
}
