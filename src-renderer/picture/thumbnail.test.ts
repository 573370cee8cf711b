import { describe, expect, it } from 'vitest'
import { readBmpLayout } from './bmp.ts'
import { bmpFile } from './sample-bmp.ts'
import { addPiece, createThumbnail, paintThumbnail, type Thumbnail, tintThumbnail } from './thumbnail.ts'

const file = bmpFile(7, 6, (x, y) => [10 * x, 20 * y, 200])
const layout = readBmpLayout(file, file.length)!

function pixel(thumbnail: Thumbnail, rgba: Uint8ClampedArray, x: number, y: number): number[] {
  return [...rgba.subarray(4 * (y * thumbnail.width + x), 4 * (y * thumbnail.width + x) + 3)]
}

function piecesOf(pieceLengthBytes: number): Uint8Array[] {
  const count = Math.ceil(file.length / pieceLengthBytes)
  return Array.from({ length: count }, (_, piece) =>
    file.subarray(piece * pieceLengthBytes, (piece + 1) * pieceLengthBytes),
  )
}

describe('a thumbnail', () => {
  it.each([16, 17, 25, 1000])('is the picture again once every piece of %i bytes came, in any order', (pieceLength) => {
    const thumbnail = createThumbnail(layout, pieceLength, 100, 100)
    const pieces = piecesOf(pieceLength)
    for (let piece = pieces.length - 1; piece >= 0; piece--) addPiece(thumbnail, piece, pieces[piece]!)
    for (const [x, y] of [
      [0, 0],
      [6, 0],
      [3, 4],
      [6, 5],
    ] as const)
      expect(pixel(thumbnail, thumbnail.pixels, x, y)).toEqual([10 * x, 20 * y, 200])
  })

  it('keeps the shape of the picture within its bounds', () => {
    const thumbnail = createThumbnail({ ...layout, width: 4000, height: 1000, rowBytes: 12_000 }, 16, 400, 400)
    expect([thumbnail.width, thumbnail.height]).toEqual([400, 100])
  })

  it('shows hatched grey where a peer lacks the piece, though another peer has it', () => {
    const thumbnail = createThumbnail(layout, 1000, 100, 100)
    addPiece(thumbnail, 0, file)
    const target = new Uint8ClampedArray(thumbnail.pixels.length)
    paintThumbnail(thumbnail, () => false, target)
    const [red, green, blue] = pixel(thumbnail, target, 5, 5)
    expect(red).toBe(green)
    expect(green).toBe(blue)
    paintThumbnail(thumbnail, () => true, target)
    expect(pixel(thumbnail, target, 5, 5)).toEqual([50, 100, 200])
  })

  it('can be tinted piece by piece', () => {
    const thumbnail = createThumbnail(layout, 84, 100, 100)
    const target = new Uint8ClampedArray(thumbnail.pixels.length).fill(100)
    // The first rows of the picture are the last of the file, in its third piece.
    tintThumbnail(thumbnail, (piece) => (piece === 2 ? [255, 0, 100] : undefined), target)
    expect(pixel(thumbnail, target, 3, 0)).toEqual([185, 45, 100])
    expect(pixel(thumbnail, target, 3, 5)).toEqual([100, 100, 100])
  })

  it('does not hatch what the peer has and was only not read yet', () => {
    const thumbnail = createThumbnail({ ...layout, width: 60, height: 60, rowBytes: 180 }, 100_000, 60, 60)
    const painted = (has: boolean) => {
      const target = new Uint8ClampedArray(thumbnail.pixels.length)
      paintThumbnail(thumbnail, () => has, target)
      return new Set(new Uint32Array(target.buffer))
    }
    expect(painted(true).size).toBe(1)
    expect(painted(false).size).toBe(2)
    expect([...painted(false)]).not.toContain([...painted(true)][0])
  })
})
