import { blockLength } from '../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import { Download } from './core/download.ts'
import type { BlockRequest, PieceDownload } from './core/piece-download.ts'
import type { RateLimiter } from './core/rate-limiter.ts'
import type { Link } from './link.ts'

/** What the swarm hears of its download. */
export interface DownloadOwner {
  links(): Iterable<Link>
  onVerified(piece: number, from: readonly PeerId[]): void
  onRejected(piece: number, from: readonly PeerId[]): void
  onStorageFailed(error: unknown): void
}

// Enough requests under way to cover a second at the link's rate; a slow link keeps a few, so that none waits long.
const minDepth = 4
const coverMs = 1_000

/** Carries out the download's decisions over the links: interest, requests, cancels, and checking what arrived. */
export class Downloader {
  readonly #content: TorrentContent
  readonly #clock: Clock
  readonly #limiter: RateLimiter
  readonly #owner: DownloadOwner
  readonly #download: Download<Link>
  readonly #pacing = new Set<Link>()
  #stopped = false

  constructor(parts: {
    content: TorrentContent
    clock: Clock
    random: Random
    limiter: RateLimiter
    owner: DownloadOwner
  }) {
    this.#content = parts.content
    this.#clock = parts.clock
    this.#limiter = parts.limiter
    this.#owner = parts.owner
    this.#download = new Download(parts.content.have, (piece) => parts.content.pieceLengthAt(piece), parts.random)
  }

  /** We may download over this link from now on. */
  open(link: Link): void {
    link.isSource = true
    this.#download.remoteHas(link.remotePieces.indices())
    this.#updateInterest(link)
  }

  /** The remote has these pieces too. */
  remoteHas(link: Link, pieces: Iterable<number>): void {
    if (!link.isSource) return
    this.#download.remoteHas(pieces)
    this.#updateInterest(link)
    this.fill(link)
  }

  /** Asks for as many blocks as the link can bring within a second. */
  fill(link: Link): void {
    while (this.#mayAsk(link) && link.state.requested.size < this.#depth(link)) {
      const request = this.#download.next(link)
      if (!request) return
      const waitMs = this.#limiter.reserve(this.#clock.nowMs(), request.length)
      if (waitMs === 0) link.request(request)
      else this.#askLater(link, request, waitMs)
    }
  }

  /** A block came that was asked for. */
  arrived(link: Link, piece: number, begin: number, block: Uint8Array): void {
    const arrival = this.#download.arrived(link, piece, begin, block)
    for (const other of arrival?.alsoAsked ?? []) {
      const request = { piece, begin, length: block.length }
      other.state.giveUp(request)
      other.send({ name: 'cancel', ...request })
    }
    if (arrival?.complete) this.#check(arrival.complete).catch((error) => this.#owner.onStorageFailed(error))
    this.fill(link)
  }

  /** What was asked of this link does not come: others are asked, and it again only after them. */
  askOthers(link: Link): void {
    this.release(link)
    this.fill(link)
  }

  /** What was asked of this link will not come: others may be asked. */
  release(link: Link): void {
    for (const request of [...link.state.requested.values()]) {
      link.state.giveUp(request)
      this.#download.release(link, request)
    }
    this.#fillOthers(link)
  }

  gone(link: Link): void {
    this.release(link)
    if (link.isSource) this.#download.gone(link)
  }

  stop(): void {
    this.#stopped = true
  }

  async #check(piece: PieceDownload<Link>): Promise<void> {
    const isRight = await this.#content.verify(piece.index, piece.bytes)
    if (this.#stopped) return
    if (isRight) {
      this.#download.verified(piece.index)
      this.#owner.onVerified(piece.index, piece.senders)
      for (const link of this.#owner.links()) this.#updateInterest(link)
    } else {
      this.#download.rejected(piece.index)
      this.#owner.onRejected(piece.index, piece.senders)
      this.#fillOthers(undefined)
    }
  }

  #updateInterest(link: Link): void {
    if (link.isSource) link.setInterested(this.#download.wants(link.remotePieces))
  }

  #fillOthers(but: Link | undefined): void {
    for (const link of this.#owner.links()) if (link !== but) this.fill(link)
  }

  #mayAsk(link: Link): boolean {
    return !this.#stopped && link.isSource && !link.closed && !link.state.peerChoking && !this.#pacing.has(link)
  }

  #depth(link: Link): number {
    const covered = Math.ceil((link.down.bytesPerSec(this.#clock.nowMs()) * coverMs) / 1000 / blockLength)
    return Math.min(link.reqq, minDepth + covered)
  }

  #askLater(link: Link, request: BlockRequest, waitMs: number): void {
    this.#pacing.add(link)
    this.#clock.after(waitMs, () => {
      this.#pacing.delete(link)
      if (this.#mayAsk(link)) link.request(request)
      else this.#download.release(link, request)
      this.fill(link)
    })
  }
}
