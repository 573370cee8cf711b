import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { isSameMember } from '../../src-shared/swarm/same-member.ts'

const nobody: ReadonlySet<PeerId> = new Set()

/**
 * Who is in one swarm, as far as this peer knows: those it has a link to, and those that the trackers of its remote peers
 * list. A list holds only whom its tracker is linked to, so a peer that died cannot be passed round in circles.
 */
export class KnownPeers {
  readonly #self: PeerId
  readonly #infoHash: InfoHash
  readonly #observe: (fact: SwarmFact) => void
  readonly #linked = new Map<PeerId, Member>()
  /** Whom each tracker lists. */
  readonly #listedBy = new Map<PeerId, Set<PeerId>>()
  /** As what each peer is listed, and by whom: what the first one says holds. */
  readonly #listings = new Map<PeerId, Map<PeerId, Member>>()
  readonly #shown = new Map<PeerId, Member>()
  readonly #dialable = new Set<PeerId>()
  readonly #lastReason = new Map<PeerId, DisconnectReason>()

  constructor(self: PeerId, infoHash: InfoHash, observe: (fact: SwarmFact) => void) {
    this.#self = self
    this.#infoHash = infoHash
    this.#observe = observe
  }

  /** Everyone known but ourselves. */
  all(): Member[] {
    return [...this.#shown.values()]
  }

  /** Those of them whom there may be a reason to dial: who has no link, and who may have one each way, as in the course. */
  *dialable(): Iterable<Member> {
    for (const peer of this.#dialable) {
      const member = this.#shown.get(peer)
      if (member) yield member
    }
  }

  has(peer: PeerId): boolean {
    return this.#shown.has(peer)
  }

  linked(member: Member): void {
    this.#linked.set(member.id, member)
    this.#refresh(member.id, null)
  }

  /** The last link to it is gone, and with it what its tracker listed. */
  unlinked(peer: PeerId, reason: DisconnectReason): void {
    if (this.#shown.has(peer)) this.#lastReason.set(peer, reason)
    this.#linked.delete(peer)
    this.#refresh(peer, null)
    this.listed(peer, [])
  }

  /**
   * All that a remote peer's tracker lists; or, under our own id, those who announced themselves to our tracker. Answers whether
   * anybody is new here.
   */
  listed(by: PeerId, members: readonly Member[]): boolean {
    const now = new Set(members.map(({ id }) => id))
    const gone = [...(this.#listedBy.get(by) ?? nobody)].filter((peer) => !now.has(peer))
    return this.listChanged(by, members, gone)
  }

  /** What has changed of such a list: who has come or says something new, and who is not on it any more. */
  listChanged(by: PeerId, changed: readonly Member[], gone: readonly PeerId[]): boolean {
    const before = this.#shown.size
    const introducer = by === this.#self ? null : by
    for (const member of changed) {
      if (member.id === this.#self) continue
      this.#list(by, member)
      // What its own link says holds: where all know each other, that is all of them.
      if (!this.#linked.has(member.id)) this.#refresh(member.id, introducer)
    }
    const isAnybodyNew = this.#shown.size > before
    for (const peer of gone) {
      this.#unlist(by, peer)
      this.#refresh(peer, introducer)
    }
    return isAnybodyNew
  }

  #list(by: PeerId, member: Member): void {
    const listings = this.#listings.get(member.id)
    if (listings) listings.set(by, member)
    else this.#listings.set(member.id, new Map([[by, member]]))
    const list = this.#listedBy.get(by)
    if (list) list.add(member.id)
    else this.#listedBy.set(by, new Set([member.id]))
  }

  #unlist(by: PeerId, peer: PeerId): void {
    const listings = this.#listings.get(peer)
    listings?.delete(by)
    if (listings?.size === 0) this.#listings.delete(peer)
    const list = this.#listedBy.get(by)
    list?.delete(peer)
    if (list?.size === 0) this.#listedBy.delete(by)
  }

  #refresh(peer: PeerId, by: PeerId | null): void {
    const linked = this.#linked.get(peer)
    const member = linked ?? this.#fromLists(peer)
    this.#show(peer, member, by)
    if (member && (!linked || member.lab)) this.#dialable.add(peer)
    else this.#dialable.delete(peer)
  }

  #show(peer: PeerId, member: Member | undefined, by: PeerId | null): void {
    const shown = this.#shown.get(peer)
    const infoHash = this.#infoHash
    if (member && !shown) {
      this.#shown.set(peer, member)
      this.#lastReason.delete(peer)
      this.#observe({ type: 'member-joined', infoHash, member, introducedBy: by })
    } else if (member && shown && !isSameMember(member, shown)) {
      this.#shown.set(peer, member)
      this.#observe({ type: 'member-updated', infoHash, member })
    } else if (!member && shown) {
      this.#shown.delete(peer)
      const reason = this.#lastReason.get(peer) ?? { code: 'no-longer-listed' }
      this.#lastReason.delete(peer)
      this.#observe({ type: 'member-left', infoHash, peer, reason })
    }
  }

  #fromLists(peer: PeerId): Member | undefined {
    return this.#listings.get(peer)?.values().next().value
  }
}
