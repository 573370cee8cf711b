import { summaryOf } from '../../src-shared/metainfo/summary.ts'
import type { ChokingName } from '../../src-shared/swarm/choking.ts'
import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Limits, Member, Role } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { PickingName } from '../../src-shared/swarm/picking.ts'
import { noLimits } from '../../src-shared/swarm/view.ts'
import type { Message } from '../../src-shared/wire/message-table.ts'
import type { PexMessage } from '../../src-shared/wire/pex-message.ts'
import type { ReportMessage } from '../../src-shared/wire/tracker-message.ts'
import { StorageError } from '../storage/piece-store.ts'
import type { TorrentContent } from '../storage/torrent-content.ts'
import type { AnnouncedSwarm } from '../tracker/announcer-torrent.ts'
import type { Broadcast, Delivered, MemberStatus } from '../tracker/tracker.ts'
import { Caps } from './caps.ts'
import { ChokeRounds } from './choke-rounds.ts'
import { Completion } from './completion.ts'
import type { Guilty } from './core/download.ts'
import { Downloader, type DownloadOwner } from './downloader.ts'
import { duplicateVerdict } from './duplicate-links.ts'
import { HaveRounds } from './have-rounds.ts'
import { Link } from './link.ts'
import type { LinkOwner, LinkParts, NewLink } from './link-parts.ts'
import { LinkReports } from './link-reports.ts'
import { LinkSet } from './link-set.ts'
import { LinkedServers } from './linked-servers.ts'
import { Membership } from './membership.ts'
import { PeerExchange } from './peer-exchange.ts'
import { isOurKind } from './peer-id.ts'
import { PieceHints } from './piece-hints.ts'
import { PieceNews } from './piece-news.ts'
import type { ListNews } from './remote-list.ts'
import type { Room } from './room.ts'
import { describePaused, type JoinOptions, type SwarmParts } from './swarm-parts.ts'
import { Totals } from './totals.ts'

// With fewer a swarm's trackers are asked for more peers, as often as they allow.
const fewLinks = 10

/** Our part in the swarm of one torrent: its links, its download and its role. */
export class Swarm implements LinkOwner, Room {
  readonly infoHash: InfoHash
  readonly isPrivate: boolean
  readonly content: TorrentContent
  readonly shape: NonNullable<LinkOwner['shape']>
  readonly links = new LinkSet()
  /** This swarm's own; beside the limits that were set, the course's share of the peer's upload cap holds. */
  readonly caps: Caps
  readonly #parts: SwarmParts
  readonly #linkParts: Omit<LinkParts, keyof NewLink>
  readonly #downloader: Downloader
  readonly #chokeRounds: ChokeRounds
  readonly #membership: Membership
  readonly #exchange: PeerExchange
  readonly #reports: LinkReports
  readonly #hints: PieceHints
  readonly #news: PieceNews
  readonly #haves: HaveRounds
  readonly #completion: Completion
  readonly #servers = new LinkedServers()
  readonly #totals = new Totals(this.links)
  #isAlone = true
  #left = false

