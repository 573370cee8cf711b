import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
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

/**
 * The rules of one link after the handshake (BEP 3): its four flags, what the remote has, what each side has asked for.
 * receive() checks a message against them and takes it in; a broken rule is a ProtocolError that names it.
 */
export class LinkState {
  amChoking = true
  amInterested = false
  peerChoking = true
  peerInterested = false
  remotePieces: Bitfield
  /** Blocks that we asked for and that have not come yet, by key. */
  readonly requested = new Map<string, BlockRequest>()
  /** Blocks that the remote asked for and that we have not sent yet, oldest first. */
  readonly queued: BlockRequest[] = []
  readonly #shape: TorrentShape
  // Given up by a choke or a time-out, but they may be on their way already: not a fault when they come.
  readonly #givenUp = new Set<string>()
  #bitfieldMayCome = true

  constructor(shape: TorrentShape) {
    this.#shape = shape
    this.remotePieces = Bitfield.empty(shape.have.count)
  }

  /** Takes a message in; false when it says nothing new: a block no longer waited for, a piece known to be there. */
  receive(message: Message): boolean {
    // The extension handshake may come before the bitfield: common clients do so, and BEP 10 does not forbid it.
    const first = this.#bitfieldMayCome
    if (message.name !== 'extended' && message.name !== 'keep-alive') this.#bitfieldMayCome = false
    switch (message.name) {
      case 'choke':
        this.peerChoking = true
        break
      case 'unchoke':
        this.peerChoking = false
        break
      case 'interested':
        this.peerInterested = true
        break
      case 'not-interested':
        this.peerInterested = false
        break
      case 'bitfield':
        if (!first) throw new ProtocolError('bitfield-not-first', 'a bitfield may only be the first message')
        this.remotePieces = Bitfield.fromWire(message.bits, this.#shape.have.count)
        break
      case 'have':
        return this.#receiveHave(message.piece)
      case 'request':
        this.#receiveRequest(message)
        break
      case 'cancel':
        this.#receiveCancel(message)
        break
      case 'piece':
        return this.#receiveBlock(message.piece, message.begin, message.block.length)
    }
    return true
  }

  /** We ask for a block. */
  ask(request: BlockRequest): void {
    this.requested.set(keyOf(request), request)
  }

  /** We no longer wait for a block. */
  giveUp(request: BlockRequest): void {
    if (this.requested.delete(keyOf(request))) this.#givenUp.add(keyOf(request))
  }

  #receiveHave(piece: number): boolean {
    this.#checkPiece(piece)
    const isNew = !this.remotePieces.has(piece)
    if (isNew) this.remotePieces.set(piece)
    return isNew
  }

  #receiveRequest(request: BlockRequest): void {
    this.#checkPiece(request.piece)
    if (request.length > blockLength) {
      throw new ProtocolError(
        'request-too-long',
        `${request.length} bytes were asked for at once, ${blockLength} is the most`,
      )
    }
    if (request.length === 0 || request.begin + request.length > this.#shape.pieceLengthAt(request.piece)) {
      throw new ProtocolError(
        'request-out-of-range',
        `bytes ${request.begin}+${request.length} are not in piece ${request.piece}`,
      )
    }
    // A request that crosses our choke on the wire is ordinary and is dropped (BEP 3); so is one for a piece that we have
    // not verified: no such byte is ever served.
    if (this.amChoking || !this.#shape.have.has(request.piece)) return
    if (this.queued.length >= maxQueuedRequests) {
      throw new ProtocolError('too-many-requests', `more than ${maxQueuedRequests} unanswered requests`)
    }
    this.queued.push({ piece: request.piece, begin: request.begin, length: request.length })
  }

  #receiveCancel(request: BlockRequest): void {
    const index = this.queued.findIndex(
      (queued) => keyOf(queued) === keyOf(request) && queued.length === request.length,
    )
    if (index >= 0) this.queued.splice(index, 1)
  }

  #receiveBlock(piece: number, begin: number, length: number): boolean {
    const key = keyOf({ piece, begin })
    const asked = this.requested.get(key)
    if (asked && asked.length !== length) {
      throw new ProtocolError('block-out-of-range', `${length} bytes came where ${asked.length} were asked for`)
    }
    if (asked) return this.requested.delete(key)
    if (this.#givenUp.delete(key)) return false
    throw new ProtocolError('unrequested-block', `block ${begin} of piece ${piece} was not asked for`)
  }

  #checkPiece(piece: number): void {
    if (piece >= this.#shape.have.count) {
      throw new ProtocolError('piece-out-of-range', `piece ${piece} of a torrent of ${this.#shape.have.count} pieces`)
    }
  }
}

function keyOf(block: { readonly piece: number; readonly begin: number }): string {
  return `${block.piece}:${block.begin}`
}
