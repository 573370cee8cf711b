import { endpointOf } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import { takesOnePerAddress } from '../../src-shared/swarm/guests.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import { isOurKind } from './peer-id.ts'

// A client that has this address already closes a second connection as soon as it has read the handshake, without a word.
const looksLikeIt: ReadonlySet<DisconnectReason['code']> = new Set(['closed-in-handshake', 'closed', 'reset'])

/**
 * Why a dial ended, seen with what is known of the swarm: some clients, libtorrent among them (settings_pack.cpp,
 * allow_multiple_connections_per_ip), take one connection from each IP address, so of several peers on one computer one gets in.
 */
export function explainOnePerAddress(parts: {
  readonly to: Address
  readonly reason: DisconnectReason
  /** Where our own server listens, as the others see it; null while it does not. */
  readonly own: Address | null
  readonly members: readonly Member[]
}): DisconnectReason {
  const { to, reason, own, members } = parts
  const dialled = members.find(({ server }) => server === to)
  if (!looksLikeIt.has(reason.code) || !dialled || own === null || !takesOnePerAddress(dialled.agent)) return reason
  const { host } = endpointOf(own)
  const isNeighbour = ({ id, server }: Member) => isOurKind(id) && server !== null && endpointOf(server).host === host
  return members.some(isNeighbour) ? { code: 'one-per-address', agent: dialled.agent } : reason
}
