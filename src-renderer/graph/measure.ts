import type { Measure } from './scene.ts'

/** Rates change all the time: forget old texts rather than keep every one that was ever shown. */
const mostTexts = 4000

/** Measures texts on a canvas, remembering what it has measured. */
export function createMeasure(context: CanvasRenderingContext2D): Measure {
  const widths = new Map<string, number>()
  return (text, font) => {
    const key = `${font} ${text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    if (widths.size >= mostTexts) widths.clear()
    context.font = font
    const { width } = context.measureText(text)
    widths.set(key, width)
    return width
  }
}
