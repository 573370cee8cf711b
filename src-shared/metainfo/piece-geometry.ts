// How a file is cut: into pieces, which are hashed, and those into blocks, which are asked for.

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** Bytes in a block, the unit asked for on the wire (BEP 3); the last block of a piece may be shorter. */
export const blockLength = 16 * kibibyte

/** The most pieces a torrent may have: their hashes, 20 bytes each, would fill a .torrent of 10 MiB. */
export const maxPieceCount = 2 ** 19

/** What the lengths of all pieces follow from. */
export interface PieceGeometry {
  readonly lengthBytes: number
  readonly pieceLengthBytes: number
}

/** How many pieces the file has. */
export function pieceCountOf(geometry: PieceGeometry): number {
  return Math.ceil(geometry.lengthBytes / geometry.pieceLengthBytes)
}

/** Bytes in one piece: the last may be shorter, and there are none outside the file. */
export function pieceLengthAt(geometry: PieceGeometry, index: number): number {
  const left = geometry.lengthBytes - index * geometry.pieceLengthBytes
  return Math.max(0, Math.min(geometry.pieceLengthBytes, left))
}

/** How many blocks a piece of this many bytes has. */
export function blockCountOf(pieceLengthBytes: number): number {
  return Math.ceil(pieceLengthBytes / blockLength)
}

/** Bytes in one block of a piece of this many bytes. */
export function blockLengthAt(pieceLengthBytes: number, block: number): number {
  return Math.max(0, Math.min(blockLength, pieceLengthBytes - block * blockLength))
}

/** Whether a new torrent may have pieces of this many bytes: a power of two from 16 KiB to 16 MiB. */
export function isPieceLength(bytes: number): boolean {
  return bytes >= blockLength && bytes <= 16 * mebibyte && Number.isInteger(Math.log2(bytes))
}

/**
 * The piece length in bytes for a new torrent: a power of two from 16 KiB (64 KiB for files of 1 MiB and more) to 16 MiB,
 * the smallest that gives at most 2000 pieces, so that a .torrent stays small and a piece arrives soon.
 */
export function choosePieceLength(lengthBytes: number): number {
  let length = lengthBytes >= mebibyte ? 64 * kibibyte : 16 * kibibyte
  while (lengthBytes / length > 2000 && length < 16 * mebibyte) length *= 2
  return length
}
