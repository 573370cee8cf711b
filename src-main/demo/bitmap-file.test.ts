import { expect, it } from 'vitest'
import { bitmapFile } from './bitmap-file.ts'
import { Raster } from './raster.ts'

it('pads each row of a narrow picture to four bytes', () => {
  const raster = new Raster(1, 2)
  raster.set(0, 0, 1, 2, 3)
  raster.set(0, 1, 4, 5, 300)
  expect([...bitmapFile(raster).subarray(54)]).toEqual([3, 2, 1, 0, 255, 5, 4, 0])
})
