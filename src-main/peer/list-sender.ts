import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { listChanges, type TrackerMessage, wholeList } from '../../src-shared/wire/tracker-message.ts'
import type { Broadcast, Delivered } from '../tracker/tracker.ts'
import type { Link } from './link.ts'
import { reachableFrom, reachOf } from './listed-addresses.ts'
import { Recipients } from './recipients.ts'

/** Brings what our tracker broadcasts to the remote peers of a swarm that understand it: the whole list once, then what changes. */
export class ListSender {
  readonly recipients = new Recipients(({ speaks }) => speaks.hasTracker)
  readonly #self: PeerId

  constructor(self: PeerId) {
    this.#self = self
  }

  send({ members, changes }: Broadcast): Delivered {
    const whole = this.#perReach((link) => wholeList(members.map((member) => reachableFrom(link, member, this.#self))))
    const news = this.#perReach((link) => {
      const changed = changes.changed.map((member) => reachableFrom(link, member, this.#self))
      return listChanges({ ...changes, changed })
    })
    const isNews = changes.gone.length + changes.changed.length + changes.totals.length > 0
    let [newcomers, others] = [0, 0]
    for (const recipient of this.recipients) {
      const { link, isTold } = recipient
      if (isTold && !isNews) continue
      for (const message of isTold ? news(link) : whole(link)) link.sendTracker(message)
      if (isTold) others++
      else newcomers++
      recipient.isTold = true
    }
    return { newcomers, others }
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
