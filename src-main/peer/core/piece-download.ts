import { blockCountOf, blockLength, blockLengthAt } from '../../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'

/** One block of a piece, as BEP 3's request asks for it. */
export interface BlockRequest {
  readonly piece: number
  readonly begin: number
  readonly length: number
}

/** One piece while it arrives: its bytes so far, and for each block who was asked and who sent it. */
export class PieceDownload<Asked> {
  readonly index: number
  readonly bytes: Uint8Array
  /** When set, all of the piece comes from this one: then a wrong hash has one culprit. */
  readonly owner: Asked | undefined
  readonly #asked: Set<Asked>[]
  readonly #from: (PeerId | undefined)[]
  #missing: number

  constructor(index: number, lengthBytes: number, owner?: Asked) {
    this.index = index
    this.bytes = new Uint8Array(lengthBytes)
    this.owner = owner
    this.#missing = blockCountOf(lengthBytes)
    this.#asked = Array.from({ length: this.#missing }, () => new Set<Asked>())
    this.#from = new Array(this.#missing)
  }

  get complete(): boolean {
    return this.#missing === 0
  }

  /** The peers whose blocks are in it, each once. */
  get senders(): PeerId[] {
    return [...new Set(this.#from.filter((id) => id !== undefined))]
  }

  /** The first missing block that at most `alreadyAsked` others were asked for, and not this one; now it is asked. */
  ask(whom: Asked, alreadyAsked: number): BlockRequest | undefined {
    for (let block = 0; block < this.#asked.length; block++) {
      const asked = this.#asked[block]
      if (this.#from[block] !== undefined || !asked || asked.size > alreadyAsked || asked.has(whom)) continue
      asked.add(whom)
      return this.#requestOf(block)
    }
    return undefined
  }

  /** Takes a block in; answers the others who were asked for it too. Undefined when it was here already. */
  store(begin: number, block: Uint8Array, from: PeerId, whom: Asked): Asked[] | undefined {
    const index = begin / blockLength
    const asked = this.#asked[index]
    if (!asked || this.#from[index] !== undefined) return undefined
    this.bytes.set(block, begin)
    this.#from[index] = from
    this.#missing--
    asked.delete(whom)
    const others = [...asked]
    asked.clear()
    return others
  }

  /** This one will not send it any more. */
  release(begin: number, whom: Asked): void {
    this.#asked[begin / blockLength]?.delete(whom)
  }

  /** Nothing has arrived and nobody is asked: the piece can be given back. */
  get idle(): boolean {
    return this.#missing === this.#from.length && this.#asked.every((asked) => asked.size === 0)
  }

  #requestOf(block: number): BlockRequest {
    return { piece: this.index, begin: block * blockLength, length: blockLengthAt(this.bytes.length, block) }
  }
}
