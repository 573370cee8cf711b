import { type Endpoint, formatAddress, isLoopback } from '../../src-shared/swarm/address.ts'
import type { SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address } from '../../src-shared/swarm/ids.ts'
import type { Connection } from '../net/transport.ts'
import type { Tracker } from '../tracker/tracker.ts'
import { TrackerServer } from '../tracker/tracker-server.ts'
import type { PeerSetup, PeerWorld } from './peer-setup.ts'
import { type ListenResult, Server } from './server.ts'

/** What listening needs of its peer. */
export interface ListeningParts extends Pick<PeerWorld, 'transport' | 'clock' | 'random'> {
  readonly tracker: Tracker
  /** How the peer is set up now. */
  readonly setup: () => PeerSetup
  /** Somebody has connected, peer or not. */
  readonly onConnection: (connection: Connection) => void
  readonly observe: (fact: SwarmFact) => void
}

const maxUtpHosts = 100

/** Where a peer can be reached: its server's port, at which its tracker answers too, by HTTP and by UDP. */
export class Listening {
  readonly #parts: ListeningParts
  readonly #server: Server
  readonly #trackerServer: TrackerServer
  readonly #utpHosts = new Set<string>()
  // In a field, for it is asked for with every handshake.
  #shownHost: string | undefined
  // Made once: it is asked for all the time.
  #reached: Endpoint & { readonly address: Address } = { host: '', port: 0, address: formatAddress('', 0) }

  constructor(parts: ListeningParts) {
    this.#parts = parts
    this.#server = new Server(parts.transport, parts.onConnection)
    this.#trackerServer = new TrackerServer({
      ...parts,
      shownHost: () => this.#shownHost,
      onUtp: (from) => this.#tellUtp(from),
    })
  }

  /** The port at which others reach it; 0 while nothing listens. */
  get port(): number {
    return this.#server.port
  }

  /** The address that others dial; null while nothing listens. */
  get address(): Address | null {
    if (!this.#server.listening) return null
    const host = this.#shownHost ?? this.#parts.setup().listen.host
    const { port } = this
    if (this.#reached.host !== host || this.#reached.port !== port) {
      this.#reached = { host, port, address: formatAddress(host, port) }
    }
    return this.#reached.address
  }

  /** The address that other peers on this computer dial. */
  get loopbackAddress(): Address {
    const { host } = this.#parts.setup().listen
    return formatAddress(host === '::' ? '127.0.0.1' : host, this.port)
  }

  /** Whether dialling there would reach ourselves. */
  isSelf(to: Endpoint): boolean {
    const { listen } = this.#parts.setup()
    const isOurHost =
      to.host === listen.host || to.host === this.#shownHost || (isLoopback(to.host) && !isLoopback(listen.host))
    return this.#server.listening && isOurHost && to.port === this.port
  }

  /** Where a dial to there comes from, unless the system chooses: who has an address of its own on this computer uses that. */
  localHost(to: Endpoint): string | undefined {
    const { host } = this.#parts.setup().listen
    return host.startsWith('127.') && to.host.startsWith('127.') ? host : undefined
  }

  /** Listens where the peer is set up to. What the system refuses is an answer, not an exception. */
  async open(): Promise<ListenResult> {
    const { listen, clientPorts } = this.#parts.setup()
    const result = await this.#server.listen(listen, clientPorts)
    await this.#opened(listen, result)
    return result
  }

  /** Listens where the peer is set up to by now; where that cannot be, and it listened before, it goes on there: `isBack`. */
  async move(before: PeerSetup): Promise<{ readonly result: ListenResult; readonly isBack: boolean }> {
    const { listen, clientPorts } = this.#parts.setup()
    const portBefore = this.#server.listening ? this.port : undefined
    const isSamePlace = listen.host === before.listen.host && listen.port === before.listen.port
    if (isSamePlace && portBefore !== undefined) {
      return { result: { ok: true, local: { host: listen.host, port: portBefore } }, isBack: false }
    }
    await this.#server.close()
    const result = await this.#server.listen(listen, clientPorts)
    if (!result.ok && portBefore !== undefined) {
      // All as it was: a wish that cannot be met must not cost the server that works.
      const back = await this.#server.listen({ ...before.listen, port: portBefore }, before.clientPorts)
      if (back.ok) return { result, isBack: true }
    }
    await this.#opened(listen, result)
    return { result, isBack: false }
  }

  /** Takes over a connection that turned out to be HTTP, with the bytes that were read of it. */
  acceptHttp(connection: Connection, first: Uint8Array): void {
    this.#trackerServer.accept(connection, first)
  }

  /** Tells where it is reached once that has changed, as in another network, and what the tracker answered since the last time. */
  tick(): void {
    const before = this.address
    this.#lookAtNetwork()
    if (this.address !== null && this.address !== before)
      this.#parts.observe({ type: 'server-listening', address: this.address })
    const { http, udp, refused } = this.#trackerServer.takeServed()
    if (http + udp + refused > 0) this.#parts.observe({ type: 'tracker-served', http, udp, refused })
  }

  /** Stops listening; links stay. */
  async close(): Promise<void> {
    this.#trackerServer.close()
    await this.#server.close()
  }

  // The tracker answers by UDP too, at the same port number. Where that is taken it goes on by HTTP alone.
  async #opened(at: Endpoint, result: ListenResult): Promise<void> {
    this.#lookAtNetwork()
    const failure = result.ok ? await this.#trackerServer.openUdp(this.#parts.transport, result.local) : null
    if (!result.ok) this.#trackerServer.close()
    this.#tell(at, result)
    if (!result.ok || failure === null) return
    this.#parts.observe({ type: 'tracker-udp-failed', requested: formatAddress(at.host, result.local.port), failure })
  }

  // Once for each host: a client tries again and again.
  #tellUtp({ host, port }: Endpoint): void {
    if (this.#utpHosts.has(host) || this.#utpHosts.size >= maxUtpHosts) return
    this.#utpHosts.add(host)
    this.#parts.observe({ type: 'utp-refused', from: formatAddress(host, port) })
  }

  #lookAtNetwork(): void {
    this.#shownHost = this.#parts.setup().shownHost?.()
  }

  #tell({ host, port }: Endpoint, result: ListenResult): void {
    if (result.ok) {
      const address = formatAddress(this.#shownHost ?? host, result.local.port)
      return this.#parts.observe({ type: 'server-listening', address })
    }
    const { failure, nextFreePort } = result
    this.#parts.observe({ type: 'server-failed', requested: formatAddress(host, port), failure, nextFreePort })
  }
}
