import type { AnnounceReply } from '../../src-shared/metainfo/announce-reply.ts'
import type { Announcement } from '../../src-shared/metainfo/announce-request.ts'
import type { SwarmCounts } from '../../src-shared/metainfo/udp-tracker.ts'
import type { Member } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { isSameIdentity, isSameProgress } from '../../src-shared/swarm/same-member.ts'
import { maxWireMembers, type Progress } from '../../src-shared/wire/member-lines.ts'
import type { ListChanges } from '../../src-shared/wire/tracker-message.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { AnnounceRefusal } from './announce-refusal.ts'
import type { TrackedTorrent } from './announced-list.ts'
import { BroadcastList } from './broadcast-list.ts'
import { type Asker, PeerSample } from './peer-sample.ts'
import { canBeTold, TrackedSwarm } from './tracked-swarm.ts'

/** What a member says of itself from time to time. */
export type MemberStatus = Progress

/** What a tracker broadcasts: its list for those who have not had it, and for the others what has changed since the last time. */
export interface Broadcast {
  /** At most 500 of them. */
  readonly members: readonly Member[]
  /** How many are on the list in all. */
  readonly total: number
  readonly changes: ListChanges
}

/** How many were sent the whole list, and how many the changes. */
export interface Delivered {
  readonly newcomers: number
  readonly others: number
}

/** The numbers of a tracker. */
export interface TrackerNumbers {
  /** How often members are asked to announce themselves, and at most. */
  readonly intervalSec: number
  readonly minIntervalSec: number
  /** Members of one swarm at most. */
  readonly maxMembers: number
}

/** A class wants to see who comes; the usual half an hour is for swarms that last. */
export const classNumbers: TrackerNumbers = { intervalSec: 60, minIntervalSec: 30, maxMembers: 100_000 }

/** Peers that one answer tells of: unless the asker says how many, and at most. */
export const peersTold = { usual: 50, most: 200 } as const

// libtorrent asks again after five minutes, whatever it is told.
const longestIntervalSec = 300
const lateSec = 45
const sweepMs = 1_000
// A message takes both ends a tenth of a ms, or several while a program is new: where many come at once, each tells all of each.
// Whoever comes then waits a little for its first list.
const toldPerMs = 0.05
const mostGapMs = 1_000
// What changes goes to everybody: where thousands change, so many lines to all together are some 20 MB a second.
const linesPerMs = 100
// Whoever is linked with a member hears of its totals first hand. Where all are linked with all, everybody has as many trackers as
// peers, and hears of no more than some 200 totals a second from all of them together.
const totalsPerMs = 0.2

interface OpenSwarm {
  readonly tracked: TrackedSwarm
  readonly list: BroadcastList
  /** Nothing is sent sooner, and totals that nothing else calls for not before their own time. */
  nextAtMs: number
  nextTotalsAtMs: number
  due: { atMs: number; cancel: () => void } | undefined
  stopSweeping: (() => void) | undefined
}

/**
 * The course's tracker: it knows who is in each swarm, adds and removes peers, and broadcasts its list to every connected peer:
 * the whole of it once, and then what has changed. A change of membership or role goes out at once, at most ten times a second,
 * and less often to many; totals alone once a second; those of many to many less often.
 * Other clients announce themselves, over HTTP or UDP, to the same list, and are told of some of its members.
 */
export class Tracker {
  readonly numbers: TrackerNumbers
  readonly #clock: Clock
  readonly #random: Random
  readonly #gapMs: number
  readonly #totalsGapMs: number
  readonly #deliver: (infoHash: InfoHash, broadcast: Broadcast) => Delivered
  readonly #onAnnounced: (infoHash: InfoHash, members: readonly Member[]) => void
  readonly #torrentOf: (infoHash: InfoHash) => TrackedTorrent | undefined
  readonly #mayServe: (infoHash: InfoHash) => boolean
  readonly #isPaused: (infoHash: InfoHash) => boolean
  readonly #swarms = new Map<InfoHash, OpenSwarm>()
  readonly #sample = new PeerSample(peersTold.most)

  constructor(parts: {
    clock: Clock
    random: Random
    gapMs: number
    totalsGapMs: number
    /** Sends the list out: the whole of it to those who have not had it, and otherwise what has changed, if anything has. */
    deliver: (infoHash: InfoHash, broadcast: Broadcast) => Delivered
    /** Those that announced themselves and have no link with us, at most 200, when there is news of them. */
    onAnnounced: (infoHash: InfoHash, members: readonly Member[]) => void
    torrentOf: (infoHash: InfoHash) => TrackedTorrent | undefined
    /** False: nobody who asks is told of this swarm. Left out: everybody is, of every swarm. */
    mayServe?: (infoHash: InfoHash) => boolean
    /** Whether a swarm that is not open is one that comes back when our peer resumes it; left out: none is. */
    isPaused?: (infoHash: InfoHash) => boolean
    numbers?: TrackerNumbers
  }) {
    this.#clock = parts.clock
    this.#random = parts.random
    this.#gapMs = parts.gapMs
    this.#totalsGapMs = parts.totalsGapMs
    this.#deliver = parts.deliver
    this.#onAnnounced = parts.onAnnounced
    this.#torrentOf = parts.torrentOf
    this.#mayServe = parts.mayServe ?? (() => true)
    this.#isPaused = parts.isPaused ?? (() => false)
    this.numbers = parts.numbers ?? classNumbers
  }

