import type { Raster } from './raster.ts'

const headerLength = 54

/** How many bytes a file of a picture of this size has. */
export function bitmapLength(width: number, height: number): number {
  return headerLength + paddedRow(width) * height
}

/** An uncompressed 24-bit BMP file of the picture, top row first (negative height); rows are padded to four bytes. */
export function bitmapFile(raster: Raster): Uint8Array {
  const rowLength = raster.width * 3
  const paddedLength = paddedRow(raster.width)
  const file = new Uint8Array(bitmapLength(raster.width, raster.height))
  writeHeader(new DataView(file.buffer), raster, file.length)
  for (let y = 0; y < raster.height; y++)
    file.set(raster.bytes.subarray(y * rowLength, (y + 1) * rowLength), headerLength + y * paddedLength)
  return file
}

function paddedRow(width: number): number {
  return Math.ceil((width * 3) / 4) * 4
}

// BITMAPFILEHEADER, then BITMAPINFOHEADER; what is not written here is zero.
function writeHeader(view: DataView, raster: Raster, fileLength: number): void {
  const pixelsPerMetre = 2835
  view.setUint16(0, 0x424d)
  view.setUint32(2, fileLength, true)
  view.setUint32(10, headerLength, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, raster.width, true)
  view.setInt32(22, -raster.height, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  view.setUint32(34, fileLength - headerLength, true)
  view.setInt32(38, pixelsPerMetre, true)
  view.setInt32(42, pixelsPerMetre, true)
}
