import { type Endpoint, endpointOf, formatAddress, isLoopback } from '../../src-shared/swarm/address.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { Address, PeerId } from '../../src-shared/swarm/ids.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import type { Link } from './link.ts'

/**
 * A member as the far end of a link can reach it. A loopback address means something on this computer only: for a link that
 * leaves it, what listens here is at the link's own address.
 */
export function reachableFrom(link: Link, member: Member, self: PeerId): Member {
  if (member.server === null) return member
  const { host } = link.connection.local
  const seen =
    member.id === self ? formatAddress(host, endpointOf(member.server).port) : serverAsSeenFrom(link, member.server)
  return seen === member.server ? member : { ...member, server: seen }
}

/** Links of which this is the same are told the same by reachableFrom(). */
export function reachOf({ connection }: Link): string {
  return `${connection.local.host} ${isLoopback(connection.remote.host)}`
}

/** The address of a server as the far end of a link can reach it, null where it cannot: see reachableFrom(). */
export function serverAsSeenFrom({ connection }: Link, server: Address): Address | null {
  const { host, port } = endpointOf(server)
  if (!isLoopback(host) || isLoopback(connection.remote.host)) return server
  // Whoever took another loopback address on purpose listens at no other.
  if (host !== '127.0.0.1' && host !== '::1') return null
  return formatAddress(connection.local.host, port)
}

// A list must not send a whole class to the well-known services of some computer.
const lowestPort = 1024

/**
 * A member as a remote peer lists it, as far as its address can be believed: no server that leads nowhere, to ourselves (loopback
 * from another computer), to a crowd, or to a port below 1024.
 */
export function believable(link: Link, member: Member): Member {
  if (member.server === null || mayBeServer(link, endpointOf(member.server))) return member
  return { ...member, server: null }
}

/** A member as it is listed, with no more pieces than there are. */
export function withinPieces(member: Member, pieceCount: number): Member {
  const haveCount = Math.min(member.haveCount, pieceCount)
  const role = roleOf(haveCount, pieceCount)
  // As a rule the same object: lists are many, and so are the members of each.
  return haveCount === member.haveCount && role === member.role ? member : { ...member, haveCount, role }
}

/** Whether an address that a remote peer names may be dialled: see believable(). */
export function mayBeServer({ connection }: Link, endpoint: Endpoint): boolean {
  return mayBeServerFor(connection.remote.host, endpoint)
}

/** Whether an address that somebody at `teller` names may be dialled: it leads somewhere, and to no well-known service. */
export function mayBeServerFor(teller: string, { host, port }: Endpoint): boolean {
  if (port < lowestPort || host === '0.0.0.0' || host === '::') return false
  // Multicast and broadcast: 224.0.0.0 and up, ff00::/8. Link-local IPv6 means something on one interface only: fe80::/10.
  if (Number(host.split('.')[0]) >= 224 || /^(?:ff|fe[89ab])/.test(host)) return false
  // Another computer's loopback is not ours.
  return !isLoopback(host) || isLoopback(teller)
}
