import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { Bitfield } from '../../src-shared/wire/bitfield.ts'
import { sha1 } from '../storage/hasher.ts'
import { allowedFastSet } from './core/allowed-fast.ts'
import { Suggestions } from './core/suggestions.ts'
import type { Link } from './link.ts'

// Pieces for a remote that is choked and has next to nothing: ten, or fewer where that would be much of the torrent.
const allowedFastCount = 10
const piecesPerAllowedFast = 512

/** The hints of the fast extension (BEP 6): what a remote may have while it is choked, and what it had better ask for. */
export class PieceHints {
  readonly #infoHash: InfoHash
  readonly #have: Bitfield
  readonly #suggestions: Suggestions<Link>

  constructor(infoHash: InfoHash, have: Bitfield) {
    this.#infoHash = infoHash
    this.#have = have
    this.#suggestions = new Suggestions(have)
  }

  /** Another remote has these pieces too. */
  remoteHas(pieces: Iterable<number>): void {
    this.#suggestions.remoteHas(pieces)
  }

  gone(link: Link): void {
    this.#suggestions.gone(link, link.remotePieces.indices())
  }

  /** Lets a remote that has next to nothing ask for a few pieces even when choked. */
  allowFast(link: Link): void {
    const pieceCount = this.#have.count
    const count = Math.min(allowedFastCount, Math.floor(pieceCount / piecesPerAllowedFast))
    if (!link.state.fast || count === 0 || link.remotePieces.size >= allowedFastCount) return
    const ip = link.connection.remote.host
    const pieces = allowedFastSet({ ip, infoHash: this.#infoHash, pieceCount, count, sha1 })
    link.allowFast(pieces.filter((piece) => this.#have.has(piece)))
  }

  /** Names pieces that it had better ask for, as long as it is unchoked: those that nobody else has. */
  suggest(link: Link): void {
    if (!link.state.fast) return
    if (link.state.amChoking) return this.#suggestions.withdraw(link)
    for (const piece of this.#suggestions.next(link)) link.send({ name: 'suggest', piece })
  }
}
