import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member, RemoteIdentity, Role, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { roleOf } from '../../src-shared/swarm/role.ts'
import { isSameProgress } from '../../src-shared/swarm/same-member.ts'
import type { Clock } from '../clock.ts'
import type { Broadcast, Delivered, MemberStatus, Tracker } from '../tracker/tracker.ts'
import type { DialOutcome } from './client.ts'
import type { PeerConfig } from './config.ts'
import { DialBook } from './dial-book.ts'
import { DialPolicy } from './dial-policy.ts'
import { KnownPeers } from './known-peers.ts'
import type { Link } from './link.ts'
import type { LinkSet } from './link-set.ts'
import type { LinkedServers } from './linked-servers.ts'
import { ListSender } from './list-sender.ts'
import { withinPieces } from './listed-addresses.ts'
import { explainOnePerAddress } from './one-per-address.ts'
import { isOurKind } from './peer-id.ts'
import type { ListNews } from './remote-list.ts'
import { StatusRounds } from './status-rounds.ts'

/** What the membership needs of its swarm. */
export interface MembershipParts {
  readonly infoHash: InfoHash
  readonly pieceCount: number
  /** Nobody is dialled without its own trackers' word (BEP 27). */
  readonly isPrivate: boolean
  readonly links: LinkSet
  readonly servers: LinkedServers
  readonly identity: () => RemoteIdentity
  readonly role: () => Role
  readonly progress: () => MemberStatus
  readonly config: PeerConfig
  readonly clock: Clock
  readonly tracker: Tracker
  /** `by`: the tracker that named it, which a private torrent asks for. */
  readonly dial: (to: Address, by?: 'tracker') => Promise<DialOutcome>
  readonly observe: (fact: SwarmFact) => void
}

// Servers that a magnet link or an earlier session named, other clients that closed a link which we dialled, and the last
// one of our own kind.
const namedNumbers = { maxAddresses: 50, maxPauseMs: 60_000, maxDialsOfOne: 8 } as const

// Addresses that trackers, local discovery and the DHT told of.
const foundNumbers = { maxAddresses: 200, maxDials: 8, pauseMs: 5_000, maxPauseMs: 300_000, maxDialsOfOne: 8 } as const
// In the course a seeder waits to be dialled: who was found may be of our own kind, and then does so at once.
const seederWaitsMs = 3_000

const maxMet = 500

const theirDoing: ReadonlySet<DisconnectReason['code']> = new Set(['closed', 'no-goodbye', 'reset', 'silent'])

/** Who else is in one swarm: tells our tracker, believes theirs as far as that goes, and dials whom the course's rules ask for. */
export class Membership {
  readonly #parts: MembershipParts
  readonly #known: KnownPeers
  readonly #dialPolicy: DialPolicy
  readonly #named: DialBook
  readonly #found: DialBook
  readonly #sender: ListSender
  readonly #statusRounds: StatusRounds
  // By which link each tracker sent its list: what an earlier one still brings is out of date.
  readonly #listers = new Map<PeerId, Link>()
  readonly #statuses = new Map<PeerId, MemberStatus>()
  #announced: ReadonlySet<PeerId> = new Set()
  // Where those listened that had a link with us.
  readonly #met = new Set<Address>()
  #status: MemberStatus | undefined
  // Where our own line of our tracker's list says that we listen; undefined before there is one.
  #listedServer: Address | null | undefined
  #nextTickAtMs = 0
  #toldMembers = 0
  #left = false

  constructor(parts: MembershipParts) {
    this.#parts = parts
    this.#known = new KnownPeers(parts.identity().id, parts.infoHash, parts.observe)
    this.#sender = new ListSender(parts.identity().id)
    const { dial, config } = parts
    this.#statusRounds = new StatusRounds(this.#sender.recipients, config.statusMs)
    this.#dialPolicy = new DialPolicy(parts.identity().id, config)
    const { maxOwnDials: maxDials, redialPauseMs: pauseMs } = config
    this.#named = new DialBook({ dial, maxDials, pauseMs, ...namedNumbers })
    this.#found = new DialBook({ dial: (to) => dial(to, 'tracker'), ...foundNumbers })
  }

  /** Everyone known but ourselves. */
  get members(): Member[] {
    return this.#known.all()
  }

  knows(peer: PeerId): boolean {
    return this.#known.has(peer)
  }

  /** Puts ourselves first on our tracker's list. */
  join(): void {
    this.#parts.tracker.openSwarm(this.#parts.infoHash)
    this.#listSelf()
  }

  leave(): void {
    this.#left = true
    this.#parts.tracker.closeSwarm(this.#parts.infoHash)
  }

