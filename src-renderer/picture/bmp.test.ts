import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxPictureBytes, pixelOffset, readBmpLayout } from './bmp.ts'
import { bmpHeader } from './sample-bmp.ts'

describe('readBmpLayout', () => {
  it('reads a bottom-up picture, rows padded to four bytes', () => {
    const layout = readBmpLayout(bmpHeader({ width: 3, height: 2 }), 54 + 24)
    expect(layout).toEqual({ width: 3, height: 2, topDown: false, rowBytes: 12, dataOffset: 54 })
  })

  it('reads a top-down picture, whose height is negative', () => {
    expect(readBmpLayout(bmpHeader({ width: 4, height: -5 }), 54 + 60)).toMatchObject({ height: 5, topDown: true })
  })

  it.each([
    ['another file', { magic: 0x504e }],
    ['a side over the cap', { width: 8193, height: 1 }],
    ['a height that has no positive twin', { height: -2147483648 }],
    ['no pixels', { width: 0 }],
    ['a negative width', { width: -3 }],
    ['a palette', { bitsPerPixel: 8 }],
    ['compression', { compression: 1 }],
    ['pixels inside the header', { dataOffset: 20 }],
    ['a header size that is none', { infoBytes: 12 }],
  ])('refuses %s', (_what, changes) => {
    expect(readBmpLayout(bmpHeader({ width: 3, height: 2, ...changes }), 10_000_000)).toBeUndefined()
  })

  it('refuses a picture that is longer than its file', () => {
    expect(readBmpLayout(bmpHeader({ width: 3, height: 2 }), 54 + 23)).toBeUndefined()
  })

  it('refuses a file over the cap, and a start that is too short', () => {
    expect(readBmpLayout(bmpHeader({ width: 3, height: 2 }), maxPictureBytes + 1)).toBeUndefined()
    expect(readBmpLayout(bmpHeader({ width: 3, height: 2 }).subarray(0, 53), 10_000)).toBeUndefined()
  })

  it('never finds a pixel outside the file, whatever the header says', () => {
    const header = fc.uint8Array({ minLength: 54, maxLength: 54 }).map((bytes) => {
      const plain = bmpHeader({ width: 1, height: 1 })
      plain.set(bytes.subarray(10, 14), 10)
      plain.set(bytes.subarray(18, 26), 18)
      plain[12] = plain[13] = plain[20] = plain[21] = 0
      return plain
    })
    fc.assert(
      fc.property(header, fc.nat(maxPictureBytes), (start, fileBytes) => {
        const layout = readBmpLayout(start, fileBytes)
        if (layout === undefined) return
        const corners = [0, layout.width - 1].flatMap((x) => [
          pixelOffset(layout, x, 0),
          pixelOffset(layout, x, layout.height - 1),
        ])
        expect(Math.min(...corners)).toBeGreaterThanOrEqual(54)
        expect(Math.max(...corners) + 3).toBeLessThanOrEqual(fileBytes)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('pixelOffset', () => {
  it('counts rows from the end of a bottom-up picture', () => {
    const layout = readBmpLayout(bmpHeader({ width: 3, height: 2 }), 54 + 24)!
    expect(pixelOffset(layout, 0, 1)).toBe(54)
    expect(pixelOffset(layout, 2, 0)).toBe(54 + 12 + 6)
  })

  it('counts rows from the start of a top-down picture', () => {
    const layout = readBmpLayout(bmpHeader({ width: 3, height: -2 }), 54 + 24)!
    expect(pixelOffset(layout, 0, 1)).toBe(54 + 12)
  })
})
