/** What a sample header says; the defaults make it a plain 24-bit picture. */
export interface SampleHeader {
  width: number
  height: number
  magic?: number
  dataOffset?: number
  infoBytes?: number
  bitsPerPixel?: number
  compression?: number
}

/** The 54 bytes of a BMP header, for tests. */
export function bmpHeader(sample: SampleHeader): Uint8Array {
  const bytes = new Uint8Array(54)
  const header = new DataView(bytes.buffer)
  header.setUint16(0, sample.magic ?? 0x424d)
  header.setUint32(10, sample.dataOffset ?? 54, true)
  header.setUint32(14, sample.infoBytes ?? 40, true)
  header.setInt32(18, sample.width, true)
  header.setInt32(22, sample.height, true)
  header.setUint16(26, 1, true)
  header.setUint16(28, sample.bitsPerPixel ?? 24, true)
  header.setUint32(30, sample.compression ?? 0, true)
  return bytes
}

/** A whole BMP whose pixel at `x`, `y` has the colour that `colour` answers as [red, green, blue]. */
export function bmpFile(width: number, height: number, colour: (x: number, y: number) => [number, number, number]) {
  const rowBytes = Math.ceil((3 * width) / 4) * 4
  const bytes = new Uint8Array(54 + rowBytes * height)
  bytes.set(bmpHeader({ width, height }))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = colour(x, y)
      bytes.set([blue, green, red], 54 + (height - 1 - y) * rowBytes + 3 * x)
    }
  return bytes
}
