/** Where the pixels of an uncompressed 24-bit BMP lie in its file; the rows go downwards or upwards. */
export interface BmpLayout {
  readonly width: number
  readonly height: number
  readonly topDown: boolean
  /** Bytes from one row to the next: three a pixel, padded to four. */
  readonly rowBytes: number
  readonly dataOffset: number
}

/** How wide and how high a picture may say it is, in pixels. */
export const maxSidePixels = 8192

/** The largest file that is looked at as a picture, in bytes; a compressed one is held whole until it is decoded. */
export const maxPictureBytes = 256 * 1024 * 1024
export const maxCompressedBytes = 16 * 1024 * 1024

const fileHeaderBytes = 14
const infoHeaderBytes = 40

/**
 * Reads the header of a BMP (BITMAPFILEHEADER and BITMAPINFOHEADER or a later one) from the first bytes of a file of
 * `fileBytes`; undefined unless it is an uncompressed 24-bit picture whose every pixel lies inside the file.
 */
export function readBmpLayout(start: Uint8Array, fileBytes: number): BmpLayout | undefined {
  if (start.length < fileHeaderBytes + infoHeaderBytes || fileBytes > maxPictureBytes) return undefined
  const header = new DataView(start.buffer, start.byteOffset, start.byteLength)
  if (header.getUint16(0) !== 0x424d) return undefined
  const dataOffset = header.getUint32(10, true)
  const infoBytes = header.getUint32(14, true)
  const width = header.getInt32(18, true)
  const signedHeight = header.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const plain =
    header.getUint16(26, true) === 1 && header.getUint16(28, true) === 24 && header.getUint32(30, true) === 0
  if (!plain || infoBytes < infoHeaderBytes || dataOffset < fileHeaderBytes + infoBytes) return undefined
  if (width < 1 || width > maxSidePixels || height < 1 || height > maxSidePixels) return undefined
  const rowBytes = Math.ceil((3 * width) / 4) * 4
  if (dataOffset + rowBytes * height > fileBytes) return undefined
  return { width, height, topDown: signedHeight < 0, rowBytes, dataOffset }
}

/** Where in the file the pixel at `x`, `y` (from the top left) begins: its blue byte, then green and red. */
export function pixelOffset(layout: BmpLayout, x: number, y: number): number {
  const row = layout.topDown ? y : layout.height - 1 - y
  return layout.dataOffset + row * layout.rowBytes + 3 * x
}
