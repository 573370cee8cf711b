import { randomUUID } from 'node:crypto'
import type { DialResult } from '../../src-shared/bridge.ts'
import { type Endpoint, formatAddress, isLoopback } from '../../src-shared/swarm/address.ts'
import type { Member, RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { PortRange } from '../../src-shared/swarm/port-range.ts'
import type { ExtendedHandshake } from '../../src-shared/wire/extended.ts'
import type { Clock } from '../clock.ts'
import type { Transport } from '../net/transport.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import type { Random } from '../random.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import { Tracker } from '../tracker/tracker.ts'
import { Clients } from './clients.ts'
import type { PeerConfig } from './config.ts'
import { maxQueuedRequests } from './core/link-state.ts'
import { RateLimiter } from './core/rate-limiter.ts'
import { Doorway } from './doorway.ts'
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
  readonly #doorway: Doorway
  readonly #clients: Clients
  // Starting, stopping and moving wait for one another: half of each would be none of them.
  readonly #serial = new OneAtATime()
  #setup: PeerSetup
  #stopTicking: (() => void) | undefined

  constructor(setup: PeerSetup, world: PeerWorld) {
    const { clock, config } = world
    this.#setup = setup
    this.#world = world
    this.#ports = new PortPool(setup.clientPorts)
    const observe = (fact: SwarmFact) => this.#observe(fact)
    this.#doorway = new Doorway({
      ...world,
      self: this.id,
      swarms: this.swarms,
      validateInfoHash: (infoHash) => this.tracker.validateInfoHash(infoHash),
      maxRemoteClients: () => this.#setup.maxRemoteClients,
      hello: () => this.#hello(),
      observe,
    })
    this.#clients = new Clients({
      ...world,
      ports: this.#ports,
      isSelf: (to) => this.#isSelf(to),
      greet: (connection, dialled) => this.#doorway.greet(connection, dialled),
      onPortFreed: () => this.#portFreed(),
      observe,
    })
    this.#server = new Server(world.transport, (connection) => void this.#doorway.accept(connection))
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
  runServer(): Promise<ListenResult> {
    return this.#serial.run(() => this.#runServer())
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
    const swarm: Swarm = new Swarm({
      ...this.#world,
      content,
      tracker: this.tracker,
      uploadLimit,
      downloadLimit: this.downloadLimit,
      identity: () => this.#identity(),
      dial: (to) => this.#clients.dial(to, swarm),
      observe: (fact) => this.#observe(fact),
    })
    this.swarms.set(infoHash, swarm)
    swarm.start()
    return swarm
  }

  /** Leaves one swarm politely; answers its content, still open, and whom it knew there. */
  leave(infoHash: InfoHash, abruptly = false): { content: TorrentContent; members: Member[] } | undefined {
    const swarm = this.swarms.get(infoHash)
    if (!swarm) return undefined
    const { members } = swarm
    swarm.leave(abruptly)
    this.swarms.delete(infoHash)
    this.#clients.closeIn(infoHash)
    return { content: swarm.content, members }
  }

  /** Dials all addresses at once, in the given swarm or the newest; one result each, and none stops the others. */
  connect(addresses: readonly string[], infoHash = [...this.swarms.keys()].at(-1)): Promise<DialResult[]> {
    const swarm = infoHash && this.swarms.get(infoHash)
    return Promise.all(addresses.map(async (address) => (await this.#clients.dial(address, swarm)).result))
  }

  /** Stops: leaves every swarm and closes the server; with `abruptly`, resets every connection as a crash would. */
  stop(abruptly = false): Promise<void> {
    return this.#serial.run(() => this.#stop(abruptly))
  }

  /** Changes name, ports or limits, or nothing when the server cannot move where it is asked to. Links stay. */
  change(setup: PeerSetup): Promise<ListenResult> {
    return this.#serial.run(() => this.#change(setup))
  }

  async #runServer(): Promise<ListenResult> {
    this.#start()
    const { listen, clientPorts } = this.#setup
    const result = await this.#server.listen(listen, clientPorts)
    this.#tellListening(listen, result)
    return result
  }

  #tellListening({ host, port }: Endpoint, result: ListenResult): void {
    if (result.ok) {
      const address = formatAddress(this.#setup.shownHost ?? host, result.local.port)
      return this.#observe({ type: 'server-listening', address })
    }
    const { failure, nextFreePort } = result
    this.#observe({ type: 'server-failed', requested: formatAddress(host, port), failure, nextFreePort })
  }

  async #stop(abruptly: boolean): Promise<void> {
    if (!this.running) return
    this.#stopTicking?.()
    this.#stopTicking = undefined
    for (const infoHash of [...this.swarms.keys()]) this.leave(infoHash, abruptly)
    this.#doorway.close()
    await this.#server.close()
    this.#observe({ type: 'peer-stopped', reason: { code: abruptly ? 'killed' : 'stopped' } })
  }

  async #change(setup: PeerSetup): Promise<ListenResult> {
    const before = this.#setup
    const portBefore = this.#server.listening ? this.#server.port : undefined
    const isSamePlace = setup.listen.host === before.listen.host && setup.listen.port === before.listen.port
    this.#adopt(setup)
    if (!this.running || (isSamePlace && portBefore !== undefined)) {
      return { ok: true, local: { host: setup.listen.host, port: this.#server.port } }
    }
    await this.#server.close()
    const result = await this.#server.listen(setup.listen, setup.clientPorts)
    if (!result.ok && portBefore !== undefined) {
      // All as it was: a wish that cannot be met must not cost the server that works.
      this.#adopt(before)
      const back = await this.#server.listen({ ...before.listen, port: portBefore }, before.clientPorts)
      if (back.ok) return result
    }
    this.#tellListening(setup.listen, result)
    return result
  }

  #adopt(setup: PeerSetup): void {
    this.#setup = setup
    this.#ports.range = setup.clientPorts
    this.uploadLimit.bytesPerSec = setup.upBytesPerSec
    this.downloadLimit.bytesPerSec = setup.downBytesPerSec
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

  #portFreed(): void {
    for (const swarm of this.swarms.values()) swarm.portsFreed()
  }

  #isSelf(to: Endpoint): boolean {
    const { listen, shownHost } = this.#setup
    const isOurHost =
      to.host === listen.host || to.host === shownHost || (isLoopback(to.host) && !isLoopback(listen.host))
    return this.#server.listening && isOurHost && to.port === this.#server.port
  }

  #hello(): ExtendedHandshake {
    const port = this.#server.listening ? { p: this.#server.port } : {}
    const lab = { uuid: this.uuid, name: this.#setup.name, profile: this.#world.config.profile }
    return { m: {}, v: agent, reqq: maxQueuedRequests, ...port, lab }
  }

  #identity(): RemoteIdentity {
    const lab = this.#world.config.profile === 'lab'
    return { id: this.id, uuid: this.uuid, name: this.#setup.name, agent, server: this.address, lab }
  }

  #observe(fact: SwarmFact): void {
    this.#world.observe(this.id, fact)
  }
}