  constructor(parts: SwarmParts) {
    const { content, options, config, clock } = parts
    this.#parts = parts
    this.content = content
    this.infoHash = content.metainfo.infoHash
    this.isPrivate = content.metainfo.isPrivate
    this.shape = { have: content.have, pieceLengthAt: (piece) => content.pieceLengthAt(piece) }
    this.caps = new Caps(clock, options.limits ?? noLimits)
    this.#linkParts = this.#sharedByLinks()
    this.#downloader = new Downloader({
      ...parts,
      picking: options.picking ?? config.picking,
      downloadCaps: [this.caps.down, parts.peerCaps.down],
      owner: this.#downloadOwner(),
    })
    this.#chokeRounds = new ChokeRounds({
      ...parts,
      infoHash: this.infoHash,
      choking: options.choking ?? config.choking,
      tickMs: config.tickMs,
      links: this.links,
      isSeeding: () => this.#downloader.complete,
      onChanged: (link) => this.#suggest(link),
    })
    this.#hints = new PieceHints(this.infoHash, content.have)
    this.#news = new PieceNews(this.infoHash, this.links, parts.observe)
    this.#haves = new HaveRounds(this.links, clock, content.complete)
    this.#completion = new Completion({
      ...parts,
      infoHash: this.infoHash,
      onRole: () => this.#membership.tellStatus(),
      onComplete: (complete) => this.#onComplete(complete),
      onFailed: (error) => this.#fail(error),
    })
    this.#membership = new Membership({
      ...parts,
      infoHash: this.infoHash,
      pieceCount: content.have.count,
      isPrivate: this.isPrivate,
      links: this.links,
      servers: this.#servers,
      role: () => this.role,
      progress: () => this.#progress(),
    })
    this.#exchange = new PeerExchange({
      ...parts,
      infoHash: this.infoHash,
      servers: this.#servers,
      wantsPeers: () => this.links.size < config.maxFoundLinks,
    })
    const { infoHash, links } = this
    this.#reports = new LinkReports(
      {
        ...parts,
        infoHash,
        links,
        isMember: (peer) => this.#membership.knows(peer),
        members: () => this.members,
        gapMs: config.reportMs,
      },
      parts.reports,
    )
  }

  /** Who else is known to be in it. */
  get members(): Member[] {
    return this.#membership.members
  }

  get role(): Role {
    return this.#completion.role
  }

  get metadataSize(): number {
    return this.content.metainfo.infoBytes.length
  }

  /** How it takes part now: to join the same way again. */
  get options(): Required<JoinOptions> {
    const { picking } = this.#downloader
    return { limits: this.caps.limits, choking: this.#chokeRounds.choking, picking, unwanted: this.content.unwanted }
  }

  /** As the torrent's trackers are told of it. */
  get announced(): AnnouncedSwarm {
    const { infoHash, isPrivate, content, links } = this
    const { uploadedBytes, downloadedBytes } = this.#totals.now
    const { trackers } = content.metainfo
    const { leftBytes, complete } = content
    const wantsPeers = links.size < fewLinks
    return { infoHash, trackers, isPrivate, uploadedBytes, downloadedBytes, leftBytes, complete, wantsPeers }
  }

  /** Somebody may download from us now, so this file counts among those that are being uploaded. */
  get uploads(): boolean {
    for (const { state } of this.links) {
      if (state.queued.length > 0 || (!state.amChoking && state.peerInterested)) return true
    }
    return false
  }

  /** Joins: tells what is shared here, and puts ourselves first on our tracker's list. */
  start(): void {
    const { content } = this
    this.#parts.observe({
      type: 'swarm-joined',
      torrent: summaryOf(content.metainfo),
      pieces: content.have.toHex(),
      role: this.role,
      savedAs: content.savedAs,
      ...this.options,
    })
    this.#membership.join()
    this.#completion.settle()
  }

  addLink(parts: NewLink, rest: Uint8Array): Link | DisconnectReason {
    if (this.#parts.isBanned(parts.remote)) return { code: 'banned' }
    const { id } = parts.remote
    const verdict = duplicateVerdict(this.#parts.identity().id, id, parts.dial !== null, this.links.to(id))
    if (verdict.refuse) return { code: 'duplicate' }
    const link = new Link({ ...parts, ...this.#linkParts }, this)
    this.links.add(link)
    this.#isAlone = false
    this.#servers.note(link)
    link.start(rest, this.#haves.isComplete, this.#reports.hears)
    // Only now: its peer has been a member all the time.
    verdict.close?.close({ code: 'duplicate' })
    return link
  }

  /** Leaves: politely, with a word to each tracker, or abruptly, as a crash would. */
  leave(abruptly: boolean): void {
    this.#end({ code: 'we-left' }, abruptly)
    this.#parts.observe({ type: 'swarm-left', infoHash: this.infoHash, abruptly })
  }

  /** Leaves politely, to come back; `detail` is what went wrong, when it is not by wish. */
  pause(detail: string | null): void {
    this.#end({ code: 'paused' }, false)
    this.#parts.observe({ type: 'swarm-paused', ...describePaused(this.content, detail) })
  }

  /** Chokes and picks by other rules from now on. */
  changeStrategy({ choking, picking }: { choking: ChokingName; picking: PickingName }): void {
    this.#chokeRounds.choking = choking
    this.#downloader.picking = picking
    this.#parts.observe({ type: 'strategy-changed', infoHash: this.infoHash, choking, picking })
  }

  /** Wants other files from now on. Throws a RangeError when they are not the torrent's, or none is left. */
  chooseFiles(unwanted: readonly number[]): void {
    this.content.chooseFiles(unwanted)
    this.#parts.observe({ type: 'files-chosen', infoHash: this.infoHash, unwanted: this.content.unwanted })
    this.#downloader.wantedChanged()
    this.#completion.settle()
  }

  setLimits(limits: Limits): void {
    if (this.caps.change(limits)) this.askAgain()
    this.#parts.observe({ type: 'limits-changed', scope: { kind: 'swarm', infoHash: this.infoHash }, limits })
  }

  /** Less may be downloaded than before: requests beyond that are taken back. */
  askAgain(links: Iterable<Link> = this.links): void {
    for (const link of links) this.#downloader.askAgain(link)
  }

  /** Sums up, keeps alive, chokes when it is time, and dials whom it is time to dial. */
  tick(nowMs: number): void {
    // Of ten thousand swarms most are alone: those have nobody to tell, and nothing to say.
    if (!this.#isAlone || this.#news.hasInFlight) this.#tickLinks(nowMs)
    this.#isAlone = this.links.size === 0
    this.#membership.tick(nowMs)
    if (!this.isPrivate) this.#exchange.tick(nowMs)
  }

  /** Sends our tracker's list out; answers to how many. */
  sendList(broadcast: Broadcast): Delivered {
    return this.#membership.sendList(broadcast)
  }

  /** Servers to be dialled again in a while, unless they are linked by then or nothing is missing. */
  keepTrying(servers: readonly Address[]): void {
    this.#membership.keepTrying(servers)
  }

  /** Who announced itself to our tracker and has no link with us, all of them. */
  heardOf(members: readonly Member[]): void {
    this.#membership.heardOf(members)
  }

  /** Addresses to dial that were found somewhere; answers how many are new. */
  found(addresses: readonly Address[]): number {
    return this.#membership.found(addresses)
  }

  isOurKindAt(address: Address): boolean {
    return this.#membership.members.some(({ id, server }) => server === address && isOurKind(id))
  }

  explain(to: Address, reason: DisconnectReason): DisconnectReason {
    return this.#membership.explain(to, reason)
  }

  portsFreed(): void {
    this.#membership.portsFreed()
  }

  onIdentified(link: Link): void {
    if (this.#parts.isBanned(link.remote)) return link.close({ code: 'banned' })
    this.#servers.note(link)
    this.#exchange.met(link)
    this.#reports.met(link)
    this.#membership.refresh(link)
    // In the course a peer downloads over its clients only; with any other client data flows both ways.
    if (!link.isSource && (link.dialled || !link.remote.lab)) this.#downloader.open(link)
    this.#downloader.fill(link)
    if (link.state.peerInterested) this.#chokeRounds.changed()
  }

  onMessage(link: Link, message: Message): void {
    switch (message.name) {
      case 'choke':
        return this.#downloader.choked(link)
      case 'unchoke':
      case 'allowed-fast':
        return this.#downloader.fill(link)
      case 'interested':
      case 'not-interested':
        return this.#chokeRounds.changed()
      case 'bitfield':
      case 'have-all':
      case 'have-none':
        return this.#onPieces(link)
      case 'have':
        return this.#onHave(link, message.piece)
      case 'suggest':
        return this.#downloader.suggested(link, message.piece)
      case 'reject':
        return this.#downloader.rejected(link, message)
    }
  }

  onBlock(link: Link, piece: number, begin: number, block: Uint8Array): void {
    this.#downloader.arrived(link, piece, begin, block)
  }

  onStatus(link: Link, status: MemberStatus): void {
    this.#membership.onStatus(link, status)
  }

  onList(link: Link, news: ListNews): void {
    this.#membership.onList(link, news)
  }

  onReports(link: Link, message: ReportMessage): void {
    this.#reports.receive(link, message)
  }

  // Its torrent is here already.
  onMetadata(): void {}

  onExchange(link: Link, message: PexMessage): void {
    this.#exchange.receive(link, message, this.#parts.clock.nowMs())
  }

  onClosed(link: Link, reason: DisconnectReason): void {
    this.links.delete(link)
    this.#servers.gone(link)
    // Our own leaving is one event for all of them.
    if (this.#left) return
    this.#totals.gone(link)
    this.#downloader.gone(link)
    this.#exchange.gone(link)
    this.#reports.gone(link, this.links.to(link.remoteId))
    this.#hints.gone(link)
    this.#haves.gone(link)
    if (!link.state.amChoking) this.#chokeRounds.changed()
    this.#membership.linkEnded(link, reason, this.#downloader.complete)
    const peer = link.remoteId
    if (this.links.to(peer).length > 0) return
    this.#news.gone(peer)
    this.#membership.unlinked(peer, reason)
  }

  read(piece: number, begin: number, targets: readonly Uint8Array[]): Promise<void> {
    return this.content.readInto(piece, begin, targets)
  }

  onReadFailed(error: unknown): void {
    this.#fail(error)
  }

  #tickLinks(nowMs: number): void {
    for (const link of this.links) {
      if (link.isDue(nowMs)) link.tick(nowMs)
      const { state } = link
      const isStalled =
        state.requested.size > 0 && nowMs - link.debt.lastBlockAtMs > this.#parts.config.requestTimeoutMs
      if (isStalled) this.#downloader.askOthers(link)
      // Who rejected all that was asked is asked again, but no sooner than this.
      else if (state.requested.size === 0 && state.amInterested) this.#downloader.fill(link)
    }
    this.#haves.tick()
    this.#chokeRounds.tick(nowMs)
    this.#reports.tick(nowMs)
    for (const link of this.#news.tell(this.#downloader.inFlight)) this.#membership.refresh(link)
  }

  #sharedByLinks(): Omit<LinkParts, keyof NewLink> {
    const { config, clock, spoilWish, peerCaps, observe } = this.#parts
    const { infoHash, isPrivate } = this
    const { infoBytes } = this.content.metainfo
    return {
      infoHash,
      isPrivate,
      infoBytes,
      config,
      clock,
      spoilWish,
      uploadCaps: [this.caps.up, peerCaps.up],
      observe,
    }
  }

  #downloadOwner(): DownloadOwner {
    return {
      links: () => this.links,
      onVerified: (piece, from) => this.#onVerified(piece, from),
      onRejected: (piece, from) =>
        this.#parts.observe({ type: 'piece-rejected', infoHash: this.infoHash, piece, from }),
      onGuilty: (piece, guilty) => this.#onGuilty(piece, guilty),
      onStorageFailed: (error) => this.#fail(error),
    }
  }

  #onVerified(piece: number, from: readonly PeerId[]): void {
    const { infoHash } = this
    this.#parts.observe({ type: 'piece-verified', infoHash, piece, from })
    this.#haves.verified(piece)
    this.#completion.verified(piece)
  }

  #onComplete(complete: boolean): void {
    this.#haves.completed(complete)
    if (complete) this.#membership.stopTrying()
  }

  #onGuilty(piece: number, guilty: readonly Guilty[]): void {
    for (const { peer, blocks } of guilty) {
      if (this.#parts.isBanned({ id: peer, server: null })) continue
      this.#parts.observe({ type: 'peer-banned', infoHash: this.infoHash, peer, piece, blocks })
      // It may be gone by now.
      this.#parts.ban({ id: peer, server: null })
      for (const link of this.links.to(peer)) {
        this.#parts.ban(link.remote)
        link.close({ code: 'sent-bad-data' })
      }
    }
  }

  #onPieces(link: Link): void {
    const { infoHash, remoteId, remotePieces } = link
    this.#parts.observe({ type: 'remote-pieces', infoHash, peer: remoteId, pieces: remotePieces.toHex() })
    this.#downloader.remoteHas(link, remotePieces.indices())
    this.#hints.remoteHas(remotePieces.indices())
    this.#hints.allowFast(link)
    if (link.identified) this.#membership.refresh(link)
  }

  #onHave(link: Link, piece: number): void {
    this.#news.remoteHas(link, piece)
    this.#downloader.remoteHas(link, [piece])
    this.#hints.remoteHas([piece])
    // Of two links one brings the news, and the other may be the one that it downloads over.
    for (const each of this.links.to(link.remoteId)) this.#suggest(each)
  }

  // Only who has everything knows what nobody else has.
  #suggest(link: Link): void {
    if (this.role === 'seeder') this.#hints.suggest(link)
  }

  #progress(): MemberStatus {
    const { uploadedBytes, downloadedBytes } = this.#totals.now
    return { role: this.role, haveCount: this.content.have.size, uploadedBytes, downloadedBytes }
  }

  #end(reason: DisconnectReason, abruptly: boolean): void {
    this.#left = true
    this.#completion.stop()
    this.#haves.stop()
    this.#downloader.stop()
    for (const link of [...this.links]) link.close(reason, abruptly)
    this.#membership.leave()
  }

  #fail(error: unknown): void {
    if (!(error instanceof StorageError)) throw error
    if (!this.#left) this.#parts.onFailed(`The file could not be used: ${error.message}.`)
  }
}
