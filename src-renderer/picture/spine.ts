import { allPieces, type Thumbnail } from './thumbnail.ts'

/** The spine beside a picture: for each row of pixels the piece that it is of, or, of a compressed picture, its share of the file. */
export function spinePieces(thumbnail: Thumbnail | undefined, height: number, pieceCount: number): Uint32Array {
  const rows = new Uint32Array(height)
  for (let y = 0; y < height; y++) {
    const piece = thumbnail?.pieces[y * thumbnail.width + (thumbnail.width >> 1)] ?? allPieces
    rows[y] = piece === allPieces ? Math.min(pieceCount - 1, Math.floor((y * pieceCount) / height)) : piece
  }
  return rows
}

/** A colour as `#rrggbb`, in its three parts of 0 to 255. */
export function rgbOf(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** Paints the spine, one pixel wide, into RGBA: the colour of each row's piece, or nothing where it has none. */
export function paintSpine(
  pieces: Uint32Array,
  colourOf: (piece: number) => string | undefined,
  target: Uint8ClampedArray<ArrayBuffer>,
): void {
  for (let y = 0; y < pieces.length; y++) {
    const colour = colourOf(pieces[y] ?? 0)
    if (colour !== undefined) target.set([...rgbOf(colour), 255], 4 * y)
  }
}
