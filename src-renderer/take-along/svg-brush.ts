import type { Brush } from '../graph/brush.ts'
import { anchorOf, baselineShift, readFont } from './canvas-font.ts'
import { identity, type Matrix, multiply, SvgPath, scaleOf, short } from './svg-path.ts'
import { xmlText } from './xml-text.ts'

/** What a canvas keeps on its stack of states. */
interface State {
  readonly matrix: Matrix
  readonly fillStyle: string
  readonly strokeStyle: string
  readonly lineWidth: number
  readonly lineCap: CanvasLineCap
  readonly lineJoin: CanvasLineJoin
  readonly dash: readonly number[]
  readonly globalAlpha: number
  readonly font: string
  readonly textAlign: CanvasTextAlign
  readonly textBaseline: CanvasTextBaseline
}

/**
 * Draws what a canvas would, as elements of an SVG: shapes as paths, words as text. Turns, shifts and even scales are
 * understood; a stroke that is skewed is not.
 */
export class SvgBrush implements Brush {
  fillStyle = '#000000'
  strokeStyle = '#000000'
  lineWidth = 1
  lineCap: CanvasLineCap = 'butt'
  lineJoin: CanvasLineJoin = 'miter'
  globalAlpha = 1
  font = '10px sans-serif'
  textAlign: CanvasTextAlign = 'start'
  textBaseline: CanvasTextBaseline = 'alphabetic'

  readonly #elements: string[] = []
  readonly #states: State[] = []
  #path = new SvgPath()
  #matrix = identity
  #dash: readonly number[] = []

  /** All that was drawn, one element a line. */
  get elements(): string {
    return this.#elements.join('\n')
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, globalAlpha, font, textAlign, textBaseline } = this
    const words = { font, textAlign, textBaseline }
    const line = { strokeStyle, lineWidth, lineCap, lineJoin, dash: this.#dash }
    this.#states.push({ matrix: this.#matrix, fillStyle, globalAlpha, ...line, ...words })
  }

  restore(): void {
    const state = this.#states.pop()
    if (state === undefined) return
    const { matrix, dash, ...styles } = state
    this.#matrix = matrix
    this.#dash = dash
    Object.assign(this, styles)
  }

  translate(x: number, y: number): void {
    this.#matrix = multiply(this.#matrix, { ...identity, e: x, f: y })
  }

  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    this.#matrix = multiply(this.#matrix, { a: cos, b: sin, c: -sin, d: cos, e: 0, f: 0 })
  }

  scale(x: number, y: number): void {
    this.#matrix = multiply(this.#matrix, { ...identity, a: x, d: y })
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = [...dash]
  }

  beginPath(): void {
    this.#path = new SvgPath()
  }

  closePath(): void {
    this.#path.close()
  }

  moveTo(x: number, y: number): void {
    this.#path.moveTo(this.#matrix, x, y)
  }

  lineTo(x: number, y: number): void {
    this.#path.lineTo(this.#matrix, x, y)
  }

  quadraticCurveTo(bendX: number, bendY: number, x: number, y: number): void {
    this.#path.quadraticTo(this.#matrix, bendX, bendY, x, y)
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#path.bezierTo(this.#matrix, x1, y1, x2, y2, x, y)
  }

  arc(x: number, y: number, radius: number, from: number, to: number, backwards = false): void {
    this.#path.arc(this.#matrix, x, y, radius, from, to, backwards)
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.roundRect(this.#matrix, x, y, width, height, 0)
  }

  roundRect(x: number, y: number, width: number, height: number, radius = 0): void {
    this.#path.roundRect(this.#matrix, x, y, width, height, radius)
  }

  fill(): void {
    this.#fillPath(this.#path)
  }

  stroke(): void {
    this.#draw(`<path d="${this.#path.data}" fill="none"${this.#strokeLook()}/>`, this.#path.data)
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const path = new SvgPath()
    path.roundRect(this.#matrix, x, y, width, height, 0)
    this.#fillPath(path)
  }

  /** An empty picture has nothing to wipe away. */
  clearRect(): void {}

  fillText(text: string, x: number, y: number): void {
    this.#write(text, x, y, ` fill="${xmlText(this.fillStyle)}"`)
  }

  strokeText(text: string, x: number, y: number): void {
    this.#write(text, x, y, ` fill="none"${this.#strokeLook()}`)
  }

  #fillPath({ data }: SvgPath): void {
    this.#draw(`<path d="${data}" fill="${xmlText(this.fillStyle)}"${this.#veil()}/>`, data)
  }

  #write(text: string, x: number, y: number, look: string): void {
    const { weight, px, family } = readFont(this.font)
    const { a, b, c, d, e, f } = this.#matrix
    const isPlain = a === 1 && b === 0 && c === 0 && d === 1
    const line = y + baselineShift(this.textBaseline, px)
    const place = isPlain
      ? ` x="${short(x + e)}" y="${short(line + f)}"`
      : ` transform="matrix(${[a, b, c, d, e, f].map((part) => Math.round(part * 1e4) / 1e4).join(' ')})" x="${short(x)}" y="${short(line)}"`
    const letters = ` font-family="${xmlText(family)}" font-size="${short(px)}" font-weight="${weight}"`
    const veil = look.includes('stroke=') ? '' : this.#veil()
    const anchor = ` text-anchor="${anchorOf(this.textAlign)}"`
    this.#draw(`<text${place}${anchor}${letters}${look}${veil}>${xmlText(text)}</text>`, text)
  }

  #strokeLook(): string {
    const scale = scaleOf(this.#matrix)
    const dash =
      this.#dash.length === 0 ? '' : ` stroke-dasharray="${this.#dash.map((part) => short(part * scale)).join(' ')}"`
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`
    const join = this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`
    const width = short(this.lineWidth * scale)
    return ` stroke="${xmlText(this.strokeStyle)}" stroke-width="${width}"${cap}${join}${dash}${this.#veil()}`
  }

  #veil(): string {
    return this.globalAlpha >= 1 ? '' : ` opacity="${short(this.globalAlpha)}"`
  }

  /** What traces nothing, or cannot be seen, is left out. */
  #draw(element: string, content: string): void {
    if (content !== '' && this.globalAlpha > 0) this.#elements.push(element)
  }
}