  tick(nowMs: number): void {
    if (nowMs < this.#nextTickAtMs) return
    const { statusMs } = this.#parts.config
    this.#nextTickAtMs = nowMs + statusMs
    this.#listSelf()
    if (this.#statusRounds.isDue(nowMs)) this.#statusRounds.goRound(this.#updatedStatus(), nowMs)
    this.#dialPolicy.forgetPausesUnless((peer) => this.#known.has(peer), nowMs)
    this.#dialWanted()
  }

  /** A link has come to be known, or its peer has news. */
  refresh(link: Link): void {
    const member = this.#memberOf(link)
    this.#dialPolicy.connected(link.remoteId)
    this.#parts.tracker.addPeerToSwarm(this.#parts.infoHash, member)
    if (this.#sender.recipients.met(link)) this.#parts.tracker.broadcast(this.#parts.infoHash)
    this.#known.linked(member)
  }

  /** The last link to a peer is gone. */
  unlinked(peer: PeerId, reason: DisconnectReason): void {
    const nowMs = this.#parts.clock.nowMs()
    this.#dialPolicy.ended(peer, reason, undefined, nowMs)
    this.#statuses.delete(peer)
    this.#listers.delete(peer)
    this.#removeFromTracker(peer, reason)
    // Who announced itself is listed all the while.
    this.heardOf(this.#parts.tracker.announcedMembers(this.#parts.infoHash))
    this.#known.unlinked(peer, reason)
    this.#forgetUnlisted()
  }

  // Anew when our server has moved, or this computer is in another network.
  #listSelf(): void {
    const { tracker, infoHash, identity, progress } = this.#parts
    const { server } = identity()
    if (server === this.#listedServer) return
    this.#listedServer = server
    tracker.addPeerToSwarm(infoHash, { ...identity(), ...progress() })
  }

  /** How far we are, as our own line of our tracker's list says, too. */
  #updatedStatus(): MemberStatus {
    const { infoHash, tracker, identity, progress } = this.#parts
    const status = progress()
    if (this.#status && isSameProgress(status, this.#status)) return this.#status
    this.#status = status
    tracker.updateStatus(infoHash, identity().id, status)
    return status
  }

  // Who announced itself too stays on the list, unless it is gone for certain: other clients reset links and go on.
  #removeFromTracker(peer: PeerId, { code }: DisconnectReason): void {
    const { tracker, infoHash } = this.#parts
    // Our own kind says so when it leaves: what ends without a word has crashed.
    if (code === 'left' || code === 'silent' || (theirDoing.has(code) && isOurKind(peer)))
      tracker.forgetPeer(infoHash, peer)
    else tracker.removePeerFromSwarm(infoHash, peer)
  }

  /** What a remote peer says of itself. */
  onStatus(link: Link, status: MemberStatus): void {
    const haveCount = Math.min(status.haveCount, this.#parts.pieceCount)
    const { uploadedBytes, downloadedBytes } = status
    const believed = { role: roleOf(haveCount, this.#parts.pieceCount), haveCount, uploadedBytes, downloadedBytes }
    this.#statuses.set(link.remoteId, believed)
    this.#parts.tracker.updateStatus(this.#parts.infoHash, link.remoteId, believed)
    this.#known.linked(this.#memberOf(link))
  }

  /** What a remote peer's tracker broadcast. */
  onList(link: Link, { isWhole, changed, gone }: ListNews): void {
    const { pieceCount } = this.#parts
    const { remoteId } = link
    if (isWhole) this.#listers.set(remoteId, link)
    else if (this.#listers.get(remoteId) !== link) return
    const members = changed.map((member) => withinPieces(member, pieceCount))
    const isAnybodyNew = isWhole
      ? this.#known.listed(remoteId, members)
      : this.#known.listChanged(remoteId, members, gone)
    if (isWhole || gone.length > 0) this.#forgetUnlisted()
    if (isAnybodyNew) this.#dialWanted()
  }

  /** Who announced itself to our tracker and has no link with us, all of them. */
  heardOf(members: readonly Member[]): void {
    this.#announced = new Set(members.map(({ id }) => id))
    this.#known.listed(this.#parts.identity().id, members)
    this.#forgetUnlisted()
    this.#dialWanted()
  }

  /** Addresses to dial that were found otherwise; of a private torrent only a tracker may have told them. Answers how many are new. */
  found(addresses: readonly Address[]): number {
    const isSeeder = this.#parts.role() === 'seeder'
    const fromMs = this.#parts.clock.nowMs() + (isSeeder ? seederWaitsMs : 0)
    return addresses.filter((address) => this.#found.add(address, fromMs)).length
  }

  /** Why a dial ended, seen with what is known of the swarm. */
  explain(to: Address, reason: DisconnectReason): DisconnectReason {
    return explainOnePerAddress({ to, reason, own: this.#parts.identity().server, members: this.#known.all() })
  }

  /** Sends our tracker's list to everybody who understands it; answers to how many. */
  sendList(broadcast: Broadcast): Delivered {
    const { total: members, changes } = broadcast
    const delivered = this.#sender.send(broadcast)
    const told = { changes: changes.gone.length + changes.changed.length, totals: changes.totals.length }
    if (told.changes + told.totals + delivered.newcomers > 0 || members !== this.#toldMembers) {
      this.#parts.observe({ type: 'tracker-broadcast', infoHash: this.#parts.infoHash, members, ...told, ...delivered })
    }
    this.#toldMembers = members
    return delivered
  }

  /** Our role is another one: every tracker hears of it. */
  tellStatus(): void {
    this.#statusRounds.tellAll(this.#updatedStatus(), this.#parts.clock.nowMs())
  }

  /** Servers to be dialled again in a while, unless they are linked by then. */
  keepTrying(servers: readonly Address[]): void {
    const fromMs = this.#parts.clock.nowMs() + this.#parts.config.redialPauseMs
    for (const server of servers) this.#named.add(server, fromMs)
  }

  stopTrying(): void {
    this.#named.clear()
  }

  /**
   * Other clients close a link for reasons of their own, such as that they have a torrent's description now, and not all of
   * them dial back. Between two that want nothing there is no use in a link.
   */
  linkEnded(link: Link, reason: DisconnectReason, wantNothing: boolean): void {
    const { dialled, remote, remotePieces, speaks } = link
    const { tracker, infoHash, links } = this.#parts
    if (this.#sender.recipients.gone(link, links.to(remote.id))) tracker.broadcast(infoHash)
    if (remote.server === null) return
    this.#met.add(remote.server)
    const [oldest] = this.#met
    if (oldest !== undefined && this.#met.size > maxMet) this.#met.delete(oldest)
    const isUseless = wantNothing && (speaks.remoteUploadOnly || remotePieces.size === remotePieces.count)
    // Who left, and comes back, is found again.
    if (reason.code === 'left') this.#found.remove(remote.server)
    else this.#found.linkEnded(remote.server, !isUseless, this.#parts.clock.nowMs())
    if (isOurKind(remote.id)) return this.#ownKindEnded(remote.server, reason, wantNothing)
    if (!dialled) return
    if (reason.code === 'we-closed') this.#named.remove(remote.server)
    else if (theirDoing.has(reason.code) && !isUseless) this.keepTrying([remote.server])
  }

  // Our own kind is found again by its trackers' lists. But who has lost everybody, having slept perhaps, is on no list.
  #ownKindEnded(server: Address, reason: DisconnectReason, wantNothing: boolean): void {
    const isAlone = this.#parts.links.size === 0
    if (isAlone && !wantNothing && theirDoing.has(reason.code)) this.keepTrying([server])
  }

  /** A client port came back. */
  portsFreed(): void {
    this.#dialPolicy.outOfPorts = false
  }

  #dialWanted(): void {
    const { links, servers, clock, isPrivate, tracker, infoHash } = this.#parts
    if (this.#left) return
    const isSeeder = this.#parts.role() === 'seeder'
    for (const member of this.#known.dialable()) {
      const { server } = member
      // Another client may be listed under more than one peer id. In the course a second link has its use.
      if (servers.has(server) && !isOurKind(member.id)) continue
      if (isPrivate && !this.#announced.has(member.id)) continue
      if (server === null || !this.#dialPolicy.wants(member, links.to(member.id), isSeeder, clock.nowMs())) continue
      this.#dialPolicy.dialling(member.id, clock.nowMs())
      // A bug in a dial must not end here unseen: it goes on up as a rejection that nobody handles.
      void this.#parts.dial(server, isPrivate ? 'tracker' : undefined).then(({ dial, result }) => {
        const reason = result.ok ? undefined : result.reason
        this.#dialPolicy.dialled(member.id, reason, dial, clock.nowMs())
        // It had a link with us, and nothing listens there now: it has ended without a word to our tracker.
        if (reason?.code === 'refused' && this.#met.has(server)) tracker.forgetPeer(infoHash, member.id)
        // As one ends the next begins.
        this.#dialWanted()
      })
    }
    if (!isPrivate) this.#named.tick(servers, clock.nowMs())
    if (this.#found.isEmpty || links.size >= this.#parts.config.maxFoundLinks) return
    const seeders = isSeeder ? this.#known.all().filter(({ role }) => role === 'seeder') : []
    const useless = new Set(seeders.map(({ server }) => server))
    this.#found.tick({ has: (server) => servers.has(server) || useless.has(server) }, clock.nowMs())
  }

  #forgetUnlisted(): void {
    const isKnown = (peer: PeerId) => this.#known.has(peer)
    for (const dial of this.#dialPolicy.forgetUnless(isKnown)) {
      this.#parts.observe({ type: 'dial-dismissed', dial })
    }
  }

  #memberOf(link: Link): Member {
    const haveCount = link.remotePieces.size
    const seen = {
      role: roleOf(haveCount, this.#parts.pieceCount),
      haveCount,
      uploadedBytes: link.down.total,
      downloadedBytes: link.up.total,
    }
    return { ...link.remote, ...seen, ...this.#statuses.get(link.remoteId) }
  }
}
