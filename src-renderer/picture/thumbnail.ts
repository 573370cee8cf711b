import { type BmpLayout, pixelOffset } from './bmp.ts'

/** In place of a piece: these pixels can be shown once every piece is there. */
export const allPieces = 0xffffffff

/** A picture at reduced scale that is filled in piece by piece; each of its pixels is one pixel of the file. */
export interface Thumbnail {
  readonly width: number
  readonly height: number
  readonly pieceLengthBytes: number
  /** Where in the file each pixel begins, and in which piece (or `allPieces`, of a compressed picture). */
  readonly offsets: Uint32Array
  readonly pieces: Uint32Array
  /** RGBA of what was read so far; the alpha of what was not is 0. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

/** An empty thumbnail of a picture, at most `maxWidth` by `maxHeight` pixels. */
export function createThumbnail(
  layout: BmpLayout,
  pieceLengthBytes: number,
  maxWidth: number,
  maxHeight: number,
): Thumbnail {
  const scale = Math.min(1, maxWidth / layout.width, maxHeight / layout.height)
  const width = Math.max(1, Math.round(layout.width * scale))
  const height = Math.max(1, Math.round(layout.height * scale))
  const offsets = new Uint32Array(width * height)
  for (let y = 0; y < height; y++) {
    const fileY = Math.floor(((y + 0.5) * layout.height) / height)
    for (let x = 0; x < width; x++) {
      offsets[y * width + x] = pixelOffset(layout, Math.floor(((x + 0.5) * layout.width) / width), fileY)
    }
  }
  const pieces = offsets.map((offset) => Math.floor(offset / pieceLengthBytes))
  return { width, height, pieceLengthBytes, offsets, pieces, pixels: new Uint8ClampedArray(4 * width * height) }
}

/** A thumbnail of a compressed picture that was decoded whole. */
export function createWhole(width: number, height: number, pixels: Uint8ClampedArray<ArrayBuffer>): Thumbnail {
  const pieces = new Uint32Array(width * height).fill(allPieces)
  return { width, height, pieceLengthBytes: 0, offsets: new Uint32Array(0), pieces, pixels }
}

/** Copies the pixels that lie in one verified piece; a pixel on the border of two pieces gets its bytes from both. */
export function addPiece(thumbnail: Thumbnail, piece: number, bytes: Uint8Array): void {
  const start = piece * thumbnail.pieceLengthBytes
  const { offsets, pixels } = thumbnail
  for (let index = 0; index < offsets.length; index++) {
    const at = (offsets[index] ?? 0) - start
    if (at <= -3 || at >= bytes.length) continue
    // The file has blue, green, red; the canvas wants red, green, blue.
    for (let channel = 0; channel < 3; channel++) {
      const value = bytes[at + 2 - channel]
      if (value !== undefined) pixels[4 * index + channel] = value
    }
    pixels[4 * index + 3] = 255
  }
}

/** What stands where there is no picture: two stripes of what is missing, and what is only not read yet. */
export interface Greys {
  readonly stripes: readonly [number, number]
  readonly notReadYet: number
}

// Grey reads the same in either byte order.
export const greysByDay: Greys = { stripes: [0xffd3d3d3, 0xffe9e9e9], notReadYet: 0xff8f8f8f }
export const greysInTheDark: Greys = { stripes: [0xff3a3a3a, 0xff2a2a2a], notReadYet: 0xff6c6c6c }

/** Paints what one peer has into RGBA `target`: read pixels of its pieces, hatched for what it lacks, plain while unread. */
export function paintThumbnail(
  thumbnail: Thumbnail,
  has: (piece: number) => boolean,
  target: Uint8ClampedArray<ArrayBuffer>,
  { stripes, notReadYet } = greysByDay,
): void {
  const { width, pieces, pixels } = thumbnail
  // Whole pixels at a time: four peers are painted again with each piece that comes.
  const from = new Uint32Array(pixels.buffer)
  const to = new Uint32Array(target.buffer)
  const known = new Map<number, boolean>()
  let piece = -1
  let shown = false
  for (let index = 0; index < to.length; index++) {
    const here = pieces[index] ?? 0
    if (here !== piece) {
      piece = here
      shown = known.get(piece) ?? has(piece)
      known.set(piece, shown)
    }
    if (!shown) to[index] = stripes[stripeAt(index % width, Math.floor(index / width))]
    else to[index] = pixels[4 * index + 3] === 255 ? (from[index] ?? notReadYet) : notReadYet
  }
}

/** Lays over what is shown the colour (RGB) of each piece, where it has one. */
export function tintThumbnail(
  { pieces }: Thumbnail,
  colourOf: (piece: number) => readonly [number, number, number] | undefined,
  target: Uint8ClampedArray<ArrayBuffer>,
): void {
  let piece = -1
  let colour: ReturnType<typeof colourOf>
  for (let index = 0; index < pieces.length; index++) {
    const here = pieces[index] ?? 0
    if (here !== piece) {
      piece = here
      colour = colourOf(piece)
    }
    if (colour === undefined) continue
    for (let channel = 0; channel < 3; channel++) {
      const at = 4 * index + channel
      target[at] = (1 - tintShare) * (target[at] ?? 0) + tintShare * (colour[channel] ?? 0)
    }
  }
}

const tintShare = 0.55

function stripeAt(x: number, y: number): 0 | 1 {
  return (x + y) % 28 < 10 ? 0 : 1
}
