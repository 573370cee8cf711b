import type { DialResult } from '../../src-shared/bridge.ts'
import type { Magnet } from '../../src-shared/metainfo/magnet.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import { Tracker } from '../tracker/tracker.ts'
import { Bans } from './bans.ts'
import { Clients, type DialledBy } from './clients.ts'
import { Controls } from './controls.ts'
import { RoutingTable } from './core/routing-table.ts'
import { Doorway } from './doorway.ts'
import { Finding } from './finding.ts'
import { Introduction } from './introduction.ts'
import type { ReportRules } from './link-reports.ts'
import { Listening } from './listening.ts'
import { MagnetSwarm } from './magnet-swarm.ts'
import { agent, newPeerId, newUuid } from './peer-id.ts'
import { limitsOf, type PeerSetup, type PeerWorld } from './peer-setup.ts'
import { PortPool } from './port-pool.ts'
import type { Room } from './room.ts'
import { Rooms } from './rooms.ts'
import { RoutingReport } from './routing-report.ts'
import type { ListenResult } from './server.ts'
import { Swarm } from './swarm.ts'
import { describePaused, type JoinOptions, type PausedSwarm } from './swarm-parts.ts'

const nobody = { newcomers: 0, others: 0 } as const

/**
 * The course's peer: one server, one client for every remote server, and one tracker. It may be in many swarms at once,
 * with a role of its own in each.
 */
export class Peer {
  readonly uuid: string
  readonly id: PeerId
  readonly controls: Controls
  readonly tracker: Tracker
  readonly #world: PeerWorld
  readonly #ports: PortPool
  readonly #listening: Listening
  readonly #doorway: Doorway
  readonly #clients: Clients
  readonly #finding: Finding
  readonly #introduction: Introduction
  readonly #rooms = new Rooms()
  readonly #routing = new RoutingTable()
  readonly #routingReport: RoutingReport
  readonly #bans = new Bans()
  // Starting, stopping and moving wait for one another: half of each would be none of them.
  readonly #serial = new OneAtATime()
  #setup: PeerSetup
  #stopTicking: (() => void) | undefined

