import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member, RemoteIdentity, Role, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import type { Message } from '../../src-shared/wire/message-table.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import { StorageError } from '../storage/piece-store.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import type { MemberStatus, Tracker } from '../tracker/tracker.ts'
import type { DialOutcome } from './client.ts'
import type { PeerConfig } from './config.ts'
import type { BlockRequest } from './core/piece-download.ts'
import type { RateLimiter } from './core/rate-limiter.ts'
import { Downloader } from './downloader.ts'
import { duplicateVerdict } from './duplicate-links.ts'
import { Link, type LinkOwner, type LinkParts } from './link.ts'
import { Membership } from './membership.ts'

/** What a swarm needs of its peer. */
export interface SwarmParts {
  readonly content: TorrentContent
  readonly config: PeerConfig
  readonly clock: Clock
  readonly random: Random
  readonly tracker: Tracker
  readonly uploadLimit: RateLimiter
  readonly downloadLimit: RateLimiter
  readonly identity: () => RemoteIdentity
  readonly dial: (to: Address) => Promise<DialOutcome>
  readonly observe: (fact: SwarmFact) => void
}

/** Our part in the swarm of one torrent: its links, its download and its role. */
export class Swarm implements LinkOwner {
  readonly infoHash: InfoHash
  readonly content: TorrentContent
  readonly shape: LinkOwner['shape']
  readonly links = new Set<Link>()
  readonly #parts: SwarmParts
  readonly #downloader: Downloader
  readonly #membership: Membership
  readonly #banned = new Set<PeerId>()
  readonly #newHaves = new Map<PeerId, number[]>()
  #role: Role
  #uploadedBefore = 0
  #downloadedBefore = 0
  #left = false
  #failed = false

