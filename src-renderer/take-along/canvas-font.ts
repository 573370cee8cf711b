/** What a canvas font says, in px. */
export interface CanvasFont {
  readonly weight: string
  readonly px: number
  readonly family: string
}

/** Reads `600 13px "Segoe UI", sans-serif`; what is not understood becomes plain 10 px sans-serif, as on a fresh canvas. */
export function readFont(font: string): CanvasFont {
  const [, weight = '400', px = '10', family = 'sans-serif'] = /(?:(\d{3}|bold) )?([\d.]+)px (.+)$/.exec(font) ?? []
  return { weight, px: Number(px), family }
}

// Where letters stand above and below the line that a canvas puts at y, in parts of their size. SVG programs do not
// agree on `dominant-baseline`, and all of them know this.
const belowY: Readonly<Record<CanvasTextBaseline, number>> = {
  alphabetic: 0,
  middle: 0.35,
  top: 0.93,
  hanging: 0.8,
  bottom: -0.22,
  ideographic: -0.22,
}

/** How far below the canvas's y the letters' own line is, in px. */
export function baselineShift(baseline: CanvasTextBaseline, px: number): number {
  return belowY[baseline] * px
}

/** A canvas's alignment as SVG calls it; the picture reads from left to right. */
export function anchorOf(align: CanvasTextAlign): 'start' | 'middle' | 'end' {
  if (align === 'center') return 'middle'
  return align === 'right' || align === 'end' ? 'end' : 'start'
}
