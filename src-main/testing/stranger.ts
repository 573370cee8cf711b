import type { Endpoint } from '../../src-shared/swarm/address.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { Link } from '../peer/link.ts'
import type { Peer } from '../peer/peer.ts'
import { ScriptedPeer } from './scripted-peer.ts'
import type { SimulatedSwarm } from './simulate-swarm.ts'

/** Where the first peer of a simulation listens. */
export const firstServer: Endpoint = { host: '10.0.0.1', port: 5000 }

/** How a stranger comes; what is left out: from 10.0.0.(90 + number), speaking BEP 6 and BEP 10, for the torrent that was shared last. */
export interface StrangerOptions {
  readonly number?: number
  readonly host?: string
  readonly fast?: boolean
  readonly extended?: boolean
  readonly infoHash?: InfoHash
}

/** A scripted peer that has dialled the first peer of a simulation and said the handshake. */
export async function strangerAt(swarm: SimulatedSwarm, options: StrangerOptions = {}): Promise<ScriptedPeer> {
  const { number = 1, host = `10.0.0.${90 + number}`, fast = true, extended = true } = options
  const { infoHash = swarm.metainfo?.infoHash } = options
  if (!infoHash) throw new Error('share() comes first')
  const dialled = ScriptedPeer.dial(swarm.network.host(host), firstServer, number)
  await swarm.clock.advance(100)
  return (await dialled).shakeHands(infoHash, { fast, extended })
}

/** A peer's link to a scripted peer. */
export function linkTo(peer: Peer, { id }: Pick<ScriptedPeer, 'id'>): Link {
  const links = [...peer.swarms.values(), ...peer.magnets.values()].flatMap((room) => [...room.links])
  const link = links.find(({ remoteId }) => remoteId === id)
  if (!link) throw new Error('there is no such link')
  return link
}

/** Serves every request that the scripted peer hears from now on with the bytes of the torrent shared last. */
export function serveBytes(swarm: SimulatedSwarm, stranger: ScriptedPeer): void {
  const { shared } = swarm
  if (!shared) throw new Error('share() comes first')
  stranger.onMessage = (message) => {
    if (message.name !== 'request') return
    const { piece, begin, length } = message
    const from = piece * shared.metainfo.pieceLengthBytes + begin
    stranger.say({ name: 'piece', piece, begin, block: shared.bytes.slice(from, from + length) })
  }
}
