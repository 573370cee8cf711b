import type { PieceInFlight } from '../../../src-shared/swarm/events.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'
import type { PickingName } from '../../../src-shared/swarm/picking.ts'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import type { Random } from '../../random.ts'
import { BadPieces, type Guilty } from './bad-pieces.ts'
import { type BlockRequest, PieceDownload } from './piece-download.ts'
import { PiecePicker } from './piece-picker.ts'
import { runBytes } from './run.ts'

export type { Guilty } from './bad-pieces.ts'

/** What the download needs to know of a link it can ask. */
export interface Source {
  readonly remoteId: PeerId
  readonly remotePieces: Bitfield
}

/** A block that arrived: whether its piece is complete now, and who else was asked for the block. */
export interface Arrival<Link> {
  readonly complete: boolean
  readonly alsoAsked: readonly Link[]
}

const oneBlock: Arrival<never> = { complete: false, alsoAsked: [] }
const lastBlock: Arrival<never> = { complete: true, alsoAsked: [] }

type Passes = (piece: number) => boolean

/**
 * One torrent's download over all its links at once: which block to ask whom for next. What a link began it finishes before
 * it begins another piece. What another link began it goes on with when nobody is at it any more and it has no rarer piece to
 * begin, or when it has none to begin at all: otherwise a seeder would be asked for the rest of what anybody could send,
 * instead of what it alone has. When every missing block is asked for, links with nothing to do ask up to two more peers
 * (endgame). A piece that came wrong is fetched again from one peer alone.
 */
export class Download<Link extends Source> {
  readonly #lengthOf: (piece: number) => number
  /** How many pieces are read at once. */
  readonly #runLength: number
  readonly #picker: PiecePicker<Link>
  readonly #badPieces = new BadPieces()
  readonly #begun = new Map<number, PieceDownload<Link>>()
  /** Those of the begun that are wanted and have a block that nobody is asked for. */
  readonly #unasked = new Set<PieceDownload<Link>>()
  /** Of those, the ones that nobody is at any more. */
  readonly #abandoned = new Set<PieceDownload<Link>>()
  /** The piece that each link is at. */
  readonly #tending = new Map<Link, PieceDownload<Link>>()

  constructor(parts: {
    have: Bitfield
    lengthOf: (piece: number) => number
    random: Random
    picking?: PickingName
    wanted?: Bitfield
  }) {
    const { have, random, picking = 'rarest-first', wanted = Bitfield.full(have.count) } = parts
    this.#lengthOf = parts.lengthOf
    this.#runLength = Math.max(1, Math.floor(runBytes / this.#lengthOf(0)))
    this.#picker = new PiecePicker({ have, wanted, random, picking })
  }

  /** How the next piece is chosen; a change holds from the next one on. */
  get picking(): PickingName {
    return this.#picker.picking
  }

  set picking(picking: PickingName) {
    this.#picker.picking = picking
  }

