import type { SwarmFact } from '../../../src-shared/swarm/events.ts'

/** How asking the trackers goes: a line when one fails, none for each time that it is tried again, and one when it answers at last. */
export class TrackerLines {
  readonly #say: (line: string) => void
  readonly #failing = new Set<string>()

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  hear(fact: SwarmFact): void {
    // Whether it hears that we leave matters to nobody here.
    if (fact.type !== 'announce-ended' || fact.event === 'stopped') return
    const { url, outcome } = fact
    if (!outcome.ok) this.#failed(url, outcome.detail)
    else if (this.#failing.delete(url)) this.#say(`Announcing to ${url} works now`)
  }

  #failed(url: string, detail: string): void {
    if (this.#failing.has(url)) return
    this.#failing.add(url)
    this.#say(`Announcing to ${url} failed. ${detail}`)
  }
}
