import { type Endpoint, parseAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, DialId, InfoHash } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import type { Connection, Transport } from '../net/transport.ts'
import { Client, type DialOutcome } from './client.ts'
import type { PeerConfig } from './config.ts'
import type { Dialled } from './doorway.ts'
import type { Link } from './link.ts'
import type { PortPool } from './port-pool.ts'
import type { Room } from './room.ts'

const everyAddress =
  "That means every address of this computer, to listen on. Type the other peer's own address, such as 10.0.0.251."

// These come after a handshake that got through.
const afterHandshake: ReadonlySet<DisconnectReason['code']> = new Set([
  'self',
  'already-connected',
  'banned',
  'we-left',
])
const maxInsistent = 500

/** What the clients need of their peer. */
export interface ClientsParts {
  readonly transport: Transport
  readonly clock: Clock
  readonly config: PeerConfig
  readonly ports: PortPool
  readonly count: () => number
  /** Which of this computer's addresses that dial comes from; the system chooses where there is none. */
  readonly localHost: (to: Endpoint) => string | undefined
  readonly isSelf: (to: Endpoint) => boolean
  /** Somebody at this address proved to send wrong blocks. */
  readonly isBanned: (to: Address) => boolean
  /** Takes a connection through the handshake, an encrypted one (MSE/PE) if asked for, into its room. */
  readonly greet: (connection: Connection, dialled: Dialled, encrypts: boolean) => Promise<Link | DisconnectReason>
  /** A client port came back. */
  readonly onPortFreed: () => void
  readonly observe: (fact: SwarmFact) => void
}

/** Who wants a dial: a person typed the address, the torrent's tracker named it (BEP 27 asks for that), or the peer by itself. */
export type DialledBy = 'person' | 'tracker' | 'peer'

interface OwnOrTyped extends Dialled {
  readonly own: boolean
}

const noNews: ReadonlySet<DisconnectReason['code']> = new Set(['already-connected', 'self'])

/** The dialling side of a peer: one client for each remote server. */
export class Clients {
  readonly #parts: ClientsParts
  readonly #clients = new Map<Client, InfoHash>()
  /** Who let us in by an encrypted handshake only, the last time: oldest first. */
  readonly #insistent = new Set<Address>()

  constructor(parts: ClientsParts) {
    this.#parts = parts
  }

  /**
   * Dials an address as typed, for a room of ours; whatever happens is an answer and an event, but that a dial of the peer's
   * own led to somebody who is linked already, or to itself, is no news.
   */
  async dial(address: string, room: Room | undefined, by: DialledBy): Promise<DialOutcome> {
    const dial = `D${this.#parts.count()}` as DialId
    const parsed = parseAddress(address)
    const own = by !== 'person'
    const fail = (reason: DisconnectReason, clientId: number | null = null): DialOutcome => {
      const remote = parsed.ok ? parsed.address : address
      const infoHash = room?.infoHash ?? null
      if (!own || !noNews.has(reason.code))
        this.#parts.observe({ type: 'dial-failed', dial, infoHash, remote, clientId, reason, own })
      else if (clientId !== null) this.#parts.observe({ type: 'dial-dismissed', dial })
      return { dial, result: { address, ok: false, reason } }
    }
    if (!parsed.ok) return fail({ code: 'bad-address', detail: parsed.problem })
    if (!room) return fail({ code: 'no-swarm' })
    const before = this.#reasonNotToDial(parsed, parsed.address, room, by)
    if (before) return fail(before)
    const client = new Client({ ...this.#parts, to: parsed, localHost: this.#parts.localHost(parsed) })
    this.#clients.set(client, room.infoHash)
    const link = await this.#connect(client, { room, dial, remote: parsed.address, own })
    if ('code' in link) {
      this.#release(client)
      return fail(room.explain?.(parsed.address, link) ?? link, client.id || null)
    }
    link.whenClosed(() => this.#release(client))
    return { dial, result: { address, ok: true, clientId: client.id, peer: link.remoteId } }
  }

  /** Breaks off what is being dialled in a swarm that was left, and gives its ports back. */
  closeIn(infoHash: InfoHash): void {
    for (const [client, clientSwarm] of [...this.#clients]) if (clientSwarm === infoHash) this.#release(client)
  }

  /** As it is first; whoever closes that without a word may insist on encryption. */
  async #connect(client: Client, dialled: OwnOrTyped): Promise<Link | DisconnectReason> {
    const { remote, room } = dialled
    if (this.#insistent.has(remote)) return this.#connectEncrypted(client, dialled)
    const plain = await this.#connectOnce(client, dialled, false)
    if (!('code' in plain) || plain.code !== 'closed-in-handshake' || room.isOurKindAt?.(remote)) return plain
    const encrypted = await this.#connectEncrypted(client, dialled)
    return 'code' in encrypted && !afterHandshake.has(encrypted.code) ? plain : encrypted
  }

  async #connectEncrypted(client: Client, dialled: OwnOrTyped): Promise<Link | DisconnectReason> {
    const { remote } = dialled
    const outcome = await this.#connectOnce(client, dialled, true)
    this.#insistent.delete(remote)
    if (!('code' in outcome) || afterHandshake.has(outcome.code)) this.#insistent.add(remote)
    const [oldest] = this.#insistent
    if (oldest !== undefined && this.#insistent.size > maxInsistent) this.#insistent.delete(oldest)
    return outcome
  }

  async #connectOnce(client: Client, dialled: OwnOrTyped, encrypts: boolean): Promise<Link | DisconnectReason> {
    const { dial, remote, room, own } = dialled
    const { infoHash } = room
    const connection = await client.dial(this.#parts.config.dialTimeoutMs, (clientId) =>
      this.#parts.observe({ type: 'dial-started', dial, infoHash, remote, clientId, own }),
    )
    return 'code' in connection ? connection : this.#parts.greet(connection, dialled, encrypts)
  }

  #reasonNotToDial(
    to: Endpoint,
    address: Address,
    { infoHash, isPrivate }: Room,
    by: DialledBy,
  ): DisconnectReason | undefined {
    if (isPrivate && by !== 'tracker') return { code: 'private-torrent' }
    if (this.#parts.isBanned(address)) return { code: 'banned' }
    if (to.host === '0.0.0.0' || to.host === '::') return { code: 'bad-address', detail: everyAddress }
    if (this.#parts.isSelf(to)) return { code: 'self' }
    for (const [client, clientSwarm] of this.#clients) {
      if (clientSwarm !== infoHash || client.to.host !== to.host || client.to.port !== to.port) continue
      return { code: 'already-connected', clientId: client.id || null }
    }
    return undefined
  }

  #release(client: Client): void {
    client.close()
    this.#clients.delete(client)
    this.#parts.onPortFreed()
  }
}
