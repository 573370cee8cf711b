import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, DialId, InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import { agentOf } from '../../src-shared/wire/agent.ts'
import type { ExtendedHandshake } from '../../src-shared/wire/extended.ts'
import { type Handshake, supportsExtended, supportsFast } from '../../src-shared/wire/handshake.ts'
import type { Clock } from '../clock.ts'
import type { FaultyConnection } from '../net/faulty-connection.ts'
import type { Connection } from '../net/transport.ts'
import type { PeerConfig } from './config.ts'
import { type Shaken, shakeHands } from './handshaking.ts'
import type { Link } from './link.ts'
import type { Room } from './room.ts'

/** What the doorway needs of its peer. */
export interface DoorwayParts {
  readonly self: PeerId
  readonly clock: Clock
  readonly config: PeerConfig
  readonly count: () => number
  /** Where a connection of this info hash belongs; undefined where we have no part in it. */
  readonly room: (infoHash: InfoHash) => Room | undefined
  /** Of all the rooms: an encrypted handshake names its swarm by a hash of this. */
  readonly infoHashes: () => Iterable<InfoHash>
  readonly maxRemoteClients: () => number
  /** How many of the remote clients have a link already. */
  readonly remoteClients: () => number
  /** What our extension handshake says in that room. */
  readonly hello: (room: Room) => ExtendedHandshake
  /** Lets the faults that are set on purpose work on a connection. */
  readonly wrap: (connection: Connection) => FaultyConnection
  /** Takes over a connection that asks by HTTP, paused, with the bytes that it has sent so far. */
  readonly onHttp?: ((connection: Connection, first: Uint8Array) => void) | undefined
  readonly observe: (fact: SwarmFact) => void
}

/** A dial that got through: for which room, which dial it was, and what address was dialled. */
export interface Dialled {
  readonly room: Room
  readonly dial: DialId
  readonly remote: Address
}

/** Where a connection becomes a link: handshakes are exchanged, and whoever does not belong here is turned away with a reason. */
export class Doorway {
  readonly #parts: DoorwayParts
  readonly #arriving = new Set<Connection>()
  readonly #leaving = new Set<Connection>()

  constructor(parts: DoorwayParts) {
    this.#parts = parts
  }

  /** A remote client has connected to our server. */
  async accept(bare: Connection): Promise<void> {
    const connection = this.#parts.wrap(bare)
    const maximum = this.#parts.maxRemoteClients()
    if (this.#arriving.size + this.#parts.remoteClients() >= maximum) {
      connection.open({ onData() {}, onDrain() {}, onClose() {} })
      connection.end()
      return this.#turnAway(connection, { code: 'server-full', maximum })
    }
    const shaken = await this.#shakeHands(connection, this.#arriving, null)
    if ('code' in shaken) return this.#turnAway(connection, shaken)
    const room = this.#parts.room(shaken.handshake.infoHash)
    const link = room ? this.#join(room, connection, shaken, null) : { code: 'wrong-info-hash' as const }
    if ('code' in link) {
      connection.end()
      this.#turnAway(connection, link)
    }
  }

  /** One of our clients has connected; answers its link, or why there is none. */
  async greet(bare: Connection, dialled: Dialled): Promise<Link | DisconnectReason> {
    const { room } = dialled
    const connection = this.#parts.wrap(bare)
    const shaken = await this.#shakeHands(connection, this.#leaving, room.infoHash)
    if ('code' in shaken) return shaken
    const isStillThere = this.#parts.room(room.infoHash) === room
    const link = isStillThere ? this.#join(room, connection, shaken, dialled) : { code: 'we-left' as const }
    if (!('code' in link)) return link
    connection.end()
    return link.code === 'duplicate' ? { code: 'already-connected', clientId: null } : link
  }

  /** Resets every connection that has not become a link yet. */
  close(): void {
    for (const connection of [...this.#arriving, ...this.#leaving]) connection.reset()
  }

  #join(room: Room, connection: FaultyConnection, shaken: Shaken, dialled: Dialled | null): Link | DisconnectReason {
    const parts = {
      id: `L${this.#parts.count()}` as LinkId,
      connection,
      faulty: connection,
      encryption: 'none' as const,
      dial: dialled?.dial ?? null,
      remote: { ...strangerOf(shaken.handshake), server: dialled?.remote ?? null },
      remoteSpeaksExtended: supportsExtended(shaken.handshake),
      fast: supportsFast(shaken.handshake),
      hello: this.#parts.hello(room),
    }
    return room.addLink(parts, shaken.rest)
  }

  async #shakeHands(
    connection: Connection,
    waiting: Set<Connection>,
    infoHash: InfoHash | null,
  ): Promise<Shaken | DisconnectReason> {
    const { clock, config, self } = this.#parts
    waiting.add(connection)
    try {
      const check = (handshake: Handshake) => this.#check(handshake, infoHash)
      return await shakeHands({ connection, clock, timeoutMs: config.handshakeTimeoutMs, self, infoHash, check })
    } finally {
      waiting.delete(connection)
    }
  }

  #check({ infoHash, peerId }: Handshake, dialledFor: InfoHash | null): DisconnectReason | undefined {
    if (peerId === this.#parts.self) return { code: 'self' }
    const isOurs = dialledFor === null ? this.#parts.room(infoHash) !== undefined : infoHash === dialledFor
    return isOurs ? undefined : { code: 'wrong-info-hash' }
  }

  #turnAway(connection: Connection, reason: DisconnectReason): void {
    const remote = formatAddress(connection.remote.host, connection.remote.port)
    this.#parts.observe({ type: 'server-turned-away', remote, reason })
  }
}

// What a handshake alone tells of a remote peer.
function strangerOf({ peerId }: Handshake): RemoteIdentity {
  const known = agentOf(peerId)
  return { id: peerId, uuid: null, name: known, agent: known, server: null, lab: false }
}
