import { type Endpoint, formatAddress } from '../../src-shared/swarm/address.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { LinkEncryption, RemoteIdentity } from '../../src-shared/swarm/events.ts'
import type { Address, DialId, InfoHash, LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import { noLimits } from '../../src-shared/swarm/view.ts'
import type { Bitfield } from '../../src-shared/wire/bitfield.ts'
import { FrameReader } from '../../src-shared/wire/frame-reader.ts'
import {
  decodeMessage,
  type KnownMessage,
  type Message,
  maxFrameLength,
  numberAt,
  pieceId,
  requestId,
} from '../../src-shared/wire/message-table.ts'
import type { MetadataMessage } from '../../src-shared/wire/metadata-message.ts'
import type { PexMessage } from '../../src-shared/wire/pex-message.ts'
import type { TrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import type { FaultyConnection } from '../net/faulty-connection.ts'
import type { Connection } from '../net/transport.ts'
import { closeOnBrokenRule } from './broken-rule.ts'
import { Caps } from './caps.ts'
import { Debt } from './core/debt.ts'
import { LinkState } from './core/link-state.ts'
import { Liveness } from './core/liveness.ts'
import type { BlockRequest } from './core/piece-download.ts'
import { RateMeter } from './core/rate-meter.ts'
import { Extensions } from './extensions.ts'
import { LinkNews } from './link-news.ts'
import type { LinkOwner, LinkParts } from './link-parts.ts'
import { Outlet } from './outlet.ts'
import { isOurKind } from './peer-id.ts'
import { Spoiler } from './spoiler.ts'
import { Uploader } from './uploader.ts'

// What a remote that has stopped reading may make us hold for it.
const maxBacklogBytes = 1024 * 1024

// In a piece message: behind the id, the piece and the place in it.
const blockAt = 9

const requestLength = 13

// The other trackers hear of these, so that they do not take it for a failure.
const partings: ReadonlySet<DisconnectReason['code']> = new Set(['we-left', 'paused', 'metadata-done'])

/** One TCP connection to a remote peer in one swarm: messages in and out, and what is known of the other side. */
export class Link {
  readonly id: LinkId
  readonly infoHash: InfoHash
  readonly dial: DialId | null
  readonly connection: Connection
  readonly faulty: FaultyConnection
  readonly state: LinkState
  readonly down = new RateMeter()
  readonly up = new RateMeter()
  /** Set by the swarm: may we download over this link? */
  isSource = false
  /** Set by the downloader: with fewer requests under way than this, it asks for more. */
  refillBelow = 1
  readonly openedAtMs: number
  readonly debt: Debt
  readonly #parts: LinkParts
  readonly #owner: LinkOwner
  readonly #frames = new FrameReader({ maxFrameLength })
  readonly #outlet: Outlet
  // Made when they are needed: of ten thousand links few are limited, or serve anybody.
  #caps: Caps | undefined
  #uploader: Uploader | undefined
  #spoiler: Spoiler | undefined
  readonly #news: LinkNews
  readonly #extensions: Extensions
  readonly #liveness: Liveness
  // Most links of a large swarm are idle most of the time: until then, unless something comes or goes before.
  #restsUntilMs = 0
  #closed = false
  #whenClosed: (() => void) | undefined

  constructor(parts: LinkParts, owner: LinkOwner) {
    this.#parts = parts
    this.#owner = owner
    this.id = parts.id
    this.infoHash = parts.infoHash
    this.dial = parts.dial
    this.connection = parts.connection
    this.faulty = parts.faulty
    this.state = new LinkState(owner.shape, parts.fast)
    this.openedAtMs = parts.clock.nowMs()
    this.debt = new Debt(this.openedAtMs)
    this.#liveness = new Liveness(this.openedAtMs)
    this.#news = new LinkNews(this, parts.config.tickMs, parts.observe)
    this.#extensions = new Extensions(this, parts, owner)
    this.#outlet = new Outlet((bytes, onSent) => this.#write(bytes, onSent))
  }

  /** Of this link alone. */
  get caps(): Caps {
    this.#caps ??= new Caps(this.#parts.clock, noLimits)
    return this.#caps
  }

  get remote(): RemoteIdentity {
    return this.#extensions.remote
  }

  get remoteId(): PeerId {
    return this.remote.id
  }

  /** False until we know which rules apply: then data may be asked for. */
  get identified(): boolean {
    return this.#extensions.identified
  }

  /** What the remote says it speaks and wants. */
  get speaks(): Pick<
    Extensions,
    | 'reqq'
    | 'hasTracker'
    | 'wantsLinks'
    | 'passesOn'
    | 'hasMetadata'
    | 'hasExchange'
    | 'metadataSize'
    | 'remoteUploadOnly'
  > {
    return this.#extensions
  }

  get remotePieces(): Bitfield {
    return this.state.remotePieces
  }

  get closed(): boolean {
    return this.#closed
  }

  get encryption(): LinkEncryption {
    return this.#parts.encryption
  }

  get dialled(): boolean {
    return this.dial !== null
  }

  /** The socket of the end that dialled. */
  get dialler(): Address {
    const { local, remote } = this.connection
    return addressOf(this.dialled ? local : remote)
  }

  /** The socket of the other end. */
  get acceptor(): Address {
    const { local, remote } = this.connection
    return addressOf(this.dialled ? remote : local)
  }

  /**
   * Starts talking: what we have first (BEP 3, BEP 6), then the extension handshake (BEP 10), with `uploadOnly` and `wantsLinks` as in
   * setUploadOnly() and setWantsLinks(), then what came meanwhile.
   */
  start(rest: Uint8Array, uploadOnly: boolean, wantsLinks: boolean): void {
    this.#news.opened()
    this.#tellPieces()
    this.#extensions.start(uploadOnly, wantsLinks)
    // Our own kind says in the extension handshake which rules it follows; with others there is nothing to wait for.
    if (!this.#parts.remoteSpeaksExtended || !isOurKind(this.remoteId)) this.#extensions.identify(this.openedAtMs)
    this.connection.open({
      onData: (chunk) => this.#receive(chunk),
      // Whoever sends much waits for what was sent.
      onDrain: () => undefined,
      onClose: (ending) => this.#over(this.#reasonOf(ending)),
    })
    if (rest.length > 0) this.#receive(rest)
  }

  send(message: KnownMessage): void {
    this.#outlet.send(message)
    this.#checkBacklog()
  }

  /** All that we have, late: only our own kind takes it for as many haves. */
  tellAllPieces(): void {
    const have = this.#owner.shape?.have
    if (have) this.send({ name: 'bitfield', bits: have.bytes })
  }

  /** Pieces are ours now: the have messages, as they are sent. */
  tellHaves(messages: Uint8Array): void {
    this.#outlet.sendWritten(messages)
    this.#checkBacklog()
  }

  sendTracker(message: TrackerMessage): void {
    this.#extensions.sendTracker(message)
  }

  sendMetadata(message: MetadataMessage): void {
    this.#extensions.sendMetadata(message)
  }

  sendExchange(message: PexMessage): void {
    this.#extensions.sendExchange(message)
  }

  setUploadOnly(uploadOnly: boolean): void {
    this.#extensions.setUploadOnly(uploadOnly)
  }

  /** Tells the remote whether we want to hear of its links now. */
  setWantsLinks(wantsLinks: boolean): void {
    this.#extensions.setWantsLinks(wantsLinks)
  }

  request(request: BlockRequest, nowMs: number): void {
    this.debt.asked(nowMs, this.state.requested.size === 0)
    this.state.ask(request)
    const { piece, begin, length } = request
    this.send({ name: 'request', piece, begin, length })
  }

  /** Takes a request back: its block is here, or may not come now. */
  cancel(request: BlockRequest): void {
    this.state.giveUp(request)
    this.send({ name: 'cancel', ...request })
    if (this.state.requested.size === 0) this.debt.forgiven()
  }

  setChoking(choking: boolean): void {
    if (this.state.amChoking === choking) return
    this.send({ name: choking ? 'choke' : 'unchoke' })
    if (choking) for (const request of this.state.choke()) this.send({ name: 'reject', ...request })
    else this.state.amChoking = false
    this.#news.flagsChanged(this.#parts.clock.nowMs())
  }

  setInterested(interested: boolean): void {
    if (this.state.amInterested === interested) return
    this.state.amInterested = interested
    this.send({ name: interested ? 'interested' : 'not-interested' })
    this.#news.flagsChanged(this.#parts.clock.nowMs())
  }

  /** Lets the remote ask for these pieces while it is choked (BEP 6). */
  allowFast(pieces: readonly number[]): void {
    for (const piece of pieces) {
      this.state.allowFast(piece)
      this.send({ name: 'allowed-fast', piece })
    }
  }

  /** The next block that goes out is spoilt on purpose. */
  corruptNextBlock(): void {
    this.#ownSpoiler().wish.wanted = true
  }

  /** Closes politely; with `abruptly`, resets as a crash would. */
  close(reason: DisconnectReason, abruptly = false): void {
    if (this.#closed) return
    if (abruptly) this.connection.reset()
    else {
      if (partings.has(reason.code)) this.sendTracker({ kind: 'leave' })
      this.#uploader?.stop()
      this.#outlet.finish()
      this.connection.end()
    }
    this.#over(reason)
  }

  /** Calls back once it is closed, at once if it is already. */
  whenClosed(callback: () => void): void {
    if (this.#closed) callback()
    else this.#whenClosed = callback
  }

  /** False while a tick would have nothing to do, as nothing has come or gone since the last one. */
  isDue(nowMs: number): boolean {
    return nowMs >= this.#restsUntilMs
  }

  /** Sums up what moved, keeps the link alive, and notices when it no longer is. */
  tick(nowMs: number): void {
    this.#news.tick(nowMs)
    this.#extensions.tick(nowMs)
    const { config } = this.#parts
    // Our own kind, as it seemed, but it does not say so: it is served like any other client.
    if (!this.identified && nowMs - this.openedAtMs >= config.handshakeTimeoutMs) this.#extensions.identify(nowMs)
    // Who does not read cannot tell whether the other side is silent.
    if (this.faulty.faults.frozen) this.#liveness.heard(nowMs)
    const quietMs = this.remote.lab ? config.labKeepAliveMs : config.keepAliveMs
    const silenceMs = this.remote.lab ? config.labSilenceMs : config.silenceMs
    if (this.#liveness.isSilent(nowMs, silenceMs)) {
      this.close({ code: 'silent', seconds: Math.round(silenceMs / 1000) }, true)
    } else if (this.#liveness.isQuiet(nowMs, quietMs)) this.send({ name: 'keep-alive' })
    else if (this.#isAtRest) this.#restsUntilMs = this.#liveness.nextAtMs(quietMs, silenceMs)
  }

  #tellPieces(): void {
    const have = this.#owner.shape?.have
    if (this.#parts.fast && (!have || have.size === 0)) this.send({ name: 'have-none' })
    else if (this.#parts.fast && have?.size === have?.count) this.send({ name: 'have-all' })
    else if (have) this.send({ name: 'bitfield', bits: have.bytes })
  }

  #receive(chunk: Uint8Array): void {
    // Between our closing and the remote's, TCP goes on delivering.
    if (this.#closed) return
    this.#liveness.heard(this.#parts.clock.nowMs())
    this.#restsUntilMs = 0
    closeOnBrokenRule(
      () =>
        this.#frames.push(chunk, (bytes, start, end) => {
          const id = bytes[start]
          if (id === pieceId && end - start > blockAt) this.#takeBlock(bytes, start, end)
          else if (id === requestId && end - start === requestLength) this.#takeRequest(bytes, start)
          else this.#handle(decodeMessage(bytes, start, end))
          return !this.#closed
        }),
      (reason) => this.close(reason),
    )
  }

  #handle(message: Message): void {
    const late = this.state.lateHaves(message)
    if (!late) return this.#take(message)
    for (const piece of late) if (!this.#closed) this.#take({ name: 'have', piece })
  }

  // These two past the message table: no object is made for a block.
  #takeRequest(bytes: Uint8Array, start: number): void {
    const piece = numberAt(bytes, start + 1)
    const begin = numberAt(bytes, start + 5)
    const length = numberAt(bytes, start + 9)
    const taken = this.state.receiveRequest(piece, begin, length)
    if (taken === 'reject') this.send({ name: 'reject', piece, begin, length })
    else this.#ownUploader().pump()
  }

  #takeBlock(bytes: Uint8Array, start: number, end: number): void {
    const piece = numberAt(bytes, start + 1)
    const begin = numberAt(bytes, start + 5)
    const block = start + blockAt
    this.state.receiveBlock(piece, begin, end - block)
    const nowMs = this.#liveness.heardAtMs
    this.debt.paid(nowMs, this.state.requested.size > 0)
    this.down.add(nowMs, end - block)
    // One that was given up and comes late is as good as any: whoever still lacks it takes it.
    this.#owner.onBlock(this, piece, begin, bytes.subarray(block, end))
  }

  #take(message: Message): void {
    const { peerChoking, peerInterested } = this.state
    const nowMs = this.#liveness.heardAtMs
    const taken = this.state.receive(message)
    if (message.name === 'extended') {
      return this.#extensions.receive(message.extendedId, message.payload, nowMs)
    }
    if (taken === 'reject' && message.name === 'cancel') {
      return this.send({ ...message, name: 'reject' })
    }
    // Who chokes us says so; who unchokes us and sends nothing does not.
    if (message.name === 'choke') this.debt.forgiven()
    if (peerChoking !== this.state.peerChoking || peerInterested !== this.state.peerInterested)
      this.#news.flagsChanged(this.#parts.clock.nowMs())
    if (taken === 'news') this.#owner.onMessage(this, message)
  }

  #ownUploader(): Uploader {
    this.#uploader ??= new Uploader({
      queue: this.state.queued,
      outlet: this.#outlet,
      limits: [this.caps.up, ...this.#parts.uploadCaps],
      pieceLengthAt: (piece) => this.#owner.shape?.pieceLengthAt(piece) ?? 0,
      read: (piece, begin, targets) => this.#owner.read(piece, begin, targets),
      metered: (bytes) => this.up.add(this.#parts.clock.nowMs(), bytes),
      spoil: (request, block) => this.#ownSpoiler().spoil(request, block),
      failed: (error) => this.#owner.onReadFailed(error),
    })
    return this.#uploader
  }

  #ownSpoiler(): Spoiler {
    this.#spoiler ??= new Spoiler(this, this.#parts.spoilWish, this.#parts.observe)
    return this.#spoiler
  }

  #write(bytes: Uint8Array, onSent: (() => void) | undefined): void {
    if (this.#closed) return onSent && queueMicrotask(onSent)
    this.#liveness.sent(this.#parts.clock.nowMs())
    this.#restsUntilMs = 0
    this.connection.write(bytes, onSent)
  }

  get #isAtRest(): boolean {
    return this.identified && !this.#news.isDue && !this.#extensions.isDue
  }

  /** Our own kind says so when it leaves, and keeps links with whom it can give nothing. */
  #reasonOf(ending: 'closed' | 'reset'): DisconnectReason {
    if (ending === 'reset') return { code: 'reset' }
    if (isOurKind(this.remoteId)) return { code: 'no-goodbye' }
    return { code: this.#isIdle ? 'both-complete' : 'closed' }
  }

  // Neither has anything that the other lacks: many clients close such a link.
  get #isIdle(): boolean {
    const have = this.#owner.shape?.have
    return have !== undefined && have.size === have.count && this.remotePieces.size === have.count
  }

  /** Bytes that wait for the remote to read, but for blocks that it asked for. */
  get backlogBytes(): number {
    return Math.max(0, this.connection.backlogBytes - this.#outlet.sendingBytes) + this.#outlet.waitingBytes
  }

  #checkBacklog(): void {
    if (this.backlogBytes > maxBacklogBytes) this.close({ code: 'not-reading' }, true)
  }

  #over(reason: DisconnectReason): void {
    if (this.#closed) return
    this.#closed = true
    this.#uploader?.stop()
    this.#outlet.stop()
    this.#news.closed(reason, this.#parts.clock.nowMs())
    this.#owner.onClosed(this, reason)
    this.#whenClosed?.()
  }
}

function addressOf({ host, port }: Endpoint): Address {
  return formatAddress(host, port)
}
