import type { Address } from '../../src-shared/swarm/ids.ts'
import type { Link } from './link.ts'

/** A server to whose peer there is a link now, or was; numbers go up with everyone who comes or goes. */
export interface LinkedServer {
  readonly address: Address
  readonly cameAs: number
  /** Undefined while it is here. */
  readonly wentAs: number | undefined
  /** Oldest first; none once it is gone. */
  readonly links: readonly Link[]
}

interface Entry extends LinkedServer {
  wentAs: number | undefined
  links: readonly Link[]
}

// Whoever hears of nobody for so long that more have gone hears no more of the first of them.
const maxGone = 500
// Room that those who went leave behind, before it is swept up.
const maxGaps = 64

/**
 * Where the peers listen that a swarm has links to, and in which order they came and went: whoever knows how far it was told
 * can be told of the rest, and no list need be kept of what each knows.
 */
export class LinkedServers {
  readonly #byLink = new Map<Link, Entry>()
  readonly #byAddress = new Map<Address, Entry>()
  /** By the number as which they came; with some who are gone. */
  #came: Entry[] = []
  /** By the number as which they went. */
  readonly #went: Entry[] = []
  #number = 0

  /** How many there are. */
  get size(): number {
    return this.#byAddress.size
  }

  /** The number of whoever came or went last. */
  get latest(): number {
    return this.#number
  }

  has(address: Address | null): boolean {
    return address !== null && this.#byAddress.has(address)
  }

  /** There is a new link, or where its remote peer listens may have come to be known. */
  note(link: Link): void {
    const { server } = link.remote
    if (this.#byLink.get(link)?.address === server) return
    this.gone(link)
    if (server === null) return
    const known = this.#byAddress.get(server)
    const entry = known ?? { address: server, cameAs: ++this.#number, wentAs: undefined, links: [] }
    entry.links = [...entry.links, link]
    this.#byLink.set(link, entry)
    if (known) return
    this.#byAddress.set(server, entry)
    this.#came.push(entry)
  }

  /** A link is over. */
  gone(link: Link): void {
    const entry = this.#byLink.get(link)
    if (!entry) return
    this.#byLink.delete(link)
    entry.links = entry.links.filter((other) => other !== link)
    if (entry.links.length > 0) return
    this.#byAddress.delete(entry.address)
    entry.wentAs = ++this.#number
    this.#went.push(entry)
    if (this.#went.length > maxGone) this.#went.shift()
    if (this.#came.length > 2 * this.size + maxGaps) this.#came = this.#came.filter(isHere)
  }

  /** Those that came after that number and are here, in their order. */
  *cameAfter(number: number): Iterable<LinkedServer> {
    for (let i = firstAfter(this.#came, number, ({ cameAs }) => cameAs); i < this.#came.length; i++) {
      const entry = this.#came[i]
      if (entry && isHere(entry)) yield entry
    }
  }

  /** Those that went after that number, in their order; of very many only the last. */
  *wentAfter(number: number): Iterable<LinkedServer> {
    for (let i = firstAfter(this.#went, number, ({ wentAs = 0 }) => wentAs); i < this.#went.length; i++) {
      const entry = this.#went[i]
      if (entry) yield entry
    }
  }
}

function isHere({ wentAs }: Entry): boolean {
  return wentAs === undefined
}

/** Where in the ascending list the first lies that has a higher number. */
function firstAfter(entries: readonly Entry[], number: number, numberOf: (entry: Entry) => number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = entries[middle]
    if (entry && numberOf(entry) <= number) low = middle + 1
    else high = middle
  }
  return low
}
