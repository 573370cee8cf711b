import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import type { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import type { Random } from '../../random.ts'
import { type BlockRequest, PieceDownload } from './piece-download.ts'
import { PiecePicker } from './piece-picker.ts'

/** What the download needs to know of a link it can ask. */
export interface Source {
  readonly remoteId: PeerId
  readonly remotePieces: Bitfield
}

/** A block that arrived: the piece when it is complete, and who else was asked for the block. */
export interface Arrival<Link> {
  readonly complete: PieceDownload<Link> | undefined
  readonly alsoAsked: readonly Link[]
}

/**
 * One torrent's download over all its links at once: which block to ask whom for next. Pieces that were begun come before
 * new ones; when every missing block is asked for, links with nothing to do ask a second peer (endgame).
 */
export class Download<Link extends Source> {
  readonly #have: Bitfield
  readonly #lengthOf: (piece: number) => number
  readonly #picker: PiecePicker
  readonly #active = new Map<number, PieceDownload<Link>>()
  /** Pieces that came wrong from several: the next time each comes from one. */
  readonly #suspect = new Set<number>()

  constructor(have: Bitfield, lengthOf: (piece: number) => number, random: Random) {
    this.#have = have
    this.#lengthOf = lengthOf
    this.#picker = new PiecePicker(have, random)
  }

  remoteHas(pieces: Iterable<number>): void {
    this.#picker.count(pieces, 1)
  }

  /** Does the remote have a piece that we lack? */
  wants(remotePieces: Bitfield): boolean {
    for (const index of remotePieces.indices()) if (!this.#have.has(index)) return true
    return false
  }

  /** The next block to ask this link for; undefined when it has nothing more for us. */
  next(link: Link): BlockRequest | undefined {
    const request = this.#askActive(link, 0) ?? this.#askNew(link)
    if (request || this.#picker.remaining > 0) return request
    return this.#askActive(link, 1)
  }

  /** Takes in a block that was asked of this link; undefined when another link had brought it already. */
  arrived(link: Link, piece: number, begin: number, block: Uint8Array): Arrival<Link> | undefined {
    const active = this.#active.get(piece)
    const alsoAsked = active?.store(begin, block, link.remoteId, link)
    if (!active || !alsoAsked) return undefined
    return { complete: active.complete ? active : undefined, alsoAsked }
  }

  /** The link will not send this block: another may be asked. */
  release(link: Link, request: BlockRequest): void {
    const active = this.#active.get(request.piece)
    active?.release(request.begin, link)
    if (active?.idle) this.#drop(request.piece)
  }

  /** The link is gone, with the pieces its peer had. Its requests are released one by one before. */
  gone(link: Link): void {
    this.#picker.count(link.remotePieces.indices(), -1)
    for (const [index, active] of [...this.#active]) if (active.owner === link) this.#drop(index)
  }

  /** The piece's hash was right and it rests in the store. */
  verified(piece: number): void {
    this.#have.set(piece)
    this.#active.delete(piece)
    this.#suspect.delete(piece)
  }

  /** The piece's hash was wrong: all of it is fetched again, and from one peer alone. */
  rejected(piece: number): void {
    this.#suspect.add(piece)
    this.#drop(piece)
  }

  #drop(piece: number): void {
    this.#active.delete(piece)
    this.#picker.free(piece)
  }

  #askActive(link: Link, alreadyAsked: number): BlockRequest | undefined {
    for (const [index, active] of this.#active) {
      if (active.complete || !link.remotePieces.has(index)) continue
      if (active.owner !== undefined && active.owner !== link) continue
      const request = active.ask(link, alreadyAsked)
      if (request) return request
    }
    return undefined
  }

  #askNew(link: Link): BlockRequest | undefined {
    const index = this.#picker.take(link.remotePieces)
    if (index === undefined) return undefined
    const owner = this.#suspect.has(index) ? link : undefined
    const piece = new PieceDownload<Link>(index, this.#lengthOf(index), owner)
    this.#active.set(index, piece)
    return piece.ask(link, 0)
  }
}
