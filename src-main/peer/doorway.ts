import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, DialId, InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import { agentOf } from '../../src-shared/wire/agent.ts'
import type { ExtendedHandshake } from '../../src-shared/wire/extended.ts'
import { type Handshake, supportsExtended } from '../../src-shared/wire/handshake.ts'
import type { Clock } from '../clock.ts'
import type { Connection } from '../net/transport.ts'
import type { PeerConfig } from './config.ts'
import { type Shaken, shakeHands } from './handshaking.ts'
import type { Link } from './link.ts'
import type { Swarm } from './swarm.ts'

/** What the doorway needs of its peer. */
export interface DoorwayParts {
  readonly self: PeerId
  readonly clock: Clock
  readonly config: PeerConfig
  readonly count: () => number
  readonly swarms: ReadonlyMap<InfoHash, Swarm>
  /** The tracker's word on whether a handshake's swarm is one of ours. */
  readonly validateInfoHash: (infoHash: InfoHash) => boolean
  readonly maxRemoteClients: () => number
  /** What our extension handshake says. */
  readonly hello: () => ExtendedHandshake
  readonly observe: (fact: SwarmFact) => void
}

/** A dial that got through: in which swarm, which dial it was, and what address was dialled. */
export interface Dialled {
  readonly swarm: Swarm
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
  async accept(connection: Connection): Promise<void> {
    const maximum = this.#parts.maxRemoteClients()
    if (this.#remoteClients() >= maximum) {
      connection.open({ onData() {}, onDrain() {}, onClose() {} })
      connection.end()
      return this.#turnAway(connection, { code: 'server-full', maximum })
    }
    const shaken = await this.#shakeHands(connection, this.#arriving, null)
    if ('code' in shaken) return this.#turnAway(connection, shaken)
    const swarm = this.#parts.swarms.get(shaken.handshake.infoHash)
    const link = swarm ? this.#join(swarm, connection, shaken, null) : { code: 'wrong-info-hash' as const }
    if ('code' in link) {
      connection.end()
      this.#turnAway(connection, link)
    }
  }

  /** One of our clients has connected; answers its link, or why there is none. */
  async greet(connection: Connection, dialled: Dialled): Promise<Link | DisconnectReason> {
    const { swarm } = dialled
    const shaken = await this.#shakeHands(connection, this.#leaving, swarm.infoHash)
    if ('code' in shaken) return shaken
    const isStillThere = this.#parts.swarms.get(swarm.infoHash) === swarm
    const link = isStillThere ? this.#join(swarm, connection, shaken, dialled) : { code: 'we-left' as const }
    if (!('code' in link)) return link
    connection.end()
    return link.code === 'duplicate' ? { code: 'already-connected', clientId: null } : link
  }

  /** Resets every connection that has not become a link yet. */
  close(): void {
    for (const connection of [...this.#arriving, ...this.#leaving]) connection.reset()
  }

  #join(swarm: Swarm, connection: Connection, shaken: Shaken, dialled: Dialled | null): Link | DisconnectReason {
    const parts = {
      id: `L${this.#parts.count()}` as LinkId,
      connection,
      dial: dialled?.dial ?? null,
      remote: { ...strangerOf(shaken.handshake), server: dialled?.remote ?? null },
      remoteSpeaksExtended: supportsExtended(shaken.handshake),
      hello: this.#parts.hello(),
    }
    return swarm.addLink(parts, shaken.rest)
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
    const isOurs = dialledFor === null ? this.#parts.validateInfoHash(infoHash) : infoHash === dialledFor
    return isOurs ? undefined : { code: 'wrong-info-hash' }
  }

  #turnAway(connection: Connection, reason: DisconnectReason): void {
    const remote = formatAddress(connection.remote.host, connection.remote.port)
    this.#parts.observe({ type: 'server-turned-away', remote, reason })
  }

  #remoteClients(): number {
    let count = this.#arriving.size
    for (const swarm of this.#parts.swarms.values()) for (const link of swarm.links) if (!link.dialled) count++
    return count
  }
}

// What a handshake alone tells of a remote peer.
function strangerOf({ peerId }: Handshake): RemoteIdentity {
  const known = agentOf(peerId)
  return { id: peerId, uuid: null, name: known, agent: known, server: null, lab: false }
}
