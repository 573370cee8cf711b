import { maxSidePixels } from './bmp.ts'
import { type ImageType, imageSize } from './image-size.ts'

/** A picture at reduced scale, as RGBA. */
export interface DecodedImage {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

/** Makes a reduced copy of a whole compressed picture; undefined when it cannot be read. */
export type DecodeImage = (
  bytes: Uint8Array<ArrayBuffer>,
  type: ImageType,
  maxWidth: number,
  maxHeight: number,
) => Promise<DecodedImage | undefined>

/** Has the browser decode it, unless it says that it is larger than any picture shown here. */
export const decodeImage: DecodeImage = async (bytes, type, maxWidth, maxHeight) => {
  const size = imageSize(bytes, type)
  if (size === undefined || Math.min(size.width, size.height) < 1) return undefined
  if (Math.max(size.width, size.height) > maxSidePixels) return undefined
  const scale = Math.min(1, maxWidth / size.width, maxHeight / size.height)
  const width = Math.max(1, Math.round(size.width * scale))
  const height = Math.max(1, Math.round(size.height * scale))
  try {
    const bitmap = await createImageBitmap(new Blob([bytes], { type }), {
      resizeWidth: width,
      resizeHeight: height,
      resizeQuality: 'high',
    })
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    bitmap.close()
    const image = context?.getImageData(0, 0, width, height)
    return image && { width, height, pixels: image.data as Uint8ClampedArray<ArrayBuffer> }
  } catch {
    // It is broken, or no picture of that kind: the screen says so.
    return undefined
  }
}
