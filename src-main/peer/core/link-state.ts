import { blockCountOf, blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
import { Bitfield } from '../../../src-shared/wire/bitfield.ts'
import type { Message } from '../../../src-shared/wire/message-table.ts'
import { ProtocolError } from '../../../src-shared/wire/protocol-error.ts'
import type { BlockRequest } from './piece-download.ts'

/** What a link must know of the torrent to check what the remote says. */
export interface TorrentShape {
  /** The pieces that we have verified. */
  readonly have: Bitfield
  pieceLengthAt(piece: number): number
}

/** Requests a remote may leave unanswered with us; we announce it as `reqq` (BEP 10). */
export const maxQueuedRequests = 500

// Made for a link when it is first needed: most links never do, and there may be thousands.
const noPieces = new Set<number>()

const maxGivenUp = 4 * maxQueuedRequests

// BEP 6 speaks of ten pieces; one that allows more must not make us look through them all the time.
const maxAllowedToUs = 100

// Of a piece that is allowed fast, each byte may be asked for again after a mistake; more often is a free ride.
const timesAllowed = 2

const fastNames: ReadonlySet<Message['name']> = new Set(['have-all', 'have-none', 'suggest', 'allowed-fast', 'reject'])

/**
 * What taking a message in came to: `news`; `nothing` new, such as a block no longer waited for or a flag that is so
 * already; or `reject`: the request, or the cancelled request, that must be answered with a reject (BEP 6).
 */
export type Taken = 'news' | 'nothing' | 'reject'

/**
 * The rules of one link after the handshake (BEP 3, and BEP 6 where both sides speak it): its four flags, what the remote
 * has, what each side has asked for. receive() checks a message against them and takes it in; a broken rule is a
 * ProtocolError that names it.
 */
export class LinkState {
  amChoking = true
  amInterested = false
  peerChoking = true
  peerInterested = false
  remotePieces: Bitfield
  /** Blocks that we asked for and that have not come yet, by their number in the torrent. */
  readonly requested = new Map<number, BlockRequest>()
  /** Blocks that the remote asked for and that we have not sent yet, oldest first. */
  readonly queued: BlockRequest[] = []
  /** Pieces that we may ask for while choked (BEP 6). */
  allowedToUs = noPieces
  /** Both sides speak BEP 6. */
  readonly fast: boolean
  readonly #shape: TorrentShape | null
  // Given up by a choke or a time-out, but they may be on their way already: not a fault when they come, as long as they were
  // asked for.
  #givenUp: Map<number, { readonly length: number; readonly times: number }> | undefined
  /** Pieces that the remote may ask for while choked (BEP 6), and how many bytes of each. */
  #allowedToThem: Map<number, number> | undefined
  readonly #blocksPerPiece: number
  #piecesMayCome = true

  /** `shape` null: the torrent is not known yet, so nothing of it is asked for, served or believed. */
  constructor(shape: TorrentShape | null, fast = false) {
    this.#shape = shape
    this.fast = fast
    this.remotePieces = Bitfield.empty(shape?.have.count ?? 0)
    this.#blocksPerPiece = blockCountOf(shape?.pieceLengthAt(0) ?? 0)
  }

  /** Takes in a request for a block, as receive() does a message. */
  receiveRequest(piece: number, begin: number, length: number): Taken {
    this.#piecesMayCome = false
    const shape = this.#shape
    if (shape) this.#checkRequest(shape, piece, begin, length)
    // A request that crosses our choke on the wire is ordinary and is dropped (BEP 3) or rejected (BEP 6); so is one for a
    // piece that we have not verified: no such byte is ever served.
    if (!shape?.have.has(piece) || !this.#mayAsk(piece, length)) return this.fast ? 'reject' : 'nothing'
    if (this.queued.length >= maxQueuedRequests) {
      throw new ProtocolError('too-many-requests', `more than ${maxQueuedRequests} unanswered requests`)
    }
    this.queued.push({ piece, begin, length })
    return 'news'
  }

  /** Takes in a block that came, of this many bytes, as receive() does a message. */
  receiveBlock(piece: number, begin: number, length: number): Taken {
    this.#piecesMayCome = false
    const key = this.#keyOf(piece, begin)
    const asked = this.requested.get(key)
    if (asked?.length === length) {
      this.requested.delete(key)
      return 'news'
    }
    return this.#receiveUnasked(piece, begin, length, asked ?? this.#givenUp?.get(key))
  }

  /** Takes a message in. Throws a ProtocolError when it breaks a rule. */
  receive(message: Message): Taken {
    if (fastNames.has(message.name)) this.#requireFast(message.name)
    // The extension handshake may come before the bitfield: common clients do so, and BEP 10 does not forbid it.
    if (message.name === 'request') return this.receiveRequest(message.piece, message.begin, message.length)
    if (message.name === 'piece') return this.receiveBlock(message.piece, message.begin, message.block.length)
    const first = this.#piecesMayCome
    if (message.name !== 'extended' && message.name !== 'keep-alive') this.#piecesMayCome = false
    switch (message.name) {
      case 'choke':
      case 'unchoke':
        return this.#receiveChoking(message.name === 'choke')
      case 'interested':
      case 'not-interested':
        return this.#receiveInterest(message.name === 'interested')
      case 'bitfield':
      case 'have-all':
      case 'have-none':
        if (!first) throw new ProtocolError('bitfield-not-first', `${message.name} may only be the first message`)
        break
    }
    return this.#shape ? this.#receiveOf(this.#shape, message) : this.#receiveBlind(message)
  }

  /**
   * A bitfield that comes late, as the haves that it stands for: aria2 sends one wherever that is shorter than many haves, and
   * our own kind when the link that told of them is gone. It takes no piece away. Undefined for any other message. Throws a
   * ProtocolError when it is no bitfield of this torrent.
   */
  lateHaves(message: Message): number[] | undefined {
    const isBitfield = message.name === 'bitfield' || (message.name === 'have-all' && this.fast)
    if (!isBitfield || this.#piecesMayCome) return undefined
    const { count, size } = this.remotePieces
    if (!this.#shape || size === count) return []
    const told = message.name === 'bitfield' ? Bitfield.fromWire(message.bits, count) : Bitfield.full(count)
    return [...told.indices()].filter((piece) => !this.remotePieces.has(piece))
  }

  /** We ask for a block. */
  ask(request: BlockRequest): void {
    this.requested.set(this.#keyOf(request.piece, request.begin), request)
  }

  /** We no longer wait for a block. */
  giveUp(request: BlockRequest): void {
    const key = this.#keyOf(request.piece, request.begin)
    if (!this.requested.delete(key)) return
    const givenUp = this.#givenUp ?? new Map()
    this.#givenUp = givenUp.set(key, { length: request.length, times: (givenUp.get(key)?.times ?? 0) + 1 })
    // A remote that never sends what it owes must not make us remember it all.
    const [oldest] = givenUp.keys()
    if (oldest !== undefined && givenUp.size > maxGivenUp) givenUp.delete(oldest)
  }

  /** The remote may ask for this piece while we choke it (BEP 6). */
  allowFast(piece: number): void {
    this.#allowedToThem ??= new Map()
    this.#allowedToThem.set(piece, timesAllowed * (this.#shape?.pieceLengthAt(piece) ?? 0))
  }

  /** We choke the remote; answers the requests that must each be rejected (BEP 6). Without BEP 6 a choke says it all. */
  choke(): BlockRequest[] {
    this.amChoking = true
    if (!this.fast) {
      this.queued.length = 0
      return []
    }
    const rejected = this.queued.filter(({ piece }) => !this.#allowedToThem?.has(piece))
    const kept = this.queued.filter(({ piece }) => this.#allowedToThem?.has(piece))
    this.queued.splice(0, this.queued.length, ...kept)
    return rejected
  }

  #receiveOf(shape: TorrentShape, message: Message): Taken {
    switch (message.name) {
      case 'bitfield':
        this.remotePieces = Bitfield.fromWire(message.bits, shape.have.count)
        return 'news'
      case 'have-all':
        this.remotePieces = Bitfield.full(shape.have.count)
        return 'news'
      case 'have':
        return this.#receiveHave(shape, message.piece)
      case 'cancel':
        return this.#receiveCancel(message)
      case 'reject':
        return this.#receiveReject(message)
      case 'suggest':
        this.#checkPiece(shape, message.piece)
        return 'news'
      case 'allowed-fast':
        return this.#receiveAllowedFast(shape, message.piece)
      default:
        return 'news'
    }
  }

  // Of an unknown torrent nothing was asked, so nothing may come; what the remote has is told again when we know more.
  #receiveBlind(message: Message): Taken {
    switch (message.name) {
      case 'reject':
        return this.#receiveReject(message)
      default:
        return 'news'
    }
  }

  #receiveChoking(choking: boolean): Taken {
    if (this.peerChoking === choking) return 'nothing'
    this.peerChoking = choking
    return 'news'
  }

  #receiveInterest(interested: boolean): Taken {
    if (this.peerInterested === interested) return 'nothing'
    this.peerInterested = interested
    return 'news'
  }

  #receiveHave(shape: TorrentShape, piece: number): Taken {
    this.#checkPiece(shape, piece)
    if (this.remotePieces.has(piece)) return 'nothing'
    this.remotePieces.set(piece)
    return 'news'
  }

  #receiveAllowedFast(shape: TorrentShape, piece: number): Taken {
    this.#checkPiece(shape, piece)
    if (this.allowedToUs.has(piece) || this.allowedToUs.size >= maxAllowedToUs) return 'nothing'
    if (this.allowedToUs === noPieces) this.allowedToUs = new Set()
    this.allowedToUs.add(piece)
    return 'news'
  }

  #checkRequest(shape: TorrentShape, piece: number, begin: number, length: number): void {
    this.#checkPiece(shape, piece)
    if (length > blockLength) {
      throw new ProtocolError('request-too-long', `${length} bytes were asked for at once, ${blockLength} is the most`)
    }
    if (length === 0 || begin + length > shape.pieceLengthAt(piece)) {
      throw new ProtocolError('request-out-of-range', `bytes ${begin}+${length} are not in piece ${piece}`)
    }
  }

  #mayAsk(piece: number, length: number): boolean {
    if (!this.amChoking) return true
    const leftBytes = (this.#allowedToThem?.get(piece) ?? 0) - length
    if (leftBytes >= 0) this.#allowedToThem?.set(piece, leftBytes)
    return leftBytes >= 0
  }

  #receiveCancel(request: BlockRequest): Taken {
    const index = this.queued.findIndex(
      ({ piece, begin, length }) => piece === request.piece && begin === request.begin && length === request.length,
    )
    if (index < 0) return 'nothing'
    this.queued.splice(index, 1)
    return this.fast ? 'reject' : 'news'
  }

  #receiveUnasked(piece: number, begin: number, length: number, asked: { readonly length: number } | undefined): Taken {
    if (asked && asked.length !== length) {
      throw new ProtocolError('block-out-of-range', `${length} bytes came where ${asked.length} were asked for`)
    }
    if (this.#wasGivenUp(this.#keyOf(piece, begin))) return 'nothing'
    throw new ProtocolError('unrequested-block', `block ${begin} of piece ${piece} was not asked for`)
  }

  #receiveReject(request: BlockRequest): Taken {
    // What was cancelled and asked for again is rejected once for the cancel; then its block comes.
    const key = this.#keyOf(request.piece, request.begin)
    if (this.#wasGivenUp(key)) return 'nothing'
    if (this.requested.delete(key)) return 'news'
    throw new ProtocolError('unrequested-reject', `block ${request.begin} of piece ${request.piece} was not asked for`)
  }

  // Asked for and given up several times, a block may come as often.
  #wasGivenUp(key: number): boolean {
    const before = this.#givenUp?.get(key)
    if (before && before.times > 1) this.#givenUp?.set(key, { ...before, times: before.times - 1 })
    else this.#givenUp?.delete(key)
    return before !== undefined
  }

  /** The block's number in the torrent; none starts anywhere else than at a multiple of the block length. */
  #keyOf(piece: number, begin: number): number {
    const isBlock = begin % blockLength === 0 && begin < this.#blocksPerPiece * blockLength
    return isBlock ? piece * this.#blocksPerPiece + begin / blockLength : -1
  }

  #requireFast(name: string): void {
    if (!this.fast)
      throw new ProtocolError('fast-not-agreed', `${name} without the fast extension (BEP 6) in both handshakes`)
  }

  #checkPiece(shape: TorrentShape, piece: number): void {
    if (piece >= shape.have.count) {
      throw new ProtocolError('piece-out-of-range', `piece ${piece} of a torrent of ${shape.have.count} pieces`)
    }
  }
}
