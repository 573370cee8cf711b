import type { Member } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { isSameIdentity, isSameProgress } from '../../src-shared/swarm/same-member.ts'
import type { ListChanges } from '../../src-shared/wire/tracker-message.ts'

/** A list as it was told, and what has changed of it since: each time the difference is told, and no more. */
export class BroadcastList {
  readonly #told = new Map<PeerId, Member>()
  #hasMore = false

  /** Totals have changed that were not told yet. */
  get hasMore(): boolean {
    return this.#hasMore
  }

  /**
   * What has changed, which counts as told then. Without `withTotals`, of those whose numbers alone have changed only the ones
   * that have another role now.
   */
  next(members: readonly Member[], withTotals: boolean): ListChanges & { totals: Member[] } {
    const changed: Member[] = []
    const totals: Member[] = []
    this.#hasMore = false
    for (const member of members) {
      const before = this.#told.get(member.id)
      if (before === member) continue
      const isProgress = before !== undefined && isSameIdentity(before, member)
      if (isProgress && isSameProgress(before, member)) continue
      if (isProgress && !withTotals && before.role === member.role) {
        this.#hasMore = true
        continue
      }
      if (isProgress) totals.push(member)
      else changed.push(member)
      this.#told.set(member.id, member)
    }
    return { gone: this.#forgetAllBut(members), changed, totals }
  }

  #forgetAllBut(members: readonly Member[]): PeerId[] {
    // All of them were told by now.
    if (this.#told.size === members.length) return []
    const listed = new Set(members.map(({ id }) => id))
    const gone = [...this.#told.keys()].filter((peer) => !listed.has(peer))
    for (const peer of gone) this.#told.delete(peer)
    return gone
  }
}
