import { describe, expect, it } from 'vitest'
import { readBmpLayout } from './bmp.ts'
import { bmpFile } from './sample-bmp.ts'
import { paintSpine, rgbOf, spinePieces } from './spine.ts'
import { createThumbnail, createWhole } from './thumbnail.ts'

describe('the spine of a picture', () => {
  it('has beside each row the piece that the row is of', () => {
    const file = bmpFile(8, 4, () => [0, 0, 0])
    // A row has 24 bytes after 54 of header; the last row of the file is the first of the picture.
    const thumbnail = createThumbnail(readBmpLayout(file, file.length)!, 24, 100, 100)
    expect([...spinePieces(thumbnail, 4, 7)]).toEqual([5, 4, 3, 2])
  })

  it('runs through the whole file, of a compressed picture and of one that is not known yet', () => {
    expect([...spinePieces(undefined, 4, 8)]).toEqual([0, 2, 4, 6])
    expect([...spinePieces(createWhole(1, 4, new Uint8ClampedArray(16)), 4, 2)]).toEqual([0, 0, 1, 1])
  })

  it('is painted in the colours of the pieces, and empty where there are none', () => {
    const target = new Uint8ClampedArray(12)
    paintSpine(Uint32Array.of(0, 1, 2), (piece) => (piece === 1 ? undefined : '#0072b2'), target)
    expect([...target]).toEqual([0, 114, 178, 255, 0, 0, 0, 0, 0, 114, 178, 255])
    expect(rgbOf('#e69f00')).toEqual([230, 159, 0])
  })
})
