import { blockLength } from '../../../src-shared/metainfo/piece-geometry.ts'
import type { PeerId } from '../../../src-shared/swarm/ids.ts'

/** A peer that sent wrong blocks, for certain; which ones is not known, and `blocks` empty, when it sent all of the piece. */
export interface Guilty {
  readonly peer: PeerId
  readonly blocks: readonly number[]
}

interface WrongCopy {
  readonly bytes: Uint8Array
  /** The sender of each block. */
  readonly from: readonly (PeerId | undefined)[]
}

/**
 * The pieces that came wrong from several peers at once, kept until the right copy comes: whoever sent a block that differs
 * from the right one is guilty, and nobody else.
 */
export class BadPieces {
  readonly #copies = new Map<number, WrongCopy>()
  readonly #capBytes: number
  #heldBytes = 0

  /** Holds at most `capBytes`; the oldest copies go first. */
  constructor(capBytes = 32 * 2 ** 20) {
    this.#capBytes = capBytes
  }

  /** Keeps a copy of a wrong piece, with the sender of each of its blocks. */
  keep(piece: number, bytes: Uint8Array, from: readonly (PeerId | undefined)[]): void {
    this.#drop(piece)
    if (bytes.length > this.#capBytes) return
    this.#copies.set(piece, { bytes: bytes.slice(), from: [...from] })
    this.#heldBytes += bytes.length
    for (const oldest of this.#copies.keys()) if (this.#heldBytes > this.#capBytes) this.#drop(oldest)
  }

  /** The right bytes of a piece: whose blocks of the wrong copy differ? The copy is dropped. */
  compare(piece: number, right: Uint8Array): Guilty[] {
    const wrong = this.#copies.get(piece)
    this.#drop(piece)
    const blocksOf = new Map<PeerId, number[]>()
    wrong?.from.forEach((peer, block) => {
      if (peer === undefined || sameBlock(wrong.bytes, right, block)) return
      blocksOf.set(peer, [...(blocksOf.get(peer) ?? []), block])
    })
    return [...blocksOf].map(([peer, blocks]) => ({ peer, blocks }))
  }

  #drop(piece: number): void {
    this.#heldBytes -= this.#copies.get(piece)?.bytes.length ?? 0
    this.#copies.delete(piece)
  }
}

function sameBlock(a: Uint8Array, b: Uint8Array, block: number): boolean {
  const end = Math.min((block + 1) * blockLength, Math.max(a.length, b.length))
  for (let i = block * blockLength; i < end; i++) if (a[i] !== b[i]) return false
  return true
}
