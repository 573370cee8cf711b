import { paintScene } from '../graph/paint.ts'
import type { Picture } from '../graph/stage-commands.ts'

/** Device pixels for each of the picture's: sharp on paper and on a large screen. */
export const pngScale = 2

/** The picture as a PNG file, twice as large as on screen; null where the browser makes none. */
export function pngOf({ scene, motion }: Picture): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(scene.size.width * pngScale)
  canvas.height = Math.round(scene.size.height * pngScale)
  const context = canvas.getContext('2d')
  if (context === null) return Promise.resolve(null)
  context.setTransform(pngScale, 0, 0, pngScale, 0, 0)
  paintScene(context, scene, motion)
  // The ground goes under what was painted, which began by wiping the canvas.
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = scene.palette.paper
  context.fillRect(0, 0, scene.size.width, scene.size.height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}
