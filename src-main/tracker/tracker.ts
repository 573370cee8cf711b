import type { Member } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import type { Clock } from '../clock.ts'

/** What a member says of itself from time to time. */
export type MemberStatus = Pick<Member, 'role' | 'haveCount' | 'uploadedBytes' | 'downloadedBytes'>

interface TrackedSwarm {
  readonly members: Map<PeerId, Member>
  lastBroadcastAtMs: number
  due: { atMs: number; cancel: () => void } | undefined
}

/**
 * The course's tracker: it knows who is in each swarm, adds and removes peers, and broadcasts the whole list to every
 * connected peer. A change of membership or role goes out at once, at most ten times a second; totals alone once a second.
 */
export class Tracker {
  readonly #clock: Clock
  readonly #gapMs: number
  readonly #totalsGapMs: number
  readonly #deliver: (infoHash: InfoHash, members: readonly Member[]) => void
  readonly #swarms = new Map<InfoHash, TrackedSwarm>()

  constructor(parts: {
    clock: Clock
    gapMs: number
    totalsGapMs: number
    deliver: (infoHash: InfoHash, members: readonly Member[]) => void
  }) {
    this.#clock = parts.clock
    this.#gapMs = parts.gapMs
    this.#totalsGapMs = parts.totalsGapMs
    this.#deliver = parts.deliver
  }

  openSwarm(infoHash: InfoHash): void {
    if (this.validateInfoHash(infoHash)) return
    this.#swarms.set(infoHash, { members: new Map(), lastBroadcastAtMs: Number.NEGATIVE_INFINITY, due: undefined })
  }

  closeSwarm(infoHash: InfoHash): void {
    this.#swarms.get(infoHash)?.due?.cancel()
    this.#swarms.delete(infoHash)
  }

  /** Is this swarm tracked here? A handshake for any other is turned away. */
  validateInfoHash(infoHash: InfoHash): boolean {
    return this.#swarms.has(infoHash)
  }

  members(infoHash: InfoHash): Member[] {
    return [...(this.#swarms.get(infoHash)?.members.values() ?? [])]
  }

  /** Adds a peer, or takes in what is newly known of it. */
  addPeerToSwarm(infoHash: InfoHash, member: Member): void {
    const swarm = this.#swarms.get(infoHash)
    if (!swarm) return
    swarm.members.set(member.id, member)
    this.broadcast(infoHash)
  }

  /** Removes a peer that left, cleanly or not. */
  removePeerFromSwarm(infoHash: InfoHash, peer: PeerId): void {
    if (this.#swarms.get(infoHash)?.members.delete(peer)) this.broadcast(infoHash)
  }

  /** Takes in a member's own report. */
  updateStatus(infoHash: InfoHash, peer: PeerId, status: MemberStatus): void {
    const before = this.#swarms.get(infoHash)?.members.get(peer)
    if (!before) return
    this.#replace(infoHash, { ...before, role: status.role, haveCount: status.haveCount })
    if (before.role !== status.role) this.broadcast(infoHash)
    this.setTotalUploaded(infoHash, peer, status.uploadedBytes)
    this.setTotalDownloaded(infoHash, peer, status.downloadedBytes)
  }

  /** Payload bytes that the peer has uploaded in this swarm in all. */
  setTotalUploaded(infoHash: InfoHash, peer: PeerId, bytes: number): void {
    this.#setTotal(infoHash, peer, 'uploadedBytes', bytes)
  }

  /** Payload bytes that the peer has downloaded in this swarm in all. */
  setTotalDownloaded(infoHash: InfoHash, peer: PeerId, bytes: number): void {
    this.#setTotal(infoHash, peer, 'downloadedBytes', bytes)
  }

  /** Sends the whole list to every connected peer: at once, or as soon as `gapMs` have passed since the last time. */
  broadcast(infoHash: InfoHash, gapMs = this.#gapMs): void {
    const swarm = this.#swarms.get(infoHash)
    if (!swarm) return
    const atMs = Math.max(this.#clock.nowMs(), swarm.lastBroadcastAtMs + gapMs)
    if (swarm.due && swarm.due.atMs <= atMs) return
    swarm.due?.cancel()
    // Even "at once" waits for the current turn to end, so that changes made together travel together.
    const cancel = this.#clock.after(atMs - this.#clock.nowMs(), () => {
      swarm.due = undefined
      swarm.lastBroadcastAtMs = this.#clock.nowMs()
      this.#deliver(infoHash, [...swarm.members.values()])
    })
    swarm.due = { atMs, cancel }
  }

  #setTotal(infoHash: InfoHash, peer: PeerId, total: 'uploadedBytes' | 'downloadedBytes', bytes: number): void {
    const before = this.#swarms.get(infoHash)?.members.get(peer)
    if (!before || before[total] === bytes) return
    this.#replace(infoHash, { ...before, [total]: bytes })
    this.broadcast(infoHash, this.#totalsGapMs)
  }

  #replace(infoHash: InfoHash, member: Member): void {
    this.#swarms.get(infoHash)?.members.set(member.id, member)
  }
}
