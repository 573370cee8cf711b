import { blockCountOf, blockLength, blockLengthAt } from '../../../src-shared/metainfo/piece-geometry.ts'
import type { PieceInFlight } from '../../../src-shared/swarm/events.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'

/** One block of a piece, as BEP 3's request asks for it. */
export interface BlockRequest {
  readonly piece: number
  readonly begin: number
  readonly length: number
}

const nobody: readonly never[] = []

/** One piece while it arrives: for each block, who is asked for it and who sent it. Its bytes rest elsewhere. */
export class PieceDownload<Link extends { readonly remoteId: PeerId }> {
  readonly index: number
  readonly #lengthBytes: number
  /** The sender of each block that is here. */
  readonly #from: (PeerId | undefined)[]
  /** Who is asked for each missing block, first. */
  readonly #asked: (Link | undefined)[]
  /** Who else is asked for it (endgame); few blocks have such an entry. */
  readonly #alsoAsked = new Map<number, readonly Link[]>()
  #askedCount = 0
  #arrived = 0
  /** No block before this one is neither here nor asked for. */
  #firstUnasked = 0
  #alone = false
  #owner: Link | undefined
  /** Who was asked last for a block that nobody was asked for, and how many of those it still owes. */
  #tender: Link | undefined
  #tended = 0

  constructor(index: number, lengthBytes: number) {
    this.index = index
    this.#lengthBytes = lengthBytes
    this.#from = new Array(blockCountOf(lengthBytes)).fill(undefined)
    this.#asked = new Array(this.#from.length).fill(undefined)
  }

  get complete(): boolean {
    return this.#arrived === this.#from.length
  }

  /** How many blocks are neither here nor asked for. */
  get unasked(): number {
    return this.#from.length - this.#arrived - this.#askedCount
  }

  /** When set, only this one is asked: then a wrong hash has one culprit. */
  get owner(): Link | undefined {
    return this.#owner
  }

  /** Who sent each block, by block; undefined for one that is not here. */
  get from(): readonly (PeerId | undefined)[] {
    return this.#from
  }

  /** The peers whose blocks are in it, each once. */
  get senders(): PeerId[] {
    return [...new Set(this.#from.filter((id) => id !== undefined))]
  }

  get inFlight(): PieceInFlight {
    return { piece: this.index, arrived: this.#arrived, requested: this.#askedCount, blocks: this.#from.length }
  }

  /** Who began it, or went on with it last. */
  get tender(): Link | undefined {
    return this.#tender
  }

  /** Does that link still owe blocks of it? */
  get isTended(): boolean {
    return this.#tended > 0
  }

  /** The first block that nobody is asked for and that is not here; now this one is asked. */
  ask(link: Link): BlockRequest | undefined {
    if (this.unasked === 0 || !this.#admits(link)) return undefined
    while (this.#from[this.#firstUnasked] !== undefined || this.#asked[this.#firstUnasked]) this.#firstUnasked++
    this.#asked[this.#firstUnasked] = link
    this.#askedCount++
    this.#tended = this.#tender === link ? this.#tended + 1 : 1
    this.#tender = link
    return this.#requestOf(this.#firstUnasked)
  }

  /** The first missing block that at most `alreadyAsked` others are asked for, and not this one; now it is asked too. */
  askAgain(link: Link, alreadyAsked: number): BlockRequest | undefined {
    if (this.#alone || this.#askedCount === 0) return undefined
    for (const [block, first] of this.#asked.entries()) {
      const others: readonly Link[] = this.#alsoAsked.get(block) ?? nobody
      if (!first || others.length + 1 > alreadyAsked || first === link || others.includes(link)) continue
      this.#alsoAsked.set(block, [...others, link])
      return this.#requestOf(block)
    }
    return undefined
  }

  /** Takes note of a block; answers the others who are asked for it too. Undefined when it is here already, or not welcome. */
  store(begin: number, link: Link): readonly Link[] | undefined {
    const block = begin / blockLength
    if (!(block >= 0 && block < this.#from.length) || this.#from[block] !== undefined || !Number.isInteger(block))
      return undefined
    if (this.#alone && this.#owner !== link) return undefined
    const first = this.#asked[block]
    const also = this.#alsoAsked.get(block)
    if (first) this.#forgetBlock(block)
    this.#owesLess(first)
    this.#from[block] = link.remoteId
    this.#arrived++
    if (!also && (!first || first === link)) return nobody
    return [...(first ? [first] : nobody), ...(also ?? nobody)].filter((other) => other !== link)
  }

  /** This one will not send the block any more. */
  release(begin: number, link: Link): void {
    this.#forgetAsked(begin / blockLength, link)
  }

  /** This one will send nothing any more. */
  forget(link: Link): void {
    for (let block = 0; block < this.#asked.length; block++) this.#forgetAsked(block, link)
    if (this.#owner === link) this.#owner = undefined
  }

  /** It came wrong: all of it is fetched again, from whoever asks first and from nobody else. */
  startAlone(): void {
    this.#alone = true
    this.#owner = undefined
    this.#clear()
  }

  /** Fetched alone, and its owner is asked for nothing: this one takes over, from the start unless it sent all that is here. */
  takeOver(link: Link): boolean {
    if (!this.#alone || this.#askedCount > 0) return false
    this.#owner = undefined
    return this.#admits(link)
  }

  #admits(link: Link): boolean {
    if (!this.#alone) return true
    if (this.#owner === undefined) {
      this.#owner = link
      if (this.senders.some((id) => id !== link.remoteId)) this.#clear()
    }
    return this.#owner === link
  }

  #clear(): void {
    this.#from.fill(undefined)
    this.#asked.fill(undefined)
    this.#alsoAsked.clear()
    this.#askedCount = 0
    this.#arrived = 0
    this.#firstUnasked = 0
    this.#tended = 0
  }

  #owesLess(link: Link | undefined): void {
    if (link === this.#tender && this.#tended > 0) this.#tended--
  }

  #forgetAsked(block: number, link: Link): void {
    const first = this.#asked[block]
    if (!first) return
    const also = this.#alsoAsked.get(block)?.filter((other) => other !== link) ?? nobody
    if (first === link) {
      this.#owesLess(link)
      this.#asked[block] = also[0]
    }
    const rest = first === link ? also.slice(1) : also
    if (rest.length > 0) this.#alsoAsked.set(block, rest)
    else this.#alsoAsked.delete(block)
    if (this.#asked[block]) return
    this.#askedCount--
    this.#firstUnasked = Math.min(this.#firstUnasked, block)
  }

  #forgetBlock(block: number): void {
    this.#asked[block] = undefined
    this.#alsoAsked.delete(block)
    this.#askedCount--
  }

  #requestOf(block: number): BlockRequest {
    return { piece: this.index, begin: block * blockLength, length: blockLengthAt(this.#lengthBytes, block) }
  }
}