  /** The pieces that at least one wanted file needs: no others are asked for from now on. */
  setWanted(wanted: Bitfield): void {
    this.#picker.setWanted(wanted)
    for (const piece of this.#begun.values()) this.#note(piece)
  }

  /** Is every wanted piece had? */
  get complete(): boolean {
    return this.#picker.missing === 0
  }

  /** Is every missing wanted block asked for, of those that several may be asked for? */
  get isEndgame(): boolean {
    if (this.complete || this.#picker.unbegun > 0) return false
    for (const piece of this.#unasked) if (piece.owner === undefined) return false
    return true
  }

  /** The link may be asked from now on, for all of its remote's pieces. */
  opened(link: Link): void {
    this.#picker.open(link)
    this.#picker.count(link, link.remotePieces.indices())
  }

  /** The remote has these pieces too; some may have been counted before. */
  remoteHas(link: Link, pieces: Iterable<number>): void {
    this.#picker.count(link, pieces)
  }

  /** Does the remote have a wanted piece that we lack? */
  wants(link: Link): boolean {
    return this.#picker.wants(link)
  }

  /** The remote suggests a piece (BEP 6): it comes first among the equally rare. */
  suggested(link: Link, piece: number): void {
    this.#picker.suggest(link, piece)
  }

  /** The remote chokes us: by the time it serves us again, it will have suggested those pieces to others. */
  choked(link: Link): void {
    this.#picker.forgetSuggestions(link)
  }

  /**
   * The next block to ask this link for; undefined when it has nothing more for us. `among`: of which pieces, when not of all;
   * `inRuns`: of those that are no rarer, rather of one beside the last, so that its remote can read both at once.
   */
  next(link: Link, among?: ReadonlySet<number>, inRuns = false): BlockRequest | undefined {
    const pieces = this.#picker.piecesOf(link)
    if (!pieces) return undefined
    // Almost always: no other piece need be looked at for that.
    const own = this.#tending.get(link)
    if (own?.tender === link && this.#unasked.has(own) && (among === undefined || among.has(own.index))) {
      const request = own.ask(link)
      if (request) return this.#noted(own, request, link)
    }
    const passes = (piece: number) => pieces.has(piece) && (among === undefined || among.has(piece))
    return (
      this.#askAbandoned(link, passes) ??
      this.#askNew(link, among, inRuns) ??
      this.#askBegun(link, passes, this.#unasked, () => true) ??
      this.#askInstead(link, passes) ??
      this.#askAgain(link, passes)
    )
  }

  /** A block that was asked of this link arrived; undefined when it was here already or is not wanted from this link. */
  arrived(link: Link, index: number, begin: number): Arrival<Link> | undefined {
    const piece = this.#begun.get(index)
    const alsoAsked = piece?.store(begin, link)
    if (!piece || !alsoAsked) return undefined
    this.#note(piece)
    if (alsoAsked.length === 0) return piece.complete ? lastBlock : oneBlock
    return { complete: piece.complete, alsoAsked }
  }

  /** The peers whose blocks of a begun piece are here, each once. */
  sendersOf(piece: number): PeerId[] {
    return this.#begun.get(piece)?.senders ?? []
  }

  /** The link will not send this block: another may be asked. */
  release(link: Link, request: BlockRequest): void {
    const piece = this.#begun.get(request.piece)
    if (!piece) return
    piece.release(request.begin, link)
    this.#note(piece)
  }

  /** The link is gone, with the pieces its peer had and with what it was asked for. */
  gone(link: Link): void {
    this.#picker.close(link)
    this.#tending.delete(link)
    for (const piece of this.#begun.values()) {
      piece.forget(link)
      this.#note(piece)
    }
  }

  /**
   * The piece's hash was right: it is had now. Answers who had sent other blocks when it came wrong before, and the links that
   * have nothing for us any more.
   */
  verified(index: number, bytes: Uint8Array): { readonly guilty: Guilty[]; readonly done: readonly Link[] } {
    const piece = this.#begun.get(index)
    this.#begun.delete(index)
    if (piece) this.#drop(piece)
    const done = this.#picker.got(index)
    return { guilty: this.#badPieces.compare(index, bytes), done }
  }

  /** The piece's hash was wrong: all of it is fetched again, from one peer alone. Answers who is guilty, if that is certain. */
  rejected(index: number, bytes: Uint8Array): Guilty[] {
    const piece = this.#begun.get(index)
    if (!piece) return []
    const [first, ...others] = piece.senders
    const guilty = first === undefined || others.length > 0 ? [] : [{ peer: first, blocks: [] }]
    if (others.length > 0) this.#badPieces.keep(index, bytes, piece.from)
    piece.startAlone()
    this.#note(piece)
    return guilty
  }

  /** The begun pieces of which something is here or asked for. */
  inFlight(): PieceInFlight[] {
    return [...this.#begun.values()]
      .map((piece) => piece.inFlight)
      .filter(({ piece, arrived, requested }) => requested > 0 || (arrived > 0 && this.#picker.lacks(piece)))
  }

  /** Keeps `#unasked` and `#abandoned` true after any change to the piece. */
  #note(piece: PieceDownload<Link>): void {
    if (piece.unasked === 0 || !this.#picker.lacks(piece.index)) return this.#drop(piece)
    this.#unasked.add(piece)
    if (piece.isTended) this.#abandoned.delete(piece)
    else this.#abandoned.add(piece)
  }

  #drop(piece: PieceDownload<Link>): void {
    this.#unasked.delete(piece)
    this.#abandoned.delete(piece)
  }

  #askBegun(
    link: Link,
    passes: Passes,
    among: ReadonlySet<PieceDownload<Link>>,
    suits: (piece: PieceDownload<Link>) => boolean,
  ): BlockRequest | undefined {
    for (const piece of among) {
      if (!suits(piece) || !passes(piece.index)) continue
      const request = piece.ask(link)
      if (request) return this.#noted(piece, request, link)
    }
    return undefined
  }

  /** A piece that another link began and is no longer at, unless this one has a rarer piece to begin. */
  #askAbandoned(link: Link, passes: Passes): BlockRequest | undefined {
    if (this.#abandoned.size === 0) return undefined
    const rarest = this.#picker.rarityOf(link)
    const suits = (piece: PieceDownload<Link>) => this.#picker.availabilityOf(piece.index) <= rarest
    return this.#askBegun(link, passes, this.#abandoned, suits)
  }

  #askNew(link: Link, among: ReadonlySet<number> | undefined, inRuns: boolean): BlockRequest | undefined {
    const index = this.#picker.take(link, among, inRuns ? this.#runLength : 1)
    if (index === undefined) return undefined
    const piece = new PieceDownload<Link>(index, this.#lengthOf(index))
    this.#begun.set(index, piece)
    return this.#noted(piece, piece.ask(link), link)
  }

  /** A piece that must come from one alone, which is asked for nothing of it now: rather from this one than never. */
  #askInstead(link: Link, passes: Passes): BlockRequest | undefined {
    for (const piece of this.#unasked) {
      if (passes(piece.index) && piece.takeOver(link)) return this.#noted(piece, piece.ask(link), link)
    }
    return undefined
  }

  /** Endgame: blocks that one other is asked for come before those that two are asked for. */
  #askAgain(link: Link, passes: Passes): BlockRequest | undefined {
    if (!this.isEndgame) return undefined
    for (const alreadyAsked of [1, 2]) {
      for (const piece of this.#begun.values()) {
        if (!this.#picker.lacks(piece.index) || !passes(piece.index)) continue
        const request = piece.askAgain(link, alreadyAsked)
        if (request) return request
      }
    }
    return undefined
  }

  #noted(piece: PieceDownload<Link>, request: BlockRequest | undefined, link: Link): BlockRequest | undefined {
    this.#note(piece)
    this.#tending.set(link, piece)
    return request
  }
}
