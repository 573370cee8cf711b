import type { Member } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { maxWireMembers } from '../../src-shared/wire/member-lines.ts'
import type { ListChanges } from '../../src-shared/wire/tracker-message.ts'

/** What is new of a list: with `isWhole` the changed are all there are, and who else was on it is not any more. */
export interface ListNews {
  readonly isWhole: boolean
  readonly changed: readonly Member[]
  readonly gone: readonly PeerId[]
}

/**
 * The list of a remote peer's tracker, as that keeps telling what has changed. However many it lists in time, no more than 500 are
 * on it at once, and no more than those and the ones that were are news.
 */
export class RemoteList {
  readonly #believe: (member: Member) => Member
  readonly #members = new Map<PeerId, Member>()
  /** Who has changed, come or gone since the last take(), and whether it was on the list then. */
  readonly #news = new Map<PeerId, boolean>()
  #isWhole = false

  /** `believe` answers what is believed of a member as the list has it. */
  constructor(believe: (member: Member) => Member) {
    this.#believe = believe
  }

  /** It begins anew. */
  begin(members: readonly Member[]): void {
    this.#isWhole = true
    this.#members.clear()
    this.#news.clear()
    for (const member of members) this.#put(this.#believe(member))
  }

  /** Takes in what has changed; who is unknown here has none of it. */
  change({ gone, changed, totals }: ListChanges): void {
    for (const peer of gone) this.#remove(peer)
    for (const member of changed) this.#put(this.#believe(member))
    // Numbers come often, and whatever they are, where it listens stays as it was.
    for (const { id, haveCount, uploadedBytes, downloadedBytes } of totals) {
      const known = this.#members.get(id)
      if (known) this.#put({ ...known, haveCount, uploadedBytes, downloadedBytes })
    }
  }

  /** What is new since the last time. */
  take(): ListNews {
    const changed: Member[] = []
    const gone: PeerId[] = []
    for (const peer of this.#news.keys()) {
      const member = this.#members.get(peer)
      if (member) changed.push(member)
      else gone.push(peer)
    }
    const isWhole = this.#isWhole
    this.#news.clear()
    this.#isWhole = false
    return { isWhole, changed, gone }
  }

  #put(member: Member): void {
    const isKnown = this.#members.has(member.id)
    if (!isKnown && this.#members.size >= maxWireMembers) return
    this.#members.set(member.id, member)
    if (!this.#news.has(member.id)) this.#news.set(member.id, isKnown)
  }

  #remove(peer: PeerId): void {
    if (!this.#members.delete(peer)) return
    // Who came and went in between has never been here.
    if (this.#news.get(peer) ?? true) this.#news.set(peer, true)
    else this.#news.delete(peer)
  }
}
