import { bitmapFile, bitmapLength } from './bitmap-file.ts'
import { drawConstellation } from './constellation.ts'
import { drawSky } from './evening-sky.ts'
import { drawFarHills, drawLake, drawMist } from './landscape.ts'
import { drawBoat, drawNearShore } from './near-shore.ts'
import { Raster } from './raster.ts'

const [width, height] = [1664, 1248]

/** What is known of the built-in course file before it is drawn: a BMP of about 5.94 MiB. */
export const coursePicture = { name: 'course-picture.bmp', lengthBytes: bitmapLength(width, height) } as const

/** Draws it, which takes a moment: the same bytes on every machine, and so always the same info hash. */
export function drawCoursePicture(): Uint8Array {
  const raster = new Raster(width, height)
  drawSky(raster)
  drawConstellation(raster)
  drawFarHills(raster)
  drawLake(raster)
  drawMist(raster)
  drawBoat(raster, 842, 914)
  drawNearShore(raster)
  return bitmapFile(raster)
}
