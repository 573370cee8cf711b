import { toHex } from '../swarm/hex.ts'
import type { Hex } from '../swarm/ids.ts'
import { ProtocolError } from './protocol-error.ts'

/** Which of a torrent's pieces someone has (BEP 3): one bit a piece, the first in the highest bit of the first byte. */
export class Bitfield {
  /** How many pieces there are. */
  readonly count: number
  /** The bits as sent, live: a view that later changes show in. */
  readonly bytes: Uint8Array
  #size: number

  private constructor(bytes: Uint8Array, count: number) {
    this.bytes = bytes
    this.count = count
    this.#size = bitCount(bytes)
  }

  /** Has none of `count` pieces. */
  static empty(count: number): Bitfield {
    return new Bitfield(new Uint8Array(Math.ceil(count / 8)), count)
  }

  /** Has all of `count` pieces. */
  static full(count: number): Bitfield {
    const bytes = new Uint8Array(Math.ceil(count / 8)).fill(0xff)
    const last = bytes.length - 1
    if (last >= 0) bytes[last] = 0xff & ~spareBits(count)
    return new Bitfield(bytes, count)
  }

  /** Copies the bits of a bitfield message. Throws ProtocolError `bitfield-length` or `bitfield-spare-bits`. */
  static fromWire(bytes: Uint8Array, count: number): Bitfield {
    const wanted = Math.ceil(count / 8)
    if (bytes.length !== wanted) {
      throw new ProtocolError(
        'bitfield-length',
        `${count} pieces need ${wanted} bytes, this bitfield has ${bytes.length}`,
      )
    }
    if (((bytes[wanted - 1] ?? 0) & spareBits(count)) !== 0) {
      throw new ProtocolError('bitfield-spare-bits', `bits are set for pieces after the last of ${count}`)
    }
    return new Bitfield(bytes.slice(), count)
  }

  /** How many of the pieces are there. */
  get size(): number {
    return this.#size
  }

  /** Whether the piece is there; false for an index that is no piece. */
  has(index: number): boolean {
    return ((this.bytes[index >>> 3] ?? 0) & maskOf(index)) !== 0
  }

  /** Adds a piece. Throws a RangeError for an index that is no piece. */
  set(index: number): void {
    this.#requirePiece(index)
    if (this.has(index)) return
    this.bytes[index >>> 3] = (this.bytes[index >>> 3] ?? 0) | maskOf(index)
    this.#size++
  }

  /** The indices of the pieces that are there, ascending. */
  *indices(): IterableIterator<number> {
    for (const [at, bits] of this.bytes.entries()) {
      // Most peers have all or nothing: what is empty is passed over.
      for (let bit = 0; bits !== 0 && bit < 8; bit++) if ((bits & (0x80 >>> bit)) !== 0) yield 8 * at + bit
    }
  }

  /** The view's form of it. */
  toHex(): Hex {
    return toHex(this.bytes)
  }

  #requirePiece(index: number): void {
    if (!(index >= 0 && index < this.count)) throw new RangeError(`no piece ${index} among ${this.count}`)
  }
}

// The same as the view keeps it: plain hex digits, four pieces a digit; missing digits are unset.

const bitsOfDigit = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4]

/** Whether a piece is set in the view's form. */
export function hexHas(pieces: Hex, index: number): boolean {
  return (digitAt(pieces, index >>> 2) & (8 >>> (index & 3))) !== 0
}

/** The view's form of the same pieces of `count`, with those at `indices` set too. Indices that are no piece are left out. */
export function hexWith(pieces: Hex, count: number, indices: readonly number[]): Hex {
  const digits = 2 * Math.ceil(count / 8)
  let hex: string = pieces.length === digits ? pieces : pieces.slice(0, digits).padEnd(digits, '0')
  for (const index of indices) {
    if (!(index >= 0 && index < count) || hexHas(hex as Hex, index)) continue
    const at = index >>> 2
    hex = hex.slice(0, at) + (digitAt(hex as Hex, at) | (8 >>> (index & 3))).toString(16) + hex.slice(at + 1)
  }
  return hex as Hex
}

/** How many pieces are set in the view's form. */
export function hexCount(pieces: Hex): number {
  let total = 0
  for (let i = 0; i < pieces.length; i++) total += bitsOfDigit[digitAt(pieces, i)] ?? 0
  return total
}

function maskOf(index: number): number {
  return 0x80 >>> (index & 7)
}

/** The bits of the last byte that stand for no piece. */
function spareBits(count: number): number {
  return count % 8 === 0 ? 0 : 0xff >>> (count % 8)
}

function bitCount(bytes: Uint8Array): number {
  let total = 0
  for (const byte of bytes) for (let rest = byte; rest !== 0; rest &= rest - 1) total++
  return total
}

function digitAt(pieces: Hex, digit: number): number {
  const code = pieces.charCodeAt(digit)
  // 'a' is 97; past the end there is no code.
  return code >= 97 ? code - 87 : code >= 48 ? code - 48 : 0
}
