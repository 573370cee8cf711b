import { randomUUID } from 'node:crypto'
import type { DialResult } from '../../src-shared/bridge.ts'
import { type Endpoint, formatAddress, isLoopback, parseAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, DialId, InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { PortRange } from '../../src-shared/swarm/port-range.ts'
import { agentOf } from '../../src-shared/wire/agent.ts'
import { supportsExtended } from '../../src-shared/wire/handshake.ts'
import type { Clock } from '../clock.ts'
import type { Connection, Transport } from '../net/transport.ts'
import type { Random } from '../random.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import { Tracker } from '../tracker/tracker.ts'
import { Client, type DialOutcome } from './client.ts'
import type { PeerConfig } from './config.ts'
import { maxQueuedRequests } from './core/link-state.ts'
import { RateLimiter } from './core/rate-limiter.ts'
import { HandshakeFailed, type Shaken, shakeHands } from './handshaking.ts'
import type { LinkParts } from './link.ts'
import { agent, newPeerId } from './peer-id.ts'
import { PortPool } from './port-pool.ts'
import { type ListenResult, Server } from './server.ts'
import { Swarm } from './swarm.ts'

/** What makes one peer differ from another. */
export interface PeerSetup {
  readonly name: string
  /** True for the peer that this window, or this terminal, is. */
  readonly me: boolean
  readonly listen: Endpoint
  /** The IP to show when `listen` means all of this computer's addresses. */
  readonly shownHost?: string
  readonly clientPorts: PortRange
  readonly maxRemoteClients: number
  readonly upBytesPerSec: number | null
  readonly downBytesPerSec: number | null
}

/** The world a peer lives in, handed in. */
export interface PeerWorld {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly config: PeerConfig
  readonly observe: (observer: PeerId, fact: SwarmFact) => void
  /** The next number of links and dials, unique in this process. */
  readonly count: () => number
}

/**
 * The course's peer: one server, one client for every remote server, and one tracker. It may be in many swarms at once,
 * with a role of its own in each.
 */
export class Peer {
  readonly uuid: string = randomUUID()
  readonly id: PeerId = newPeerId()
  readonly swarms = new Map<InfoHash, Swarm>()
  readonly uploadLimit: RateLimiter
  readonly downloadLimit: RateLimiter
  readonly tracker: Tracker
  readonly #world: PeerWorld
  readonly #ports: PortPool
  readonly #server: Server
  readonly #clients = new Map<Client, InfoHash>()
  readonly #shaking = new Set<Connection>()
  #setup: PeerSetup
  #stopTicking: (() => void) | undefined

  constructor(setup: PeerSetup, world: PeerWorld) {
    const { clock, config } = world
    this.#setup = setup
    this.#world = world
    this.#ports = new PortPool(setup.clientPorts)
    this.#server = new Server(world.transport, (connection) => void this.#accept(connection))
    this.uploadLimit = new RateLimiter(setup.upBytesPerSec)
    this.downloadLimit = new RateLimiter(setup.downBytesPerSec)
    this.tracker = new Tracker({
      clock,
      gapMs: config.broadcastGapMs,
      totalsGapMs: config.statusMs,
      deliver: (infoHash, members) => this.swarms.get(infoHash)?.sendList(members),
    })
  }

  get setup(): PeerSetup {
    return this.#setup
  }

  get running(): boolean {
    return this.#stopTicking !== undefined
  }

  /** The address that others dial; null while nothing listens. */
  get address(): Address | null {
    const host = this.#setup.shownHost ?? this.#setup.listen.host
    return this.#server.listening ? formatAddress(host, this.#server.port) : null
  }

  /** The address that other peers on this computer dial. */
  get loopbackAddress(): Address {
    const { host } = this.#setup.listen
    return formatAddress(host === '::' ? '127.0.0.1' : host, this.#server.port)
  }

  /** Listens for remote clients. What the system refuses is an answer, not an exception. */
  async runServer(): Promise<ListenResult> {
    this.#start()
    const result = await this.#server.listen(this.#setup.listen, this.#setup.clientPorts)
    const { host, port } = this.#setup.listen
    if (result.ok)
      this.#observe({
        type: 'server-listening',
        address: formatAddress(this.#setup.shownHost ?? host, result.local.port),
      })
    else {
      const { failure, nextFreePort } = result
      this.#observe({ type: 'server-failed', requested: formatAddress(host, port), failure, nextFreePort })
    }
    return result
  }

  /** Starts the tracker: from now on it can be seen adding, removing and broadcasting. */
  runTracker(): void {
    this.#observe({ type: 'tracker-running' })
  }

  /** Joins the swarm of a torrent with what we have of it; a limit of its own goes before the peer's. */
  join(content: TorrentContent, uploadLimit = this.uploadLimit): Swarm {
    const existing = this.swarms.get(content.metainfo.infoHash)
    if (existing) return existing
    const { infoHash } = content.metainfo
    const swarm = new Swarm({
      ...this.#world,
      content,
      tracker: this.tracker,
      uploadLimit,
      downloadLimit: this.downloadLimit,
      identity: () => this.#identity(),
      dial: (to) => this.#dial(to, infoHash),
      observe: (fact) => this.#observe(fact),
    })
    this.swarms.set(infoHash, swarm)
    swarm.start()
    return swarm
  }

  /** Leaves one swarm politely; answers its content, still open, and whom it knew there. */
  leave(infoHash: InfoHash, abruptly = false): { content: TorrentContent; servers: Address[] } | undefined {
    const swarm = this.swarms.get(infoHash)
    if (!swarm) return undefined
    const servers = swarm.known.all().flatMap((member) => member.server ?? [])
    swarm.leave(abruptly)
    this.swarms.delete(infoHash)
    for (const [client, clientSwarm] of [...this.#clients]) if (clientSwarm === infoHash) this.#release(client)
    return { content: swarm.content, servers }
  }

  /** Dials all addresses at once, in the given swarm or the newest; one result each, and none stops the others. */
  connect(addresses: readonly string[], infoHash = [...this.swarms.keys()].at(-1)): Promise<DialResult[]> {
    return Promise.all(addresses.map(async (address) => (await this.#dial(address, infoHash)).result))
  }

  /** Stops: leaves every swarm and closes the server; with `abruptly`, resets every connection as a crash would. */
  async stop(abruptly = false): Promise<void> {
    if (!this.running) return
    this.#stopTicking?.()
    this.#stopTicking = undefined
    for (const infoHash of [...this.swarms.keys()]) this.leave(infoHash, abruptly)
    for (const connection of [...this.#shaking]) connection.reset()
    await this.#server.close()
    this.#observe({ type: 'peer-stopped', reason: { code: abruptly ? 'killed' : 'stopped' } })
  }

  /** Changes name, ports or limits; the server moves when its address changed, and links stay. */
  async change(setup: PeerSetup): Promise<ListenResult> {
    const moves =
      !this.#server.listening ||
      setup.listen.host !== this.#setup.listen.host ||
      setup.listen.port !== this.#setup.listen.port
    this.#setup = setup
    this.#ports.range = setup.clientPorts
    this.uploadLimit.bytesPerSec = setup.upBytesPerSec
    this.downloadLimit.bytesPerSec = setup.downBytesPerSec
    if (!moves || !this.running) return { ok: true, local: { host: setup.listen.host, port: this.#server.port } }
    await this.#server.close()
    return this.runServer()
  }

  #start(): void {
    if (this.#stopTicking) return
    const { name, me, clientPorts } = this.#setup
    this.#observe({ type: 'peer-started', uuid: this.uuid, name, agent, me, clientPorts })
    const { clock, config } = this.#world
    let cancel: () => void = () => undefined
    const tick = () => {
      cancel = clock.after(config.tickMs, tick)
      for (const swarm of this.swarms.values()) swarm.tick(clock.nowMs())
    }
    tick()
    this.#stopTicking = () => cancel()
  }

  async #dial(address: string, infoHash: InfoHash | undefined): Promise<DialOutcome> {
    const dial = `D${this.#world.count()}` as DialId
    const swarm = infoHash && this.swarms.get(infoHash)
    const parsed = parseAddress(address)
    const fail = (reason: DisconnectReason, clientId: number | null = null): DialOutcome => {
      const remote = parsed.ok ? parsed.address : address
      this.#observe({ type: 'dial-failed', dial, infoHash: infoHash ?? null, remote, clientId, reason })
      return { dial, result: { address, ok: false, reason } }
    }
    if (!parsed.ok) return fail({ code: 'bad-address', detail: parsed.problem })
    if (!swarm) return fail({ code: 'no-swarm' })
    const before = this.#reasonNotToDial(parsed, swarm)
    if (before) return fail(before)
    const client = new Client({ ...this.#world, to: parsed, ports: this.#ports })
    this.#clients.set(client, swarm.infoHash)
    const outcome = await this.#connectClient(client, swarm, dial, parsed.address)
    if (!('code' in outcome)) return { dial, result: { address, ok: true, clientId: client.id, peer: outcome.id } }
    this.#release(client)
    return fail(outcome, client.id || null)
  }

  #reasonNotToDial(to: Endpoint, swarm: Swarm): DisconnectReason | undefined {
    const own = this.#setup.listen.host
    const isOurHost = to.host === own || to.host === this.#setup.shownHost || (isLoopback(to.host) && !isLoopback(own))
    if (this.#server.listening && isOurHost && to.port === this.#server.port) return { code: 'self' }
    for (const [client, infoHash] of this.#clients) {
      if (infoHash !== swarm.infoHash || client.to.host !== to.host || client.to.port !== to.port) continue
      return { code: 'already-connected', clientId: client.id || null }
    }
    return undefined
  }

  async #connectClient(
    client: Client,
    swarm: Swarm,
    dial: DialId,
    remote: Address,
  ): Promise<RemoteIdentity | DisconnectReason> {
    const { infoHash } = swarm
    const connection = await client.dial(this.#world.config.dialTimeoutMs, (clientId) =>
      this.#observe({ type: 'dial-started', dial, infoHash, remote, clientId }),
    )
    if ('code' in connection) return connection
    const shaken = await this.#shakeHands(connection, swarm)
    if ('code' in shaken) return shaken
    if (this.swarms.get(infoHash) !== swarm) {
      connection.end()
      return { code: 'we-left' }
    }
    const identity = { ...strangerOf(shaken), server: remote }
    const link = swarm.addLink(this.#linkParts(connection, shaken, identity, dial), shaken.rest)
    if ('code' in link) {
      connection.end()
      return { code: 'already-connected', clientId: null }
    }
    link.whenClosed(() => this.#release(client))
    return identity
  }

  async #accept(connection: Connection): Promise<void> {
    const maximum = this.#setup.maxRemoteClients
    const turnAway = (reason: DisconnectReason) => {
      const remote = formatAddress(connection.remote.host, connection.remote.port)
      this.#observe({ type: 'server-turned-away', remote, reason })
    }
    if (this.#remoteClients() >= maximum) {
      connection.open({ onData() {}, onDrain() {}, onClose() {} })
      connection.end()
      return turnAway({ code: 'server-full', maximum })
    }
    const shaken = await this.#shakeHands(connection, undefined)
    if ('code' in shaken) return turnAway(shaken)
    const swarm = this.swarms.get(shaken.handshake.infoHash)
    const link = swarm?.addLink(this.#linkParts(connection, shaken, strangerOf(shaken), null), shaken.rest)
    if (link && !('code' in link)) return
    connection.end()
    turnAway(link ?? { code: 'wrong-info-hash' })
  }

  async #shakeHands(connection: Connection, swarm: Swarm | undefined): Promise<Shaken | DisconnectReason> {
    this.#shaking.add(connection)
    try {
      return await shakeHands({
        connection,
        clock: this.#world.clock,
        timeoutMs: this.#world.config.handshakeTimeoutMs,
        self: this.id,
        infoHash: swarm?.infoHash ?? null,
        check: ({ infoHash, peerId }) => {
          if (peerId === this.id) return { code: 'self' }
          const isOurs = swarm ? infoHash === swarm.infoHash : this.tracker.validateInfoHash(infoHash)
          return isOurs ? undefined : { code: 'wrong-info-hash' }
        },
      })
    } catch (error) {
      if (error instanceof HandshakeFailed) return error.reason
      throw error
    } finally {
      this.#shaking.delete(connection)
    }
  }

  #linkParts(connection: Connection, shaken: Shaken, remote: RemoteIdentity, dial: DialId | null) {
    const { name } = this.#setup
    const hello: LinkParts['hello'] = {
      m: {},
      v: agent,
      reqq: maxQueuedRequests,
      ...(this.#server.listening ? { p: this.#server.port } : {}),
      lab: { uuid: this.uuid, name, profile: this.#world.config.profile },
    }
    return {
      id: `L${this.#world.count()}` as LinkId,
      connection,
      dial,
      remote,
      remoteSpeaksExtended: supportsExtended(shaken.handshake),
      hello,
    }
  }

  #remoteClients(): number {
    let count = this.#shaking.size
    for (const swarm of this.swarms.values()) for (const link of swarm.links) if (!link.dialled) count++
    return count
  }

  #release(client: Client): void {
    client.close()
    this.#clients.delete(client)
    for (const swarm of this.swarms.values()) swarm.portsFreed()
  }

  #identity(): RemoteIdentity {
    const lab = this.#world.config.profile === 'lab'
    return { id: this.id, uuid: this.uuid, name: this.#setup.name, agent, server: this.address, lab }
  }

  #observe(fact: SwarmFact): void {
    this.#world.observe(this.id, fact)
  }
}

// What a handshake alone tells of a remote peer.
function strangerOf({ handshake }: Shaken): RemoteIdentity {
  const known = agentOf(handshake.peerId)
  return { id: handshake.peerId, uuid: null, name: known, agent: known, server: null, lab: false }
}
