import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { listChanges, type TrackerMessage, wholeList } from '../../src-shared/wire/tracker-message.ts'
import type { Broadcast, Delivered, MemberStatus } from '../tracker/tracker.ts'
import type { Link } from './link.ts'
import { reachableFrom, reachOf } from './listed-addresses.ts'

interface Recipient {
  readonly link: Link
  hasList: boolean
}

/** Brings what our tracker broadcasts to the remote peers of a swarm that understand it: the whole list once, then what changes. */
export class ListSender {
  readonly #self: PeerId
  /** Two of our own kind may have a link each way; the tracker's word is needed once. */
  readonly #recipients = new Map<PeerId, Recipient>()

  constructor(self: PeerId) {
    this.#self = self
  }

  /** A link says what it understands. Answers whether the list is to go to it. */
  met(link: Link): boolean {
    const known = this.#recipients.get(link.remoteId)
    if (known && known.link !== link) return false
    if (!link.speaks.hasTracker) this.#recipients.delete(link.remoteId)
    else if (!known) this.#recipients.set(link.remoteId, { link, hasList: false })
    return link.speaks.hasTracker && !known
  }

  /** A link is over; another to the same peer may take its place. Answers whether the list is to go to that. */
  gone(link: Link, others: readonly Link[]): boolean {
    if (this.#recipients.get(link.remoteId)?.link !== link) return false
    this.#recipients.delete(link.remoteId)
    return others.some((other) => this.met(other))
  }

  send({ members, changes }: Broadcast): Delivered {
    const whole = this.#perReach((link) => wholeList(members.map((member) => reachableFrom(link, member, this.#self))))
    const news = this.#perReach((link) => {
      const changed = changes.changed.map((member) => reachableFrom(link, member, this.#self))
      return listChanges({ ...changes, changed })
    })
    const isNews = changes.gone.length + changes.changed.length + changes.totals.length > 0
    let [newcomers, others] = [0, 0]
    for (const recipient of this.#recipients.values()) {
      const { link, hasList } = recipient
      if (hasList && !isNews) continue
      for (const message of hasList ? news(link) : whole(link)) link.sendTracker(message)
      if (hasList) others++
      else newcomers++
      recipient.hasList = true
    }
    return { newcomers, others }
  }

  /** Tells every tracker how far we are. */
  tellStatus(status: MemberStatus): void {
    const message = { kind: 'status', ...status } as const
    for (const { link } of this.#recipients.values()) link.sendTracker(message)
  }

  // What many links are told alike is put together once.
  #perReach(make: (link: Link) => TrackerMessage[]): (link: Link) => TrackerMessage[] {
    const made = new Map<string, TrackerMessage[]>()
    return (link) => {
      const reach = reachOf(link)
      const messages = made.get(reach) ?? make(link)
      made.set(reach, messages)
      return messages
    }
  }
}
