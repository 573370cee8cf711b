import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member, RemoteIdentity, Role, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import type { Message } from '../../src-shared/wire/message-table.ts'
import type { TrackerMessage } from '../../src-shared/wire/tracker-message.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import { StorageError } from '../storage/piece-store.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import type { MemberStatus, Tracker } from '../tracker/tracker.ts'
import type { DialOutcome } from './client.ts'
import type { PeerConfig } from './config.ts'
import type { BlockRequest } from './core/piece-download.ts'
import type { RateLimiter } from './core/rate-limiter.ts'
import { DialPolicy } from './dial-policy.ts'
import { Downloader } from './downloader.ts'
import { duplicateVerdict } from './duplicate-links.ts'
import { KnownPeers } from './known-peers.ts'
import { Link, type LinkOwner, type LinkParts } from './link.ts'
import { believable, reachableFrom } from './listed-addresses.ts'

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

/** Our part in the swarm of one torrent: its links, its download, its role, and who else is known to be in it. */
export class Swarm implements LinkOwner {
  readonly infoHash: InfoHash
  readonly content: TorrentContent
  readonly shape: LinkOwner['shape']
  readonly links = new Set<Link>()
  readonly known: KnownPeers
  readonly #parts: SwarmParts
  readonly #downloader: Downloader
  readonly #dialPolicy: DialPolicy
  readonly #statuses = new Map<PeerId, MemberStatus>()
  readonly #newHaves = new Map<PeerId, number[]>()
  #role: Role
  #uploadedBefore = 0
  #downloadedBefore = 0
  #sentStatus = ''
  #nextStatusAtMs = 0
  #left = false

  constructor(parts: SwarmParts) {
    const { content } = parts
    this.#parts = parts
    this.content = content
    this.infoHash = content.metainfo.infoHash
    this.shape = { have: content.have, pieceLengthAt: (piece) => content.pieceLengthAt(piece) }
    this.known = new KnownPeers(parts.identity().id, this.infoHash, parts.observe)
    this.#dialPolicy = new DialPolicy(parts.config.redialPauseMs)
    this.#downloader = new Downloader({ ...parts, limiter: parts.downloadLimit, owner: this.#downloadOwner() })
    this.#role = roleOf(content.have.size, content.have.count)
  }

  get uploadLimit(): RateLimiter {
    return this.#parts.uploadLimit
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
    this.#parts.tracker.openSwarm(infoHash)
    this.#parts.tracker.addPeerToSwarm(infoHash, this.#self())
  }

