import { courseForm } from '../../../src-shared/swarm/address.ts'
import { reasonSentence } from '../../../src-shared/swarm/disconnect-reason.ts'
import type { Member, SwarmFact } from '../../../src-shared/swarm/events.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'

/** The tracker's list as it changes, in the course's words: whom it adds to the swarm, and whom it removes, and why. */
export class MemberLines {
  readonly #say: (line: string) => void
  readonly #names = new Map<PeerId, string>()
  #held: string[] | undefined = []

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  hear(fact: SwarmFact): void {
    if (fact.type === 'member-joined' || fact.type === 'member-updated') this.#listed(fact.member)
    if (fact.type === 'member-left') this.#removed(fact.peer, reasonSentence(fact.reason))
  }

  /** What was held back, so that the course's lines come first, is told now, and the rest as it comes. */
  begin(): void {
    for (const line of this.#held ?? []) this.#say(line)
    this.#held = undefined
  }

  #listed({ id, server, name }: Member): void {
    const isNew = !this.#names.has(id)
    const called = server === null ? name : courseForm(server)
    this.#names.set(id, called)
    if (isNew) this.#tell(`Tracker added peer ${called} to the swarm`)
  }

  #removed(id: PeerId, why: string): void {
    const called = this.#names.get(id)
    if (called !== undefined) this.#tell(`Tracker removed peer ${called} from the swarm: ${why}`)
    this.#names.delete(id)
  }

  #tell(line: string): void {
    if (this.#held) this.#held.push(line)
    else this.#say(line)
  }
}