  constructor(parts: SwarmParts) {
    const { content } = parts
    this.#parts = parts
    this.content = content
    this.infoHash = content.metainfo.infoHash
    this.shape = { have: content.have, pieceLengthAt: (piece) => content.pieceLengthAt(piece) }
    this.#downloader = new Downloader({ ...parts, limiter: parts.downloadLimit, owner: this.#downloadOwner() })
    this.#role = roleOf(content.have.size, content.have.count)
    this.#membership = new Membership({
      ...parts,
      infoHash: this.infoHash,
      pieceCount: content.have.count,
      links: this.links,
      self: () => this.#self(),
    })
  }

  get uploadLimit(): RateLimiter {
    return this.#parts.uploadLimit
  }

  /** Who else is known to be in it. */
  get members(): Member[] {
    return this.#membership.members
  }

  get role(): Role {
    return this.#role
  }

  /** Joins: tells what is shared here, and puts ourselves first on our tracker's list. */
  start(): void {
    const { infoHash, name, lengthBytes, pieceLengthBytes, pieceCount } = this.content.metainfo
    this.#parts.observe({
      type: 'swarm-joined',
      torrent: { infoHash, name, lengthBytes, pieceLengthBytes, pieceCount },
      pieces: this.content.have.toHex(),
      role: this.#role,
      savedAs: this.content.savedAs,
      upLimitBytesPerSec: this.#parts.uploadLimit.bytesPerSec,
    })
    this.#membership.join()
  }

  /** Takes in a connection after its handshake; answers why not, when it is one too many. */
  addLink(
    parts: Omit<LinkParts, 'config' | 'clock' | 'observe' | 'infoHash' | 'upload'>,
    rest: Uint8Array,
  ): Link | DisconnectReason {
    if (this.#banned.has(parts.remote.id)) return { code: 'sent-bad-data' }
    const verdict = duplicateVerdict(this.#parts.identity().id, parts.remote.id, parts.dial !== null, this.links)
    if (verdict.refuse) return { code: 'duplicate' }
    const link = new Link({ ...this.#parts, ...parts, infoHash: this.infoHash, upload: this.#parts.uploadLimit }, this)
    this.links.add(link)
    link.start(this.content.have, rest)
    // Only now: its peer has been a member all the time.
    verdict.close?.close({ code: 'duplicate' })
    return link
  }

  /** Leaves: politely, with a word to each tracker, or abruptly, as a crash would. */
  leave(abruptly: boolean): void {
    this.#left = true
    this.#downloader.stop()
    for (const link of [...this.links]) link.close({ code: 'we-left' }, abruptly)
    this.#membership.leave()
    this.#parts.observe({ type: 'swarm-left', infoHash: this.infoHash, abruptly })
  }

  /** Sums up, keeps alive, and dials whom it is time to dial. */
  tick(nowMs: number): void {
    for (const link of this.links) {
      link.tick(nowMs)
      const waitedMs = nowMs - link.lastBlockAtMs
      const isStalled = link.state.requested.size > 0 && waitedMs > this.#parts.config.requestTimeoutMs
      if (isStalled) this.#downloader.askOthers(link)
    }
    this.#tellHaves()
    this.#membership.tick(nowMs)
  }

  sendList(members: readonly Member[]): void {
    this.#membership.sendList(members)
  }

  portsFreed(): void {
    this.#membership.portsFreed()
  }

  onIdentified(link: Link): void {
    this.#membership.refresh(link)
    this.#unchokeWhoAsks(link)
    // In the course a peer downloads over its clients only; with any other client data flows both ways.
    if (!link.isSource && (link.dialled || !link.remote.lab)) this.#downloader.open(link)
    this.#downloader.fill(link)
  }

  onMessage(link: Link, message: Message, news: boolean): void {
    switch (message.name) {
      case 'choke':
        return this.#downloader.release(link)
      case 'unchoke':
        return this.#downloader.fill(link)
      case 'interested':
        return this.#unchokeWhoAsks(link)
      case 'bitfield':
        return this.#onBitfield(link)
      case 'have':
        return news ? this.#onHave(link, message.piece) : undefined
      case 'piece':
        // A block that was given up and comes late is as good as any: whoever still lacks it takes it.
        return this.#downloader.arrived(link, message.piece, message.begin, message.block)
    }
  }

  onStatus(link: Link, status: MemberStatus): void {
    this.#membership.onStatus(link, status)
  }

  onList(link: Link, members: readonly Member[]): void {
    this.#membership.onList(link, members)
  }

  onClosed(link: Link, reason: DisconnectReason): void {
    this.links.delete(link)
    // Our own leaving is one event for all of them.
    if (this.#left) return
    this.#uploadedBefore += link.up.total
    this.#downloadedBefore += link.down.total
    this.#downloader.gone(link)
    const peer = link.remoteId
    if ([...this.links].some((other) => other.remoteId === peer)) return
    this.#newHaves.delete(peer)
    this.#membership.unlinked(peer, reason)
  }

  read(request: BlockRequest): Promise<Uint8Array> {
    return this.content.read(request.piece, request.begin, request.length)
  }

  onReadFailed(error: unknown): void {
    this.#fail(error)
  }

  #downloadOwner() {
    return {
      links: () => this.links,
      onVerified: (piece: number, from: readonly PeerId[]) => this.#onVerified(piece, from),
      onRejected: (piece: number, from: readonly PeerId[]) => this.#onRejected(piece, from),
      onStorageFailed: (error: unknown) => this.#fail(error),
    }
  }

  #onVerified(piece: number, from: readonly PeerId[]): void {
    const { infoHash } = this
    this.#parts.observe({ type: 'piece-verified', infoHash, piece, from })
    for (const link of this.links) link.send({ name: 'have', piece })
    const role = roleOf(this.content.have.size, this.content.have.count)
    if (role !== this.#role) this.#changeRole(role)
    if (role === 'seeder') {
      this.content
        .finish()
        .then(() => this.#parts.observe({ type: 'download-finished', infoHash, savedAs: this.content.savedAs }))
        .catch((error) => this.#fail(error))
    }
  }

  #onRejected(piece: number, from: readonly PeerId[]): void {
    this.#parts.observe({ type: 'piece-rejected', infoHash: this.infoHash, piece, from })
    const [liar, ...others] = from
    // Of several senders one is innocent perhaps: the piece is fetched again from one alone.
    if (!liar || others.length > 0) return
    this.#banned.add(liar)
    for (const link of [...this.links]) if (link.remoteId === liar) link.close({ code: 'sent-bad-data' })
  }

  // Everyone who asks is unchoked, and stays so; our own kind once it has said which rules it follows.
  #unchokeWhoAsks(link: Link): void {
    if (link.identified && link.state.peerInterested && !this.#failed) link.setChoking(false)
  }

  #changeRole(role: Role): void {
    this.#role = role
    this.#parts.observe({ type: 'role-changed', infoHash: this.infoHash, role })
    this.#membership.tellStatus()
  }

  #onBitfield(link: Link): void {
    const { infoHash, remoteId, remotePieces } = link
    this.#parts.observe({ type: 'remote-pieces', infoHash, peer: remoteId, pieces: remotePieces.toHex() })
    this.#downloader.remoteHas(link, remotePieces.indices())
    if (link.identified) this.#membership.refresh(link)
  }

  #onHave(link: Link, piece: number): void {
    const haves = this.#newHaves.get(link.remoteId)
    if (haves) haves.push(piece)
    else this.#newHaves.set(link.remoteId, [piece])
    this.#downloader.remoteHas(link, [piece])
  }

  #tellHaves(): void {
    for (const [peer, indices] of this.#newHaves) {
      this.#parts.observe({ type: 'remote-haves', infoHash: this.infoHash, peer, indices })
      for (const link of this.links) if (link.remoteId === peer && !link.remote.lab) this.#membership.refresh(link)
    }
    this.#newHaves.clear()
  }

  #self(): Member {
    let uploadedBytes = this.#uploadedBefore
    let downloadedBytes = this.#downloadedBefore
    for (const link of this.links) {
      uploadedBytes += link.up.total
      downloadedBytes += link.down.total
    }
    const haveCount = this.content.have.size
    return { ...this.#parts.identity(), role: this.#role, haveCount, uploadedBytes, downloadedBytes }
  }

  // Pauses: links stay, nothing more is asked for or served. Leaving and rejoining is the way to try again.
  #fail(error: unknown): void {
    if (!(error instanceof StorageError)) throw error
    if (this.#left || this.#failed) return
    this.#failed = true
    this.#parts.observe({ type: 'swarm-failed', infoHash: this.infoHash, detail: error.message })
    this.#downloader.stop()
    for (const link of this.links) link.setChoking(true)
  }
}
