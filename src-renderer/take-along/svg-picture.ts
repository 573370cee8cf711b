import { paintScene } from '../graph/paint.ts'
import type { Picture } from '../graph/stage-commands.ts'
import { SvgBrush } from './svg-brush.ts'
import { short } from './svg-path.ts'
import { xmlText } from './xml-text.ts'

/** The picture as an SVG file: shapes and words only, nothing that runs or is fetched. `title` and `words` tell what it shows. */
export function svgOf({ scene, motion }: Picture, title: string, words: string): string {
  const brush = new SvgBrush()
  paintScene(brush, scene, motion)
  const [width, height] = [short(scene.size.width), short(scene.size.height)]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title words">`,
    `<title id="title">${xmlText(title)}</title>`,
    `<desc id="words">${xmlText(words)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${xmlText(scene.palette.paper)}"/>`,
    brush.elements,
    '</svg>',
    '',
  ].join('\n')
}
