import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, DialId, InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import { agentOf } from '../../src-shared/wire/agent.ts'
import type { ExtendedHandshake } from '../../src-shared/wire/extended.ts'
import { encodeHandshake, type Handshake, supportsExtended, supportsFast } from '../../src-shared/wire/handshake.ts'
import type { MseTools } from '../../src-shared/wire/mse.ts'
import { initiate } from '../../src-shared/wire/mse-initiator.ts'
import { respond } from '../../src-shared/wire/mse-responder.ts'
import { MseSwarms } from '../../src-shared/wire/mse-swarms.ts'
import type { Clock } from '../clock.ts'
import type { FaultyConnection } from '../net/faulty-connection.ts'
import type { Connection } from '../net/transport.ts'
import type { Random } from '../random.ts'
import { sha1 } from '../storage/hasher.ts'
import { type Channel, encryptedChannel, plainChannel, type Told, tellApart } from './channel.ts'
import type { PeerConfig } from './config.ts'
import { type Shaken, shakeHands } from './handshaking.ts'
import type { Link } from './link.ts'
import { Deadline, type Opening } from './opening.ts'
import type { Room } from './room.ts'

/** What the doorway needs of its peer. */
export interface DoorwayParts {
  readonly self: PeerId
  readonly clock: Clock
  readonly random: Random
  readonly config: PeerConfig
  readonly count: () => number
  /** Where a connection of this info hash belongs; undefined where we have no part in it. */
  readonly room: (infoHash: InfoHash) => Room | undefined
  /** Of all the rooms: an encrypted handshake names its swarm by a hash of this. */
  readonly infoHashes: () => Iterable<InfoHash>
  readonly maxRemoteClients: () => number
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

/** Hands were shaken over this channel. */
interface Met extends Shaken {
  readonly channel: Channel
}

// Whoever connects may say nothing: so many may at a time, or as many as there may be remote clients if that is more.
const maxStrangers = 1024

/**
 * Where a connection becomes a link: what comes to our server is told apart by its first bytes, encrypted handshakes (MSE/PE)
 * and handshakes are exchanged, and whoever does not belong here is turned away with a reason.
 */
export class Doorway {
  readonly #parts: DoorwayParts
  readonly #mse: MseTools
  readonly #swarms = new MseSwarms(sha1)
  /** Accepted, and not known yet to be peers. */
  readonly #strangers = new Set<Connection>()
  /** Accepted peers that have no link yet. */
  readonly #arriving = new Set<Connection>()
  /** Dialled. */
  readonly #leaving = new Set<Connection>()
  /** Accepted, and linked. */
  #remoteClients = 0
  #isCrowded = false

  // The same one for all.
  readonly #clientLeft = () => void this.#remoteClients--

  constructor(parts: DoorwayParts) {
    this.#parts = parts
    this.#mse = { sha1, randomBytes: (length) => Uint8Array.from({ length }, () => parts.random.below(256)) }
  }

