import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Member, SwarmFact } from '../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'

/**
 * Who is in one swarm, as far as this peer knows: those it has a link to, and those that the trackers of its remote peers
 * list. A list holds only whom its tracker is linked to, so a peer that died cannot be passed round in circles.
 */
export class KnownPeers {
  readonly #self: PeerId
  readonly #infoHash: InfoHash
  readonly #observe: (fact: SwarmFact) => void
  readonly #linked = new Map<PeerId, Member>()
  readonly #lists = new Map<PeerId, ReadonlyMap<PeerId, Member>>()
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
    this.#lists.delete(peer)
  }

  /** A remote peer's tracker broadcast its list; or, under our own id, those who announced themselves to our tracker. */
  listed(by: PeerId, members: readonly Member[]): void {
    const before = this.#lists.get(by)
    const now = new Map(members.filter((member) => member.id !== this.#self).map((member) => [member.id, member]))
    this.#lists.set(by, now)
    const introducer = by === this.#self ? null : by
    for (const peer of new Set([...(before?.keys() ?? []), ...now.keys()])) this.#refresh(peer, introducer)
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
    } else if (member && shown && !sameMember(member, shown)) {
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
    for (const list of this.#lists.values()) {
      const member = list.get(peer)
      if (member) return member
    }
    return undefined
  }
}

function sameMember(a: Member, b: Member): boolean {
  return (
    a.role === b.role &&
    a.haveCount === b.haveCount &&
    a.uploadedBytes === b.uploadedBytes &&
    a.downloadedBytes === b.downloadedBytes &&
    a.server === b.server &&
    a.name === b.name &&
    a.agent === b.agent &&
    a.lab === b.lab &&
    a.uuid === b.uuid
  )
}
