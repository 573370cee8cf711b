/** The kinds of compressed pictures that are shown once they are whole. */
export type ImageType = 'image/png' | 'image/jpeg'

/** What kind of compressed picture a file is, by its first bytes; undefined for anything else. */
export function imageTypeOf(start: Uint8Array): ImageType | undefined {
  if ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, index) => start[index] === byte)) return 'image/png'
  return start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff ? 'image/jpeg' : undefined
}

/** How wide and how high a PNG or JPEG says it is; undefined where that does not stand in these bytes. */
export function imageSize(bytes: Uint8Array, type: ImageType): { width: number; height: number } | undefined {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return type === 'image/png' ? pngSize(data) : jpegSize(data)
}

// The header chunk comes first (PNG specification, 11.2.2).
function pngSize(data: DataView) {
  if (data.byteLength < 24 || data.getUint32(12) !== 0x49484452) return undefined
  return { width: data.getUint32(16), height: data.getUint32(20) }
}

/** Goes from marker to marker until the frame header (ITU T.81, B.2.2). */
function jpegSize(data: DataView) {
  for (let at = 2; at + 9 <= data.byteLength; ) {
    if (data.getUint8(at) !== 0xff) return undefined
    const marker = data.getUint8(at + 1)
    // C4, C8 and CC are other tables; all else from C0 to CF begins a frame.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: data.getUint16(at + 7), height: data.getUint16(at + 5) }
    at += marker === 0xff ? 1 : 2 + data.getUint16(at + 2)
  }
  return undefined
}