  /** Takes in a connection after its handshake; answers why not, when it is one too many. */
  addLink(
    parts: Omit<LinkParts, 'config' | 'clock' | 'observe' | 'infoHash' | 'upload'>,
    rest: Uint8Array,
  ): Link | DisconnectReason {
    const verdict = duplicateVerdict(this.#parts.identity().id, parts.remote.id, parts.dial !== null, this.links)
    if (verdict.close) verdict.close.close({ code: 'duplicate' })
    if (verdict.refuse) return { code: 'duplicate' }
    const link = new Link({ ...this.#parts, ...parts, infoHash: this.infoHash, upload: this.#parts.uploadLimit }, this)
    this.links.add(link)
    this.#dialPolicy.connected(parts.remote.id)
    link.start(this.content.have, rest)
    return link
  }

  /** Leaves: politely, with a word to each tracker, or abruptly, as a crash would. */
  leave(abruptly: boolean): void {
    this.#left = true
    this.#downloader.stop()
    for (const link of [...this.links]) link.close({ code: 'we-left' }, abruptly)
    this.#parts.tracker.closeSwarm(this.infoHash)
    this.#parts.observe({ type: 'swarm-left', infoHash: this.infoHash })
  }

  /** Sums up, keeps alive, and dials whom it is time to dial. */
  tick(nowMs: number): void {
    for (const link of this.links) {
      link.tick(nowMs)
      const waitedMs = nowMs - link.lastBlockAtMs
      if (link.state.requested.size > 0 && waitedMs > this.#parts.config.requestTimeoutMs)
        this.#downloader.release(link)
    }
    this.#tellHaves()
    if (nowMs >= this.#nextStatusAtMs) {
      this.#nextStatusAtMs = nowMs + this.#parts.config.statusMs
      this.#tellStatus()
      this.#dialWanted()
    }
  }

  /** Sends our tracker's list to every link that understands it. */
  sendList(members: readonly Member[]): void {
    const recipients = [...this.links].filter((link) => link.hasTracker)
    for (const link of recipients) {
      link.sendTracker({
        kind: 'peers',
        members: members.map((member) => reachableFrom(link, member, this.#parts.identity().id)),
      })
    }
    const { infoHash } = this
    this.#parts.observe({ type: 'tracker-broadcast', infoHash, members: members.length, recipients: recipients.length })
  }

  /** A client port came back. */
  portsFreed(): void {
    this.#dialPolicy.outOfPorts = false
  }

  onIdentified(link: Link): void {
    this.#refreshMember(link)
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
        // Everyone who asks is unchoked, and stays so.
        return link.setChoking(false)
      case 'bitfield':
        return this.#onBitfield(link)
      case 'have':
        return news ? this.#onHave(link, message.piece) : undefined
      case 'piece':
        return news
          ? this.#downloader.arrived(link, message.piece, message.begin, message.block)
          : this.#downloader.fill(link)
    }
  }

  onTrackerMessage(link: Link, message: TrackerMessage): void {
    switch (message.kind) {
      case 'leave':
        return link.close({ code: 'left' })
      case 'status':
        this.#statuses.set(link.remoteId, message)
        this.#parts.tracker.updateStatus(this.infoHash, link.remoteId, message)
        return this.known.linked(this.#memberOf(link))
      case 'peers':
        this.known.listed(
          link.remoteId,
          message.members.map((member) => believable(link, member)),
        )
        return this.#dialWanted()
    }
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
    this.#dialPolicy.ended(peer, reason, undefined, this.#parts.clock.nowMs())
    this.#statuses.delete(peer)
    this.#newHaves.delete(peer)
    this.#parts.tracker.removePeerFromSwarm(this.infoHash, peer)
    this.known.unlinked(peer, reason)
    const dial = this.known.get(peer) ? undefined : this.#dialPolicy.forget(peer, this.#parts.clock.nowMs())
    if (dial) this.#parts.observe({ type: 'dial-dismissed', dial })
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
      onRejected: (piece: number, from: readonly PeerId[]) =>
        this.#parts.observe({ type: 'piece-rejected', infoHash: this.infoHash, piece, from }),
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

  #changeRole(role: Role): void {
    this.#role = role
    this.#parts.observe({ type: 'role-changed', infoHash: this.infoHash, role })
    this.#tellStatus()
  }

  #onBitfield(link: Link): void {
    const { infoHash, remoteId, remotePieces } = link
    this.#parts.observe({ type: 'remote-pieces', infoHash, peer: remoteId, pieces: remotePieces.toHex() })
    this.#downloader.remoteHas(link, remotePieces.indices())
    if (link.identified) this.#refreshMember(link)
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
      for (const link of this.links) if (link.remoteId === peer && !link.remote.lab) this.#refreshMember(link)
    }
    this.#newHaves.clear()
  }

  #refreshMember(link: Link): void {
    const member = this.#memberOf(link)
    this.#parts.tracker.addPeerToSwarm(this.infoHash, member)
    this.known.linked(member)
  }

  #tellStatus(): void {
    const { role, haveCount, uploadedBytes, downloadedBytes } = this.#self()
    const status: TrackerMessage = { kind: 'status', role, haveCount, uploadedBytes, downloadedBytes }
    const text = JSON.stringify(status)
    if (text === this.#sentStatus) return
    this.#sentStatus = text
    this.#parts.tracker.updateStatus(this.infoHash, this.#parts.identity().id, status)
    for (const link of this.links) link.sendTracker(status)
  }

  #dialWanted(): void {
    const nowMs = this.#parts.clock.nowMs()
    for (const member of this.known.all()) {
      const { server } = member
      if (this.#left || server === null) continue
      if (!this.#dialPolicy.wants(member, this.links, this.#role === 'seeder', nowMs)) continue
      this.#parts.dial(server).then(({ dial, result }) => {
        if (!result.ok && result.reason.code !== 'already-connected') {
          this.#dialPolicy.ended(member.id, result.reason, dial, this.#parts.clock.nowMs())
        }
      })
    }
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

  #memberOf(link: Link): Member {
    const haveCount = link.remotePieces.size
    const seen = {
      role: roleOf(haveCount, this.content.have.count),
      haveCount,
      uploadedBytes: link.down.total,
      downloadedBytes: link.up.total,
    }
    return { ...link.remote, ...seen, ...this.#statuses.get(link.remoteId) }
  }

  #fail(error: unknown): void {
    if (!(error instanceof StorageError)) throw error
    if (this.#left) return
    this.#parts.observe({ type: 'swarm-failed', infoHash: this.infoHash, detail: error.message })
    this.#downloader.stop()
    for (const link of [...this.links]) link.close({ code: 'storage-failed', detail: error.message })
  }
}
