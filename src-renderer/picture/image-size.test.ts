import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { imageSize, imageTypeOf } from './image-size.ts'

const png = Uint8Array.of(
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  ...[0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0x80, 0, 0, 1, 0xe0],
)
const jpeg = Uint8Array.of(
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
  ...[0xff, 0xc4, 0, 3, 9],
  ...[0xff, 0xc2, 0, 17, 8, 0x01, 0xe0, 0x02, 0x80],
)

describe('compressed pictures', () => {
  it('are known by their first bytes', () => {
    expect(imageTypeOf(png)).toBe('image/png')
    expect(imageTypeOf(jpeg)).toBe('image/jpeg')
    expect(imageTypeOf(Uint8Array.of(0x42, 0x4d, 0, 0))).toBeUndefined()
  })

  it('say how large they are', () => {
    expect(imageSize(png, 'image/png')).toEqual({ width: 640, height: 480 })
    expect(imageSize(jpeg, 'image/jpeg')).toEqual({ width: 640, height: 480 })
  })

  it('that end too early say nothing', () => {
    expect(imageSize(png.subarray(0, 20), 'image/png')).toBeUndefined()
    expect(imageSize(jpeg.subarray(0, 14), 'image/jpeg')).toBeUndefined()
  })

  it('are read to an end, whatever is in them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        imageSize(bytes, 'image/jpeg')
        imageSize(bytes, 'image/png')
      }),
    )
  })
})