  /** Somebody has connected to our server. */
  async accept(bare: Connection): Promise<void> {
    if (this.#isTooMany(bare)) return bare.reset()
    const connection = this.#parts.wrap(bare)
    const visitor = await during(this.#strangers, connection, this.#tellApart(this.#opening(connection)))
    if ('code' in visitor) return this.#turnAway(connection, visitor)
    if ('kind' in visitor) return this.#handOver(connection, visitor)
    const maximum = this.#parts.maxRemoteClients()
    if (this.#arriving.size + this.#remoteClients >= maximum) {
      dismiss(connection)
      return this.#turnAway(connection, { code: 'server-full', maximum })
    }
    const link = await during(this.#arriving, connection, this.#welcome(connection, visitor))
    if ('code' in link) return this.#turnAway(connection, link)
    this.#remoteClients++
    link.whenClosed(this.#clientLeft)
  }

  /** One of our clients has connected; answers its link, or why there is none. With `encrypts` the handshake is encrypted. */
  async greet(bare: Connection, dialled: Dialled, encrypts: boolean): Promise<Link | DisconnectReason> {
    const { room } = dialled
    const connection = this.#parts.wrap(bare)
    const { handshakeTimeoutMs, encryptedTimeoutMs } = this.#parts.config
    const opening = this.#opening(connection, encrypts ? encryptedTimeoutMs : handshakeTimeoutMs)
    const approach = this.#approach(opening, room.infoHash, encrypts)
    const met = await during(this.#leaving, connection, approach)
    if ('code' in met) return met
    const isStillThere = this.#parts.room(room.infoHash) === room
    const link = isStillThere ? this.#join(room, connection, met, dialled) : { code: 'we-left' as const }
    if (!('code' in link)) return link
    dismiss(connection)
    return link.code === 'duplicate' ? { code: 'already-connected', clientId: null } : link
  }

  /** Resets every connection that has not become a link yet. */
  close(): void {
    for (const connection of [...this.#strangers, ...this.#arriving, ...this.#leaving]) connection.reset()
  }

  /** One deadline for all that is said before there is a link. */
  #opening(connection: Connection, timeoutMs = this.#parts.config.handshakeTimeoutMs): Opening {
    return { connection, deadline: new Deadline(this.#parts.clock, timeoutMs) }
  }

  #isTooMany(bare: Connection): boolean {
    const maximum = Math.max(maxStrangers, this.#parts.maxRemoteClients())
    const wasCrowded = this.#isCrowded
    this.#isCrowded = this.#strangers.size >= maximum
    // A storm is told of once, not connection by connection.
    if (this.#isCrowded && !wasCrowded) this.#turnAway(bare, { code: 'server-full', maximum })
    return this.#isCrowded
  }

  async #tellApart(opening: Opening): Promise<Channel | Told | DisconnectReason> {
    const told = await tellApart(opening)
    if ('code' in told || told.kind === 'http') return told
    if (told.kind === 'peer') return plainChannel(opening, told.first)
    const swarmOf = (hash: Uint8Array) => this.#swarms.find(hash, this.#parts.infoHashes())
    return encryptedChannel(opening, respond({ ...this.#mse, swarmOf }), told.first)
  }

  #handOver(connection: Connection, { first }: Told): void {
    const { onHttp } = this.#parts
    if (onHttp) return onHttp(connection, first)
    dismiss(connection)
    this.#turnAway(connection, { code: 'not-bittorrent' })
  }

  async #welcome(connection: FaultyConnection, channel: Channel): Promise<Link | DisconnectReason> {
    const met = await this.#shakeHands(channel, null)
    if ('code' in met) return met
    const room = this.#parts.room(met.handshake.infoHash)
    const link = room ? this.#join(room, connection, met, null) : { code: 'wrong-info-hash' as const }
    if ('code' in link) dismiss(connection)
    return link
  }

  async #approach(opening: Opening, infoHash: InfoHash, encrypts: boolean): Promise<Met | DisconnectReason> {
    if (!encrypts) return this.#shakeHands(plainChannel(opening), infoHash)
    // Ours goes along with the encrypted one, as other clients do it: that saves a round trip.
    const initial = encodeHandshake({ infoHash, peerId: this.#parts.self })
    const channel = await encryptedChannel(opening, initiate({ ...this.#mse, infoHash, initial }))
    return 'code' in channel ? channel : this.#shakeHands(channel, infoHash)
  }

  async #shakeHands(channel: Channel, infoHash: InfoHash | null): Promise<Met | DisconnectReason> {
    const { first } = channel
    const hasSpoken = channel.infoHash !== null
    const check = (handshake: Handshake) => this.#check(handshake, infoHash ?? channel.infoHash)
    const shaken = await shakeHands(channel, { self: this.#parts.self, infoHash, hasSpoken, first, check })
    return 'code' in shaken ? shaken : { ...shaken, channel }
  }

  #check({ infoHash, peerId }: Handshake, expected: InfoHash | null): DisconnectReason | undefined {
    if (peerId === this.#parts.self) return { code: 'self' }
    const isMeant = expected === null ? this.#parts.room(infoHash) !== undefined : infoHash === expected
    return isMeant ? undefined : { code: 'wrong-info-hash' }
  }

  #join(room: Room, faulty: FaultyConnection, met: Met, dialled: Dialled | null): Link | DisconnectReason {
    const { channel, handshake, rest } = met
    const parts = {
      id: `L${this.#parts.count()}` as LinkId,
      connection: channel.connection,
      faulty,
      encryption: channel.encryption,
      dial: dialled?.dial ?? null,
      remote: { ...strangerOf(handshake), server: dialled?.remote ?? null },
      remoteSpeaksExtended: supportsExtended(handshake),
      fast: supportsFast(handshake),
      hello: this.#parts.hello(room),
    }
    return room.addLink(parts, rest)
  }

  #turnAway({ remote }: Connection, reason: DisconnectReason): void {
    const address = formatAddress(remote.host, remote.port)
    this.#parts.observe({ type: 'server-turned-away', remote: address, reason })
  }
}

async function during<Outcome>(
  group: Set<Connection>,
  connection: Connection,
  work: Promise<Outcome>,
): Promise<Outcome> {
  group.add(connection)
  try {
    return await work
  } finally {
    group.delete(connection)
  }
}

// Read on until the other side has closed too.
function dismiss(connection: Connection): void {
  connection.open({ onData() {}, onDrain() {}, onClose() {} })
  connection.end()
}

// What a handshake alone tells of a remote peer.
function strangerOf({ peerId }: Handshake): RemoteIdentity {
  const known = agentOf(peerId)
  return { id: peerId, uuid: null, name: known, agent: known, server: null, lab: false }
}