  openSwarm(infoHash: InfoHash): void {
    if (this.validateInfoHash(infoHash)) return
    const { intervalSec, maxMembers } = this.numbers
    const tracked = new TrackedSwarm({
      random: this.#random,
      maxMembers,
      expirySec: Math.max(2 * intervalSec, longestIntervalSec) + lateSec,
      torrent: () => this.#torrentOf(infoHash),
      onListChanged: (isUrgent) => (isUrgent ? this.broadcast(infoHash) : this.#broadcastTotals(infoHash)),
    })
    const never = { nextAtMs: Number.NEGATIVE_INFINITY, nextTotalsAtMs: Number.NEGATIVE_INFINITY }
    this.#swarms.set(infoHash, {
      tracked,
      list: new BroadcastList(),
      ...never,
      due: undefined,
      stopSweeping: undefined,
    })
  }

  closeSwarm(infoHash: InfoHash): void {
    const swarm = this.#swarms.get(infoHash)
    swarm?.due?.cancel()
    swarm?.stopSweeping?.()
    this.#swarms.delete(infoHash)
  }

  /** Is this swarm tracked here? A handshake for any other is turned away. */
  validateInfoHash(infoHash: InfoHash): boolean {
    return this.#swarms.has(infoHash)
  }

  /** The swarms of which those who ask are told, the newest last. */
  get infoHashes(): InfoHash[] {
    return [...this.#swarms.keys()].filter(this.#mayServe)
  }

  /** Ourselves and linked peers first; of those that announced themselves at most 200. */
  members(infoHash: InfoHash): Member[] {
    return this.#swarms.get(infoHash)?.tracked.members() ?? []
  }

  /** Those that announced themselves and have no link with us: at most the 200 newest. */
  announcedMembers(infoHash: InfoHash): Member[] {
    return this.#swarms.get(infoHash)?.tracked.announcedMembers() ?? []
  }

  /** How many are in a swarm, and how many said that they have completed it; undefined when nobody is told of it. */
  counts(infoHash: InfoHash): SwarmCounts | undefined {
    return this.#mayServe(infoHash) ? this.#swarms.get(infoHash)?.tracked.counts : undefined
  }

  /** What is known of a swarm's torrent. */
  torrentOf(infoHash: InfoHash): TrackedTorrent | undefined {
    return this.#torrentOf(infoHash)
  }

  /** Memory of a swarm's members, in bytes. */
  memberBytes(infoHash: InfoHash): number {
    return this.#swarms.get(infoHash)?.tracked.tableBytes ?? 0
  }

  /** Adds a peer, or takes in what is newly known of it. */
  addPeerToSwarm(infoHash: InfoHash, member: Member): void {
    const tracked = this.#swarms.get(infoHash)?.tracked
    if (!tracked) return
    const before = tracked.linkedMember(member.id)
    tracked.link(member)
    if (!before || !isSameIdentity(before, member) || before.role !== member.role) this.broadcast(infoHash)
    else if (!isSameProgress(before, member)) this.#broadcastTotals(infoHash)
  }

  /** Removes a peer that left, cleanly or not; one that announces itself too stays on the list. */
  removePeerFromSwarm(infoHash: InfoHash, peer: PeerId): void {
    if (this.#swarms.get(infoHash)?.tracked.unlink(peer)) this.broadcast(infoHash)
  }

  /** Removes a peer that is certainly gone, also when it announced itself and has not said that it stops. */
  forgetPeer(infoHash: InfoHash, peer: PeerId): void {
    if (this.#swarms.get(infoHash)?.tracked.forget(peer)) this.broadcast(infoHash)
  }

  /** Takes in a member's own report. */
  updateStatus(
    infoHash: InfoHash,
    peer: PeerId,
    { role, haveCount, uploadedBytes, downloadedBytes }: MemberStatus,
  ): void {
    const before = this.#update(infoHash, peer, { role, haveCount })
    this.setTotalUploaded(infoHash, peer, uploadedBytes)
    this.setTotalDownloaded(infoHash, peer, downloadedBytes)
    if (before && before.role !== role) this.broadcast(infoHash)
  }

  /** Payload bytes that the peer has uploaded in this swarm in all. */
  setTotalUploaded(infoHash: InfoHash, peer: PeerId, uploadedBytes: number): void {
    this.#update(infoHash, peer, { uploadedBytes })
  }

  /** Payload bytes that the peer has downloaded in this swarm in all. */
  setTotalDownloaded(infoHash: InfoHash, peer: PeerId, downloadedBytes: number): void {
    this.#update(infoHash, peer, { downloadedBytes })
  }

  /**
   * Takes in an announce (BEP 3) and answers it. The peers of the answer are valid until the next one. `most`: peers that fit
   * into the answer.
   */
  announce(
    infoHash: InfoHash,
    announcement: Announcement,
    asker: Asker,
    most: number = peersTold.most,
  ): AnnounceReply | AnnounceRefusal {
    const swarm = this.#swarms.get(infoHash)
    if (!swarm) return this.#isPaused(infoHash) ? 'paused' : 'unknown'
    if (!this.#mayServe(infoHash)) return 'private'
    const { tracked } = swarm
    const row = tracked.announce(announcement, asker.ip, Math.floor(this.#clock.nowMs() / 1_000))
    if (typeof row === 'string') return row
    this.#keepSweeping(swarm)
    const { port, event, wanted, leftBytes } = announcement
    const count = event === 'stopped' ? 0 : Math.min(wanted ?? peersTold.usual, most)
    tracked.draw(count, asker, { row, port, isSeeder: leftBytes === 0 }, this.#sample)
    const { intervalSec, minIntervalSec } = this.numbers
    const warning = event === 'stopped' || canBeTold(asker.ip, port) ? null : untoldWarning(port)
    return { counts: tracked.counts, intervalSec, minIntervalSec, peers: this.#sample, warning }
  }

  /** Tells every connected peer what has changed: at once, or as soon as there may be another broadcast. */
  broadcast(infoHash: InfoHash): void {
    const swarm = this.#swarms.get(infoHash)
    if (swarm) this.#sendAt(swarm.nextAtMs, infoHash, swarm)
  }

  #broadcastTotals(infoHash: InfoHash): void {
    const swarm = this.#swarms.get(infoHash)
    if (swarm) this.#sendAt(Math.max(swarm.nextAtMs, swarm.nextTotalsAtMs), infoHash, swarm)
  }

  #sendAt(earliestMs: number, infoHash: InfoHash, swarm: OpenSwarm): void {
    const nowMs = this.#clock.nowMs()
    const atMs = Math.max(nowMs, earliestMs)
    if (swarm.due && swarm.due.atMs <= atMs) return
    swarm.due?.cancel()
    // Even "at once" waits for the current turn to end, so that changes made together travel together.
    swarm.due = { atMs, cancel: this.#clock.after(atMs - nowMs, () => this.#send(infoHash, swarm)) }
  }

  #send(infoHash: InfoHash, swarm: OpenSwarm): void {
    const nowMs = this.#clock.nowMs()
    const { tracked, list } = swarm
    swarm.due = undefined
    const members = tracked.members(maxWireMembers)
    const withTotals = nowMs >= swarm.nextTotalsAtMs
    const changes = list.next(members, withTotals)
    if (tracked.takeListChanged()) this.#onAnnounced(infoHash, tracked.announcedMembers())
    const { newcomers, others } = this.#deliver(infoHash, { members, total: tracked.listed, changes })
    const totals = others * changes.totals.length
    // A new role is told by totals too, and at once.
    const lines = newcomers * members.length + others * (changes.gone.length + changes.changed.length)
    const crowdGapMs = Math.min(mostGapMs, (newcomers + others) / toldPerMs)
    swarm.nextAtMs = nowMs + Math.max(this.#gapMs, crowdGapMs, (withTotals ? lines : lines + totals) / linesPerMs)
    if (withTotals) swarm.nextTotalsAtMs = nowMs + Math.max(this.#totalsGapMs, totals / totalsPerMs)
    if (list.hasMore) this.#broadcastTotals(infoHash)
  }

  // Answers how it was before.
  #update(infoHash: InfoHash, peer: PeerId, progress: Partial<MemberStatus>): Member | undefined {
    const tracked = this.#swarms.get(infoHash)?.tracked
    const before = tracked?.linkedMember(peer)
    if (!tracked || !before) return undefined
    const member = { ...before, ...progress }
    if (isSameProgress(before, member)) return before
    tracked.progress(member)
    this.#broadcastTotals(infoHash)
    return before
  }

  #keepSweeping(swarm: OpenSwarm): void {
    if (swarm.stopSweeping || !swarm.tracked.hasAnnounced) return
    swarm.stopSweeping = this.#clock.after(sweepMs, () => {
      swarm.stopSweeping = undefined
      swarm.tracked.sweep(Math.floor(this.#clock.nowMs() / 1_000))
      this.#keepSweeping(swarm)
    })
  }
}

function untoldWarning(port: number): string {
  return port === 0
    ? 'Your announce names no port to dial you at, so nobody is told of you: only peers that you dial can serve you.'
    : `Nobody is told of you at port ${port} and this address: listen on a port from 1024 up, at an address that others can dial.`
}
