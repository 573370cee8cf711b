import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { coursePicture, drawCoursePicture } from './course-picture.ts'

const bytes = drawCoursePicture()
const view = new DataView(bytes.buffer)

describe('the course picture', () => {
  it('is the same bytes on every machine, or its info hash would split the class', () =>
    expect(createHash('sha1').update(bytes).digest('hex')).toBe('968d86893d38a0d1ad26dffa10c9ba8240481606'))

  it('is a file of 5.94 MiB under one name', () => {
    expect(coursePicture.name).toBe('course-picture.bmp')
    expect([bytes.length, coursePicture.lengthBytes]).toEqual(Array(2).fill(54 + 1664 * 1248 * 3))
  })

  it('says in its header that it is an uncompressed 24-bit BMP, top row first', () => {
    expect(String.fromCharCode(...bytes.subarray(0, 2))).toBe('BM')
    expect(view.getUint32(2, true)).toBe(bytes.length)
    expect(view.getUint32(10, true)).toBe(54)
    expect(view.getUint32(14, true)).toBe(40)
    expect([view.getInt32(18, true), view.getInt32(22, true)]).toEqual([1664, -1248])
    expect([view.getUint16(26, true), view.getUint16(28, true), view.getUint32(30, true)]).toEqual([1, 24, 0])
  })
})