  constructor(setup: PeerSetup, world: PeerWorld) {
    const { clock, config, random } = world
    this.uuid = newUuid(random)
    this.id = newPeerId(random)
    this.#setup = setup
    this.#world = world
    this.#ports = new PortPool(setup.clientPorts)
    const observe = (fact: SwarmFact) => this.#observe(fact)
    this.controls = new Controls({ clock, limits: limitsOf(setup), rooms: this.#rooms, observe })
    this.#routingReport = new RoutingReport(this.#routing, observe)
    this.#doorway = new Doorway({
      ...world,
      self: this.id,
      room: (infoHash) => this.#rooms.of(infoHash),
      onHttp: (connection, first) => this.#listening.acceptHttp(connection, first),
      infoHashes: () => [...this.swarms.keys(), ...this.magnets.keys()],
      maxRemoteClients: () => this.#setup.maxRemoteClients,
      hello: (room) => this.#introduction.hello(room),
      wrap: (connection) => this.controls.wrap(connection),
      observe,
    })
    this.#clients = new Clients({
      ...world,
      ports: this.#ports,
      localHost: (to) => this.#listening.localHost(to),
      isSelf: (to) => this.#listening.isSelf(to),
      isBanned: (server) => this.#bans.hasServer(server),
      greet: (connection, dialled, encrypts) => this.#doorway.greet(connection, dialled, encrypts),
      onPortFreed: () => this.#portFreed(),
      observe,
    })
    this.tracker = new Tracker({
      clock,
      gapMs: config.broadcastGapMs,
      totalsGapMs: config.statusMs,
      random,
      deliver: (infoHash, broadcast) => this.swarms.get(infoHash)?.sendList(broadcast) ?? nobody,
      onAnnounced: (infoHash, members) => this.swarms.get(infoHash)?.heardOf(members),
      torrentOf: (infoHash) => this.swarms.get(infoHash)?.content.metainfo,
      isPaused: (infoHash) => this.paused.has(infoHash),
      mayServe: (infoHash) => this.#finding.mayTell(infoHash),
    })
    this.#listening = new Listening({
      ...world,
      tracker: this.tracker,
      setup: () => this.#setup,
      onConnection: (connection) => void this.#doorway.accept(connection),
      observe,
    })
    this.#introduction = new Introduction({
      id: this.id,
      uuid: this.uuid,
      profile: config.profile,
      hearsLinks: setup.me,
      name: () => this.#setup.name,
      port: () => this.#listening.port,
      address: () => this.address,
    })
    this.#finding = new Finding({
      ...world,
      self: this.id,
      rooms: this.#rooms,
      port: () => this.#listening.port,
      address: () => this.address,
      isSelf: (at) => this.#listening.isSelf(at),
      observe,
    })
  }

  get setup(): PeerSetup {
    return { ...this.#setup, ...this.controls.caps.limits }
  }

  get swarms(): ReadonlyMap<InfoHash, Swarm> {
    return this.#rooms.swarms
  }

  get paused(): Map<InfoHash, PausedSwarm> {
    return this.#rooms.paused
  }

  get magnets(): ReadonlyMap<InfoHash, MagnetSwarm> {
    return this.#rooms.magnets
  }

  get running(): boolean {
    return this.#stopTicking !== undefined
  }

  /** The address that others dial; null while nothing listens. */
  get address(): Address | null {
    return this.#listening.address
  }

  /** The port at which others reach it; 0 while nothing listens. */
  get listenPort(): number {
    return this.#listening.port
  }

  /** The address that other peers on this computer dial. */
  get loopbackAddress(): Address {
    return this.#listening.loopbackAddress
  }

  /** Listens for remote clients. What the system refuses is an answer, not an exception. */
  runServer(): Promise<ListenResult> {
    return this.#serial.run(() => this.#runServer())
  }

  /** Starts the tracker: from now on it can be seen adding, removing and broadcasting. */
  runTracker(): void {
    this.#observe({ type: 'tracker-running' })
  }

  /** Joins the swarm of a torrent with what we have of it; a paused one is taken up again. */
  join(content: TorrentContent, options: JoinOptions = {}): Swarm {
    const { infoHash } = content.metainfo
    const existing = this.swarms.get(infoHash)
    if (existing) return existing
    const swarm: Swarm = new Swarm({
      ...this.#world,
      content,
      options,
      tracker: this.tracker,
      routing: this.#routing,
      peerCaps: this.controls.caps,
      spoilWish: this.controls.spoilWish,
      reports: this.#reportRules(),
      identity: () => this.#introduction.identity,
      dial: (to, by) => this.#clients.dial(to, swarm, by ?? 'peer'),
      onFailed: (detail) => this.pause(infoHash, detail),
      isBanned: (peer) => this.#bans.has(peer),
      ban: (peer) => this.#bans.add(peer),
      observe: (fact) => this.#observe(fact),
    })
    this.closeMagnet(infoHash, null)
    this.paused.delete(infoHash)
    this.#rooms.swarms.set(infoHash, swarm)
    swarm.start()
    return swarm
  }

  /** Leaves one swarm politely and keeps it for later; `detail` is what went wrong, when it is not by wish. */
  pause(infoHash: InfoHash, detail: string | null = null): PausedSwarm | undefined {
    const swarm = this.swarms.get(infoHash)
    if (!swarm) return undefined
    const { members, content, options } = swarm
    this.#part(swarm, () => swarm.pause(detail))
    const paused = { content, members, options, failure: detail }
    this.paused.set(infoHash, paused)
    return paused
  }

  /** A swarm that is paused from the start. */
  putAside(paused: PausedSwarm): void {
    this.paused.set(paused.content.metainfo.infoHash, paused)
    this.#observe({ type: 'swarm-paused', ...describePaused(paused.content, paused.failure) })
  }

  /** Leaves one swarm for good, politely or abruptly; answers its content, still open, and whom it knew there. */
  leave(infoHash: InfoHash, abruptly = false): PausedSwarm | undefined {
    const swarm = this.swarms.get(infoHash)
    if (!swarm) return this.#forget(infoHash)
    const { members, content, options } = swarm
    this.#part(swarm, () => swarm.leave(abruptly))
    return { content, members, options, failure: null }
  }

  /** Fetches the torrent of a magnet link (BEP 9); `onInfo` hears its `info` dictionary and the servers that are known. */
  openMagnet(magnet: Magnet, onInfo: (info: Uint8Array, servers: readonly Address[]) => void): void {
    const { infoHash } = magnet
    if (this.swarms.has(infoHash) || this.magnets.has(infoHash)) return
    const room: MagnetSwarm = new MagnetSwarm({
      ...this.#world,
      magnet,
      self: this.id,
      spoilWish: this.controls.spoilWish,
      isBanned: (peer) => this.#bans.has(peer),
      ban: (peer) => this.#bans.add(peer),
      // Those that the link names were given by a person.
      dial: (to) => this.#clients.dial(to, room, magnet.peers.includes(to) ? 'person' : 'peer'),
      onInfo: (info, servers) => {
        this.closeMagnet(infoHash, null)
        onInfo(info, servers)
      },
      observe: (fact) => this.#observe(fact),
    })
    this.#rooms.magnets.set(infoHash, room)
    room.start()
  }

  /** Gives a magnet link up; `detail` is what went wrong, null when nothing did. False when it is not open. */
  closeMagnet(infoHash: InfoHash, detail: string | null): boolean {
    const room = this.magnets.get(infoHash)
    if (!room) return false
    this.#rooms.magnets.delete(infoHash)
    room.close({ code: 'metadata-done' }, detail)
    this.#clients.closeIn(infoHash)
    return true
  }

  /** Dials all addresses at once, in the given swarm or the newest; one result each, and none stops the others. */
  connect(
    addresses: readonly string[],
    infoHash = [...this.swarms.keys()].at(-1),
    by: DialledBy = 'person',
  ): Promise<DialResult[]> {
    const room = infoHash === undefined ? undefined : this.#rooms.of(infoHash)
    return Promise.all(addresses.map(async (address) => (await this.#clients.dial(address, room, by)).result))
  }

  /** Dials servers that were named by a magnet link or an earlier session, again and again while they are needed. */
  async reach(servers: readonly Address[], infoHash: InfoHash): Promise<void> {
    this.swarms.get(infoHash)?.keepTrying(servers)
    await this.connect(servers, infoHash, 'peer')
  }

  /** Asks the trackers of a swarm, or of a magnet link, at once. */
  announceNow(infoHash: InfoHash): void {
    this.#finding.askNow(infoHash)
  }

  /** Everything whose peers are looked for: the swarms in which we take part, and magnet links. */
  lookingFor(): readonly Room[] {
    return this.#rooms.open()
  }

  /** Takes addresses of peers of a swarm that local discovery or the DHT turned up; `from` is who told them. */
  found(infoHash: InfoHash, addresses: readonly Address[], way: 'local' | 'dht', from: string): void {
    this.#finding.found(infoHash, addresses, way, from)
  }

  /** Stops: leaves every swarm and closes the server; with `abruptly`, resets every connection as a crash would. */
  stop(abruptly = false): Promise<void> {
    return this.#serial.run(() => this.#stop(abruptly))
  }

  /** Changes name, ports or limits, or nothing when the server cannot move where it is asked to. Links stay. */
  change(setup: PeerSetup): Promise<ListenResult> {
    return this.#serial.run(() => this.#change(setup))
  }

  async #stop(abruptly: boolean): Promise<void> {
    if (!this.running) return
    this.#stopTicking?.()
    this.#stopTicking = undefined
    for (const infoHash of [...this.swarms.keys()]) this.leave(infoHash, abruptly)
    for (const infoHash of [...this.magnets.keys()]) this.closeMagnet(infoHash, null)
    // First of all: while the trackers are told, nobody new may come.
    await this.#listening.close()
    this.#doorway.close()
    await this.#finding.leave(abruptly)
    this.#observe({ type: 'peer-stopped', reason: { code: abruptly ? 'killed' : 'stopped' } })
  }

  async #runServer(): Promise<ListenResult> {
    this.#start()
    return this.#listening.open()
  }

  async #change(setup: PeerSetup): Promise<ListenResult> {
    const before = this.#setup
    this.#adopt(setup)
    if (!this.running) return { ok: true, local: { host: setup.listen.host, port: 0 } }
    const { result, isBack } = await this.#listening.move(before)
    if (isBack) this.#adopt(before)
    return result
  }

  #adopt(setup: PeerSetup): void {
    this.#setup = setup
    this.#ports.range = setup.clientPorts
    this.controls.setLimits({ kind: 'peer' }, limitsOf(setup))
  }

  #start(): void {
    if (this.#stopTicking) return
    const { name, me, clientPorts } = this.#setup
    this.#observe({ type: 'peer-started', uuid: this.uuid, name, agent, me, clientPorts })
    this.#observe({ type: 'limits-changed', scope: { kind: 'peer' }, limits: this.controls.caps.limits })
    const { clock, config } = this.#world
    let cancel: () => void = () => undefined
    const tick = () => {
      cancel = clock.after(config.tickMs, tick)
      this.#tick(clock.nowMs())
    }
    tick()
    this.#stopTicking = () => cancel()
  }

  #tick(nowMs: number): void {
    this.controls.shareUploads()
    for (const room of this.#rooms.open()) room.tick(nowMs)
    this.#finding.tick()
    this.#routingReport.tell()
    this.#listening.tick()
  }

  // Ends our part in a swarm, whichever way, and what was being dialled for it.
  #part({ infoHash }: Swarm, end: () => void): void {
    end()
    this.#rooms.swarms.delete(infoHash)
    this.#clients.closeIn(infoHash)
  }

  // What this window's peer hears is enough for the screen.
  #reportRules(): ReportRules {
    const isHere = (peer: PeerId) => peer === this.id || this.#world.isHere(peer)
    const { isWatched } = this.#world
    return { tells: () => this.#setup.reportsLinks, hears: this.#setup.me, isWatched, isHere }
  }

  #forget(infoHash: InfoHash): PausedSwarm | undefined {
    const paused = this.paused.get(infoHash)
    if (paused) this.#observe({ type: 'swarm-left', infoHash, abruptly: false })
    this.paused.delete(infoHash)
    return paused
  }

  #portFreed(): void {
    for (const swarm of this.swarms.values()) swarm.portsFreed()
  }

  #observe(fact: SwarmFact): void {
    this.#world.observe(this.id, fact)
  }
}
