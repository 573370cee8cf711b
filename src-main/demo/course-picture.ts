import { bitmapFile } from './bitmap-file.ts'
import { drawConstellation } from './constellation.ts'
import { drawSky } from './evening-sky.ts'
import { drawFarHills, drawLake, drawMist } from './landscape.ts'
import { drawBoat, drawNearShore } from './near-shore.ts'
import { Raster } from './raster.ts'

/** The built-in course file: a BMP of about 5.94 MiB, drawn here, the same bytes on every machine and so always the same info hash. */
export function drawCoursePicture(): { name: string; bytes: Uint8Array } {
  const raster = new Raster(1664, 1248)
  drawSky(raster)
  drawConstellation(raster)
  drawFarHills(raster)
  drawLake(raster)
  drawMist(raster)
  drawBoat(raster, 842, 914)
  drawNearShore(raster)
  return { name: 'course-picture.bmp', bytes: bitmapFile(raster) }
}
