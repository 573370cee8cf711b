import { formatAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { RemoteIdentity, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { DialId, InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Bitfield } from '../../src-shared/wire/bitfield.ts'
import {
  decodeExtendedHandshake,
  type ExtendedHandshake,
  encodeExtendedHandshake,
  extendedHandshakeId,
} from '../../src-shared/wire/extended.ts'
import { FrameReader } from '../../src-shared/wire/frame-reader.ts'
import {
  decodeMessage,
  encodeMessage,
  type KnownMessage,
  type Message,
  maxFrameLength,
} from '../../src-shared/wire/message-table.ts'
import {
  decodeTrackerMessage,
  encodeTrackerMessage,
  type TrackerMessage,
  trackerExtension,
} from '../../src-shared/wire/tracker-message.ts'
import type { Clock } from '../clock.ts'
import type { Connection } from '../net/transport.ts'
import type { PeerConfig } from './config.ts'
import { LinkState, type TorrentShape } from './core/link-state.ts'
import type { BlockRequest } from './core/piece-download.ts'
import type { RateLimiter } from './core/rate-limiter.ts'
import { RateMeter } from './core/rate-meter.ts'
import { attempt } from './handshaking.ts'
import { TransferReport } from './transfer-report.ts'
import { Uploader } from './uploader.ts'

/** What a link tells its swarm. */
export interface LinkOwner {
  readonly shape: TorrentShape
  /** A checked message; `news` is false for a block that is no longer waited for, or a have that says nothing new. */
  onMessage(link: Link, message: Message, news: boolean): void
  /** The remote has said who it is, as far as it ever will. */
  onIdentified(link: Link): void
  onTrackerMessage(link: Link, message: TrackerMessage): void
  onClosed(link: Link, reason: DisconnectReason): void
  read(request: BlockRequest): Promise<Uint8Array>
  onReadFailed(error: unknown): void
}

/** How a link comes into being, after the handshake. */
export interface LinkParts {
  readonly id: LinkId
  readonly infoHash: InfoHash
  readonly connection: Connection
  /** The dial that made it; null on the accepting end. */
  readonly dial: DialId | null
  readonly remote: RemoteIdentity
  readonly remoteSpeaksExtended: boolean
  readonly config: PeerConfig
  readonly clock: Clock
  readonly upload: RateLimiter
  readonly hello: ExtendedHandshake
  readonly observe: (fact: SwarmFact) => void
}

const lingerMs = 3_000
// Our own number for the tracker's messages, as told in the extension handshake (BEP 10).
const ownTrackerId = 1

/** One TCP connection to a remote peer in one swarm: messages in and out, and what is known of the other side. */
export class Link {
  readonly id: LinkId
  readonly infoHash: InfoHash
  readonly dial: DialId | null
  readonly connection: Connection
  readonly state: LinkState
  readonly down = new RateMeter()
  readonly up = new RateMeter()
  remote: RemoteIdentity
  /** False until we know which rules apply: then data may be asked for. */
  identified = false
  /** Set by the swarm: may we download over this link? */
  isSource = false
  reqq = 250
  lastBlockAtMs: number
  readonly #parts: LinkParts
  readonly #owner: LinkOwner
  readonly #frames = new FrameReader({ maxFrameLength })
  readonly #uploader: Uploader
  readonly #transfers = new TransferReport()
  #remoteTrackerId = 0
  #lastSentAtMs: number
  #lastHeardAtMs: number
  #remoteLeft = false
  #closed = false
  #whenClosed: () => void = () => undefined

  constructor(parts: LinkParts, owner: LinkOwner) {
    this.#parts = parts
    this.#owner = owner
    this.id = parts.id
    this.infoHash = parts.infoHash
    this.dial = parts.dial
    this.connection = parts.connection
    this.remote = parts.remote
    this.state = new LinkState(owner.shape)
    this.#lastSentAtMs = this.#lastHeardAtMs = this.lastBlockAtMs = parts.clock.nowMs()
    this.#uploader = new Uploader({
      queue: this.state.queued,
      clock: parts.clock,
      limiter: parts.upload,
      read: (request) => owner.read(request),
      send: (header, block) => this.#sendBlock(header, block),
      failed: (error) => owner.onReadFailed(error),
    })
  }

  get remoteId(): PeerId {
    return this.remote.id
  }

  get remotePieces(): Bitfield {
    return this.state.remotePieces
  }

  get closed(): boolean {
    return this.#closed
  }

  get dialled(): boolean {
    return this.dial !== null
  }

  get hasTracker(): boolean {
    return this.#remoteTrackerId !== 0
  }

  /** Starts talking: the bitfield first (BEP 3), then the extension handshake (BEP 10), then what came meanwhile. */
  start(have: Bitfield, rest: Uint8Array): void {
    const { connection, remoteSpeaksExtended, hello } = this.#parts
    const local = formatAddress(connection.local.host, connection.local.port)
    const far = formatAddress(connection.remote.host, connection.remote.port)
    this.#parts.observe({
      type: 'link-opened',
      link: this.id,
      dial: this.dial,
      infoHash: this.infoHash,
      dialler: this.dialled ? local : far,
      acceptor: this.dialled ? far : local,
      dialled: this.dialled,
      remote: this.remote,
    })
    this.send({ name: 'bitfield', bits: have.bytes })
    if (remoteSpeaksExtended)
      this.#sendExtended(
        extendedHandshakeId,
        encodeExtendedHandshake({ ...hello, m: { [trackerExtension]: ownTrackerId } }),
      )
    // Our own kind says in the extension handshake which rules it follows; with others there is nothing to wait for.
    if (!remoteSpeaksExtended || !isOurKind(this.remote.id)) this.#identify(this.remote)
    connection.open({
      onData: (chunk) => this.#receive(chunk),
      onDrain: () => this.#uploader.drained(),
      onClose: (ending) => this.#over(this.#remoteLeft ? { code: 'left' } : { code: ending }),
    })
    if (rest.length > 0) this.#receive(rest)
  }

  send(message: KnownMessage): void {
    this.#write(encodeMessage(message))
  }

  sendTracker(message: TrackerMessage): void {
    if (this.#remoteTrackerId !== 0) this.#sendExtended(this.#remoteTrackerId, encodeTrackerMessage(message))
  }

  request(request: BlockRequest): void {
    if (this.state.requested.size === 0) this.lastBlockAtMs = this.#parts.clock.nowMs()
    this.state.ask(request)
    this.send({ name: 'request', ...request })
  }

  setChoking(choking: boolean): void {
    if (this.state.amChoking === choking) return
    this.state.amChoking = choking
    if (choking) this.state.queued.length = 0
    this.send({ name: choking ? 'choke' : 'unchoke' })
    this.#tellFlags()
  }

  setInterested(interested: boolean): void {
    if (this.state.amInterested === interested) return
    this.state.amInterested = interested
    this.send({ name: interested ? 'interested' : 'not-interested' })
    this.#tellFlags()
  }

  /** Closes politely; with `abruptly`, resets as a crash would. */
  close(reason: DisconnectReason, abruptly = false): void {
    if (this.#closed) return
    if (abruptly) this.connection.reset()
    else {
      if (reason.code === 'we-left') this.sendTracker({ kind: 'leave' })
      this.connection.end()
      // A remote that never closes its half must not keep ours for ever.
      this.#parts.clock.after(lingerMs, () => this.connection.reset())
    }
    this.#over(reason)
  }

  /** Calls back once it is closed, at once if it is already. */
  whenClosed(callback: () => void): void {
    if (this.#closed) callback()
    else this.#whenClosed = callback
  }

  /** Sums up what moved, keeps the link alive, and notices when it no longer is. */
  tick(nowMs: number): void {
    this.#tellTransfers(nowMs)
    const { config } = this.#parts
    const quietMs = this.remote.lab ? config.labKeepAliveMs : config.keepAliveMs
    const silenceMs = this.remote.lab ? config.labSilenceMs : config.silenceMs
    if (nowMs - this.#lastHeardAtMs >= silenceMs) {
      this.close({ code: 'silent', seconds: Math.round(silenceMs / 1000) }, true)
    } else if (nowMs - this.#lastSentAtMs >= quietMs) this.send({ name: 'keep-alive' })
  }

  #receive(chunk: Uint8Array): void {
    this.#lastHeardAtMs = this.#parts.clock.nowMs()
    attempt(
      () =>
        this.#frames.push(chunk, (frame) => {
          this.#handle(decodeMessage(frame))
          return !this.#closed
        }),
      (reason) => this.close(reason),
    )
  }

  #handle(message: Message): void {
    const { peerChoking, peerInterested } = this.state
    const news = this.state.receive(message)
    if (message.name === 'extended') return this.#handleExtended(message.extendedId, message.payload)
    if (message.name === 'request') this.#uploader.pump()
    if (message.name === 'piece') {
      this.lastBlockAtMs = this.#lastHeardAtMs
      this.down.add(this.#lastHeardAtMs, message.block.length)
    }
    if (peerChoking !== this.state.peerChoking || peerInterested !== this.state.peerInterested) this.#tellFlags()
    this.#owner.onMessage(this, message, news)
  }

  #handleExtended(id: number, payload: Uint8Array): void {
    if (id === extendedHandshakeId) this.#takeHello(decodeExtendedHandshake(payload))
    else if (id === ownTrackerId) {
      const message = decodeTrackerMessage(payload)
      if (message.kind === 'leave') this.#remoteLeft = true
      this.#owner.onTrackerMessage(this, message)
    }
  }

  #takeHello(hello: ExtendedHandshake): void {
    this.#remoteTrackerId = hello.m[trackerExtension] ?? 0
    this.reqq = hello.reqq ?? this.reqq
    const { remote } = this
    // The socket shows the client's port; where the remote listens is what `p` says (BEP 10), or where we dialled it.
    const server = this.dialled || !hello.p ? remote.server : formatAddress(this.connection.remote.host, hello.p)
    this.#identify({
      ...remote,
      server,
      uuid: hello.lab?.uuid ?? null,
      name: hello.lab?.name || hello.v || remote.name,
      agent: hello.v || remote.agent,
      lab: hello.lab?.profile === 'lab' && this.#parts.config.profile === 'lab',
    })
  }

  #identify(remote: RemoteIdentity): void {
    this.remote = remote
    this.#parts.observe({ type: 'link-identified', link: this.id, infoHash: this.infoHash, remote })
    this.identified = true
    if (!this.#closed) this.#owner.onIdentified(this)
  }

  #sendBlock(header: Uint8Array, block: Uint8Array): boolean {
    this.up.add(this.#parts.clock.nowMs(), block.length)
    this.#write(header)
    return this.#write(block)
  }

  #sendExtended(extendedId: number, payload: Uint8Array): void {
    this.send({ name: 'extended', extendedId, payload })
  }

  #write(bytes: Uint8Array): boolean {
    if (this.#closed) return false
    this.#lastSentAtMs = this.#parts.clock.nowMs()
    return this.connection.write(bytes)
  }

  #tellTransfers(nowMs: number): void {
    const report = this.#transfers.next(this, nowMs)
    if (report) this.#parts.observe(report)
  }

  #tellFlags(): void {
    const { amChoking, amInterested, peerChoking, peerInterested } = this.state
    const flags = { amChoking, amInterested, peerChoking, peerInterested }
    this.#parts.observe({ type: 'link-flags', link: this.id, remote: this.remoteId, ...flags })
  }

  #over(reason: DisconnectReason): void {
    if (this.#closed) return
    this.#closed = true
    this.#uploader.stop()
    this.#tellTransfers(this.#parts.clock.nowMs())
    // Our own leaving is told once, by the swarm; how each link ended is for the other end to say.
    if (reason.code !== 'we-left')
      this.#parts.observe({ type: 'link-closed', link: this.id, remote: this.remoteId, reason })
    this.#owner.onClosed(this, reason)
    this.#whenClosed()
  }
}

/** Is it one of ours? Then its extension handshake will say which rules it follows. */
export function isOurKind(id: PeerId): boolean {
  // "-SS" (BEP 20)
  return id.startsWith('2d5353')
}
