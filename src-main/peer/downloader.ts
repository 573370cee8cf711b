import { blockCountOf, blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import type { PieceInFlight } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { PickingName } from '../../src-shared/swarm/picking.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import { Download, type Guilty } from './core/download.ts'
import type { BlockRequest } from './core/piece-download.ts'
import type { RoutedSwarm, RoutingTable } from './core/routing-table.ts'
import { runBlocks, runBytes } from './core/run.ts'
import type { Link } from './link.ts'
import { type Throttle, takeAll } from './throttle.ts'

/** What the swarm hears of its download. */
export interface DownloadOwner {
  links(): Iterable<Link>
  onVerified(piece: number, from: readonly PeerId[]): void
  onRejected(piece: number, from: readonly PeerId[]): void
  /** These peers sent wrong blocks of the piece, for certain. */
  onGuilty(piece: number, guilty: readonly Guilty[]): void
  onStorageFailed(error: unknown): void
}

// Enough requests under way to cover a second at the link's rate; a slow link keeps a few, so that none waits long. A fast one
// has no more than fits into a processor's cache, unless its answers take so long that it would run dry.
const minDepth = 4
const coverMs = 1_000
const fastDepth = (4 * 2 ** 20) / blockLength

/**
 * Carries out the download's decisions over the links: interest, requests and cancels. Blocks that arrive are put where the
 * routing table says, and a piece's entries go when its hash was checked.
 */
export class Downloader {
  readonly #content: TorrentContent
  readonly #clock: Clock
  readonly #caps: readonly Throttle[]
  readonly #routing: RoutingTable
  readonly #routed: RoutedSwarm
  readonly #owner: DownloadOwner
  readonly #download: Download<Link>
  /** Requests that wait for a cap. */
  readonly #waiting = new Map<Link, { readonly request: BlockRequest; readonly giveUp: () => void }>()
  /** Who rejected what was asked last: two that reject everything must not pass a block to and fro. */
  readonly #rejecting = new Set<Link>()
  #stopped = false
  /** What an earlier part in this swarm left to the disk is not done yet. */
  #isWaitingForDisk: boolean
  /** Who is asked for less than it could bring, until a piece is verified. */
  #heldUp = new Set<Link>()

  constructor(parts: {
    content: TorrentContent
    clock: Clock
    random: Random
    /** The swarm's cap and the peer's; each link has one of its own. */
    downloadCaps: readonly Throttle[]
    routing: RoutingTable
    picking: PickingName
    owner: DownloadOwner
  }) {
    const { content, random, picking } = parts
    this.#content = content
    this.#clock = parts.clock
    this.#caps = parts.downloadCaps
    this.#routing = parts.routing
    this.#routed = {
      infoHash: content.metainfo.infoHash,
      blockCountAt: (piece) => blockCountOf(content.pieceLengthAt(piece)),
      placeOf: (piece, block) => content.placeOf(piece, block * blockLength),
    }
    this.#owner = parts.owner
    this.#download = new Download({
      have: content.have,
      lengthOf: (piece) => content.pieceLengthAt(piece),
      random,
      picking,
      wanted: content.wanted,
    })
    this.#isWaitingForDisk = content.busy
    if (content.busy) void content.idle().then(() => this.#diskReady())
  }

  get picking(): PickingName {
    return this.#download.picking
  }

  set picking(picking: PickingName) {
    this.#download.picking = picking
  }

  /** Everything that is wanted is here. */
  get complete(): boolean {
    return this.#download.complete
  }

  /** The pieces that are on their way. */
  get inFlight(): PieceInFlight[] {
    return this.#download.inFlight()
  }

  /** Other files are wanted now. */
  wantedChanged(): void {
    this.#download.setWanted(this.#content.wanted)
    for (const link of this.#owner.links()) this.#updateInterest(link)
    this.#fillEach(this.#owner.links())
  }

  /** We may download over this link from now on. */
  open(link: Link): void {
    link.isSource = true
    this.#download.opened(link)
    this.#updateInterest(link)
  }

  /** The remote has these pieces too. */
  remoteHas(link: Link, pieces: Iterable<number>): void {
    if (!link.isSource) return
    this.#download.remoteHas(link, pieces)
    this.#updateInterest(link)
    this.fill(link)
  }

  /** The remote would rather send this piece than another (BEP 6). */
  suggested(link: Link, piece: number): void {
    if (link.isSource) this.#download.suggested(link, piece)
  }

  /** The remote chokes us. With BEP 6 it rejects each request by name; without it they are all void now. */
  choked(link: Link): void {
    this.#download.choked(link)
    if (!link.state.fast) this.release(link)
  }

  /** Asks for as many blocks as the link can bring within a second; of a fast one not before a whole run of them is missing. */
  fill(link: Link): void {
    this.#rejecting.delete(link)
    if (!this.#mayAsk(link)) return
    const nowMs = this.#clock.nowMs()
    const wished = this.#depth(link, nowMs)
    const depth = Math.min(wished, this.#roomFor(link, wished))
    const inRuns = wished >= 2 * runBlocks
    // Not for each block that comes: several requests go in one write, and its remote reads a run at once.
    link.refillBelow = inRuns ? Math.max(1, depth - runBlocks) : depth - Math.floor(depth / 4)
    if (inRuns && link.state.requested.size >= link.refillBelow) return
    let isRunOpen = false
    while (this.#mayAsk(link) && link.state.requested.size < (isRunOpen ? link.speaks.reqq : depth)) {
      const request = this.#next(link, inRuns)
      if (!request) return
      this.#askWhenAllowed(link, request, nowMs)
      isRunOpen = inRuns && !this.#endsRun(request)
    }
  }

  /** A block came that was asked for. */
  arrived(link: Link, piece: number, begin: number, block: Uint8Array): void {
    if (this.#stopped) return
    const arrival = this.#download.arrived(link, piece, begin)
    if (arrival) {
      for (const other of arrival.alsoAsked) this.#cancel(other, { piece, begin, length: block.length })
      this.#put(link.remoteId, piece, begin, block)
      if (arrival.complete) this.#check(piece).catch((error) => this.#owner.onStorageFailed(error))
    }
    if (link.state.requested.size < link.refillBelow) this.fill(link)
  }

  /** Less may come than before: what was asked of this link is cancelled, and asked for again when the caps allow it. */
  askAgain(link: Link): void {
    for (const request of [...link.state.requested.values()]) {
      link.cancel(request)
      this.#download.release(link, request)
    }
    this.fill(link)
  }

  /** What was asked of this link does not come: others are asked, and it again only after them. */
  askOthers(link: Link): void {
    this.release(link)
    this.fill(link)
  }

  /** The remote will not send this block (BEP 6). */
  rejected(link: Link, request: BlockRequest): void {
    // What it allowed while it chokes us it may still refuse: asked again at once, it would refuse again.
    if (link.state.peerChoking) link.state.allowedToUs.delete(request.piece)
    this.#download.release(link, request)
    this.#rejecting.add(link)
    this.#fillEach(this.#owner.links(), link)
  }

  /** What was asked of this link will not come: others may be asked. */
  release(link: Link): void {
    if (link.state.requested.size === 0) return
    for (const request of [...link.state.requested.values()]) {
      link.state.giveUp(request)
      this.#download.release(link, request)
    }
    this.#fillEach(this.#owner.links(), link)
  }

  gone(link: Link): void {
    const waiting = this.#waiting.get(link)
    waiting?.giveUp()
    if (waiting) this.#fillEach(this.#owner.links(), link)
    this.release(link)
    this.#rejecting.delete(link)
    this.#heldUp.delete(link)
    if (link.isSource) this.#download.gone(link)
  }

  stop(): void {
    this.#stopped = true
    for (const { giveUp } of this.#waiting.values()) giveUp()
    this.#routing.drop(this.#routed)
    this.#content.forgetUnfinished()
  }

  // Another link has brought it; the request may not even have gone out yet.
  #cancel(link: Link, request: BlockRequest): void {
    const waiting = this.#waiting.get(link)
    if (waiting?.request.piece === request.piece && waiting.request.begin === request.begin) return waiting.giveUp()
    link.cancel(request)
  }

  // It counts only once its piece's hash was right.
  #put(peer: PeerId, piece: number, begin: number, bytes: Uint8Array): void {
    this.#routing.add(this.#routed, piece, begin / blockLength, peer)
    this.#content.writeBlock(piece, begin, bytes)?.catch((error) => this.#owner.onStorageFailed(error))
  }

  async #check(piece: number): Promise<void> {
    const right = await this.#content.verify(piece, (right, bytes) => this.#judge(piece, right, bytes))
    const heldUp = this.#heldUp
    if (heldUp.size > 0) this.#heldUp = new Set()
    // Of ten thousand links not each is looked at for each piece.
    this.#fillEach(right ? heldUp : this.#owner.links())
  }

  #judge(piece: number, right: boolean, bytes: Uint8Array): boolean {
    if (this.#stopped) return right
    const from = this.#download.sendersOf(piece)
    this.#routing.validated(this.#routed, piece)
    if (right) {
      const { guilty, done } = this.#download.verified(piece, bytes)
      this.#owner.onVerified(piece, from)
      for (const link of done) this.#updateInterest(link)
      this.#owner.onGuilty(piece, guilty)
    } else {
      const guilty = this.#download.rejected(piece, bytes)
      this.#owner.onRejected(piece, from)
      this.#owner.onGuilty(piece, guilty)
    }
    return right
  }

  #updateInterest(link: Link): void {
    if (link.isSource) link.setInterested(this.#download.wants(link))
  }

  #fillEach(links: Iterable<Link>, but?: Link): void {
    for (const link of links) if (link !== but && !this.#rejecting.has(link)) this.fill(link)
  }

  #diskReady(): void {
    this.#isWaitingForDisk = false
    this.#fillEach(this.#owner.links())
  }

  /** Where asking may well end: with the piece, which the next need not follow, or with a mebibyte of it, which is a read. */
  #endsRun({ piece, begin, length }: BlockRequest): boolean {
    const end = begin + length
    return end % runBytes === 0 || end === this.#content.pieceLengthAt(piece)
  }

  #mayAsk(link: Link): boolean {
    if (this.#stopped || this.#isWaitingForDisk) return false
    if (!link.isSource || link.closed || this.#waiting.has(link)) return false
    return !link.state.peerChoking || link.state.allowedToUs.size > 0
  }

  #next(link: Link, inRuns: boolean): BlockRequest | undefined {
    const { peerChoking, allowedToUs } = link.state
    return this.#download.next(link, peerChoking ? allowedToUs : undefined, inRuns)
  }

  #depth(link: Link, nowMs: number): number {
    const blocksPerMs = link.down.bytesPerSec(nowMs) / 1000 / blockLength
    const inAnswerTime = 2 * blocksPerMs * link.debt.answerMs
    const covered = Math.min(blocksPerMs * coverMs, Math.max(fastDepth, inAnswerTime))
    return Math.min(link.speaks.reqq, minDepth + Math.ceil(covered))
  }

  /** How many blocks there is room for; a link that could bring more hears of it when there is. */
  #roomFor(link: Link, depth: number): number {
    const room = Math.floor(this.#content.roomBytes / blockLength)
    if (room < depth) this.#heldUp.add(link)
    return room
  }

  // Downloads are limited by when requests go out: what is not asked for does not come.
  #askWhenAllowed(link: Link, request: BlockRequest, nowMs: number): void {
    if (link.caps.down.bytesPerSec === null && this.#caps.every(({ bytesPerSec }) => bytesPerSec === null)) {
      return link.request(request, nowMs)
    }
    let waited = false
    let asked = false
    const giveUp = takeAll([link.caps.down, ...this.#caps], request.length, () => {
      asked = true
      this.#waiting.delete(link)
      if (!this.#stillAsks(link, request)) return this.#download.release(link, request)
      link.request(request, this.#clock.nowMs())
      if (waited) this.fill(link)
    })
    if (asked) return
    waited = true
    const giveUpAll = () => {
      giveUp()
      this.#waiting.delete(link)
      this.#download.release(link, request)
    }
    this.#waiting.set(link, { request, giveUp: giveUpAll })
  }

  // While it waited, the remote may have choked us.
  #stillAsks(link: Link, { piece }: BlockRequest): boolean {
    return this.#mayAsk(link) && (!link.state.peerChoking || link.state.allowedToUs.has(piece))
  }
}
