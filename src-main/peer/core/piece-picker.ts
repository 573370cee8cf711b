import type { PickingName } from '../../../src-shared/swarm/picking.ts'
import type { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import { type Random, seededRandom } from '../../random.ts'
import { LinkOffer } from './link-offer.ts'
import { PieceQueue } from './piece-queue.ts'

// Something to trade soon matters more than what is rare, until there is something.
const piecesAtRandom = 4

// Bits of what is known of a piece: it is wanted and not had; it was begun, and stays so.
const lacked = 1
const begun = 2

/**
 * Chooses which piece to begin next. It knows what each link's remote peer has, how many have each piece, which pieces we
 * lack and which of those are begun. All of that is kept up to date piece by piece, so no choice looks at all pieces.
 */
export class PiecePicker<Link> {
  readonly #have: Bitfield
  readonly #random: Random
  /** How many links' remotes have each piece: fewer than there are ports. */
  readonly #availability: Uint16Array
  /** Those bits of each piece. */
  readonly #state: Uint8Array
  readonly #offers = new Map<Link, LinkOffer>()
  /** Those that lack something: only of them each is looked at for each piece. */
  readonly #partial = new Map<Link, LinkOffer>()
  #picking: PickingName
  #started: number
  #departures = 0
  #missing = 0
  #unbegun = 0

  constructor(parts: { have: Bitfield; wanted: Bitfield; random: Random; picking: PickingName }) {
    this.#have = parts.have
    // Lots are drawn all the time: asking the system for each would cost more than the choice.
    this.#random = seededRandom(parts.random.below(2 ** 32))
    this.#availability = new Uint16Array(parts.have.count)
    this.#state = new Uint8Array(parts.have.count)
    this.#picking = parts.picking
    this.#started = parts.have.size
    this.setWanted(parts.wanted)
  }

  get picking(): PickingName {
    return this.#picking
  }

  set picking(picking: PickingName) {
    this.#picking = picking
    for (const offer of this.#offers.values()) offer.reopen()
  }

  /** How many wanted pieces we lack. */
  get missing(): number {
    return this.#missing
  }

  /** How many of them are not begun. */
  get unbegun(): number {
    return this.#unbegun
  }

  /** Is the piece wanted and not had? */
  lacks(piece: number): boolean {
    return (this.#stateOf(piece) & lacked) !== 0
  }

  availabilityOf(piece: number): number {
    return this.#availability[piece] ?? 0
  }

  /** What the link's remote peer has; undefined for a link that was not opened. */
  piecesOf(link: Link): Bitfield | undefined {
    return this.#offers.get(link)?.pieces
  }

  /** Does it have a piece that we want and lack? */
  wants(link: Link): boolean {
    const offer = this.#offers.get(link)
    return offer !== undefined && this.#wantedOf(offer) > 0
  }

  open(link: Link): void {
    if (this.#offers.has(link)) return
    const offer = new LinkOffer(this.#have.count)
    this.#offers.set(link, offer)
    this.#partial.set(link, offer)
  }

  /** The remote peer of an opened link has these pieces; those counted before do not count twice. */
  count(link: Link, pieces: Iterable<number>): void {
    const offer = this.#offers.get(link)
    if (!offer) return
    for (const piece of pieces) {
      if (offer.pieces.has(piece)) continue
      offer.pieces.set(piece)
      this.#availability[piece] = this.availabilityOf(piece) + 1
      if (!this.lacks(piece)) continue
      offer.wanted++
      if (!this.#isFree(piece)) continue
      offer.widen(piece)
      offer.queue?.add(piece, this.#rankOf(piece))
    }
    if (offer.isWhole) this.#partial.delete(link)
  }

  close(link: Link): void {
    const offer = this.#offers.get(link)
    if (!offer) return
    this.#offers.delete(link)
    this.#partial.delete(link)
    this.#departures++
    for (const piece of offer.pieces.indices()) this.#availability[piece] = this.availabilityOf(piece) - 1
  }

  /** Only these pieces are chosen from now on. */
  setWanted(wanted: Bitfield): void {
    this.#missing = 0
    this.#unbegun = 0
    for (let piece = 0; piece < this.#state.length; piece++) {
      const isLacked = wanted.has(piece) && !this.#have.has(piece)
      this.#state[piece] = (this.#stateOf(piece) & begun) | (isLacked ? lacked : 0)
      if (isLacked) this.#missing++
      if (this.#isFree(piece)) this.#unbegun++
    }
    for (const offer of this.#offers.values()) {
      offer.reopen()
      if (offer.isWhole) continue
      offer.wanted = 0
      for (const piece of offer.pieces.indices()) if (this.lacks(piece)) offer.wanted++
    }
  }

  /** We have the piece now. Answers the links that have nothing for us any more because of that. */
  got(piece: number): Link[] {
    this.#have.set(piece)
    const done: Link[] = []
    if (!this.lacks(piece)) return done
    if (this.#isFree(piece)) this.#unbegun--
    this.#state[piece] = this.#stateOf(piece) & begun
    this.#missing--
    for (const [link, offer] of this.#partial) if (offer.pieces.has(piece) && --offer.wanted === 0) done.push(link)
    if (this.#missing === 0) for (const [link, { isWhole }] of this.#offers) if (isWhole) done.push(link)
    return done
  }

  /** The remote peer of the link suggests this piece (BEP 6). */
  suggest(link: Link, piece: number): void {
    this.#offers.get(link)?.suggest(piece)
  }

  /** What the remote peer of the link suggested holds no longer. */
  forgetSuggestions(link: Link): void {
    this.#offers.get(link)?.forgetSuggestions()
  }

  /**
   * The next piece of the link's to begin, which then counts as begun; undefined when it has none. With `among` it is one of
   * those few, each of which is looked at; without, of those that are no rarer it is one that goes on with a run of so many
   * pieces, which the remote can read at once.
   */
  take(link: Link, among?: Iterable<number>, runLength = 1): number | undefined {
    const offer = this.#offers.get(link)
    if (!offer || this.#wantedOf(offer) === 0 || this.#unbegun === 0) return undefined
    const piece = among ? this.#firstAmong(offer, among) : this.#inRun(offer, runLength, this.#first(offer))
    if (piece === undefined) return undefined
    offer.last = piece
    this.#state[piece] = this.#stateOf(piece) | begun
    this.#started++
    this.#unbegun--
    return piece
  }

  /** How many have the piece that the link would begin next; infinity when rarity does not count, or it would begin none. */
  rarityOf(link: Link): number {
    const offer = this.#offers.get(link)
    if (!offer || this.#unbegun === 0 || !this.#isByRarity) return Number.POSITIVE_INFINITY
    const first = this.#first(offer)
    return first === undefined ? Number.POSITIVE_INFINITY : this.availabilityOf(first)
  }

  #wantedOf({ isWhole, wanted }: LinkOffer): number {
    return isWhole ? this.#missing : wanted
  }

  get #isByRarity(): boolean {
    return this.#picking === 'rarest-first' && this.#started >= piecesAtRandom
  }

  #isFree(piece: number): boolean {
    return this.#state[piece] === lacked
  }

  #stateOf(piece: number): number {
    return this.#state[piece] ?? 0
  }

  #first(offer: LinkOffer): number | undefined {
    if (this.#picking === 'in-order') return offer.lowest((piece) => this.#isFree(piece))
    offer.queue ??= this.#queueOf(offer)
    const first = offer.queue.first((piece) => (this.#isFree(piece) ? this.#rankOf(piece) : undefined), this.#random)
    return first === undefined ? undefined : this.#suggestedInstead(offer, first)
  }

  #queueOf(offer: LinkOffer): PieceQueue {
    const queue = new PieceQueue()
    for (let piece = 0; piece < offer.pieces.count; piece++) {
      if (this.#isFree(piece) && offer.pieces.has(piece)) queue.add(piece, this.#rankOf(piece))
    }
    return queue
  }

  #suggestedInstead(offer: LinkOffer, first: number): number {
    if (this.#picking !== 'rarest-first') return first
    return offer.suggested.find((piece) => this.#isAsGood(offer, piece, first)) ?? first
  }

  /** The lowest piece as good as the first one, of the run of the last one or else of its own: a run is begun at its start. */
  #inRun(offer: LinkOffer, runLength: number, first: number | undefined): number | undefined {
    if (runLength === 1 || first === undefined || !this.#isByRarity) return first
    // What it suggests to us it suggests to nobody else.
    if (offer.suggested.includes(first)) return first
    for (const one of [offer.last ?? first, first]) {
      const start = one - (one % runLength)
      for (let piece = start; piece < start + runLength; piece++) if (this.#isAsGood(offer, piece, first)) return piece
    }
    return first
  }

  #isAsGood(offer: LinkOffer, piece: number, first: number): boolean {
    return this.#isFree(piece) && offer.pieces.has(piece) && this.availabilityOf(piece) === this.availabilityOf(first)
  }

  #firstAmong(offer: LinkOffer, among: Iterable<number>): number | undefined {
    return this.#lowest(
      among,
      (piece) => this.#isFree(piece) && offer.pieces.has(piece),
      (piece) => this.#rankOf(piece),
    )
  }

  /**
   * The piece with the lowest rank comes first. Availability falls only when a link closes, and then by one at most: with
   * the departures added, a rank never falls while its piece waits.
   */
  #rankOf(piece: number): number {
    if (this.#picking === 'in-order') return piece
    return this.#isByRarity ? this.availabilityOf(piece) + this.#departures : 0
  }

  #lowest(
    pieces: Iterable<number>,
    passes: (piece: number) => boolean,
    rankOf: (piece: number) => number,
  ): number | undefined {
    let best: number | undefined
    let lowest = Number.POSITIVE_INFINITY
    let ties = 0
    for (const piece of pieces) {
      if (!passes(piece)) continue
      const rank = rankOf(piece)
      if (rank > lowest) continue
      ties = rank < lowest ? 1 : ties + 1
      lowest = rank
      // Keeps each of the equals with the same chance, in one pass.
      if (ties === 1 || this.#random.below(ties) === 0) best = piece
    }
    return best
  }
}
