// Canvas paths as SVG path data, in px of the whole picture.

/** Where the brush stands: a turn, a scale and a shift. a c e / b d f, as in CSS `matrix()`. */
export interface Matrix {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

export const identity: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  }
}

/** How much larger lengths become. */
export function scaleOf({ a, b, c, d }: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c))
}

/** A number with at most two digits behind the point, as short as it can be. */
export function short(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100 || 0) : '0'
}

const wholeTurn = 2 * Math.PI
const nearlyNothing = 1e-6

/** Collects what a canvas would trace. */
export class SvgPath {
  readonly #parts: string[] = []
  /** Where the pen was set down last, until it moves on. */
  #start = ''

  get data(): string {
    return this.#parts.join('')
  }

  moveTo(matrix: Matrix, x: number, y: number): void {
    this.#start = place(matrix, x, y)
    this.#parts.push(`M${this.#start}`)
  }

  /** The first line of a path begins where it ends, as on a canvas. */
  lineTo(matrix: Matrix, x: number, y: number): void {
    this.#go(`${this.#parts.length === 0 ? 'M' : 'L'}${place(matrix, x, y)}`)
  }

  quadraticTo(matrix: Matrix, bendX: number, bendY: number, x: number, y: number): void {
    this.#go(`Q${place(matrix, bendX, bendY)} ${place(matrix, x, y)}`)
  }

  bezierTo(matrix: Matrix, x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#go(`C${place(matrix, x1, y1)} ${place(matrix, x2, y2)} ${place(matrix, x, y)}`)
  }

  close(): void {
    this.#go('Z')
  }

  /** A line to where the arc begins, then the arc: SVG has no whole circle, so that one is two halves. */
  arc(matrix: Matrix, x: number, y: number, radius: number, from: number, to: number, backwards: boolean): void {
    const sweep = sweepOf(from, to, backwards)
    const [startX, startY] = [x + radius * Math.cos(from), y + radius * Math.sin(from)]
    // Most arcs begin where the pen was just set down: there are thousands of dots.
    if (place(matrix, startX, startY) !== this.#start) this.lineTo(matrix, startX, startY)
    const halves = Math.abs(sweep) > Math.PI - nearlyNothing ? 2 : 1
    const size = short(radius * scaleOf(matrix))
    for (let half = 1; half <= halves; half++) {
      const angle = from + (sweep * half) / halves
      const end = place(matrix, x + radius * Math.cos(angle), y + radius * Math.sin(angle))
      this.#go(`A${size} ${size} 0 0 ${sweep < 0 ? 0 : 1} ${end}`)
    }
  }

  roundRect(matrix: Matrix, x: number, y: number, width: number, height: number, wanted: number): void {
    const radius = Math.max(0, Math.min(wanted, width / 2, height / 2))
    const quarter = Math.PI / 2
    this.moveTo(matrix, x + radius, y)
    this.arc(matrix, x + width - radius, y + radius, radius, -quarter, 0, false)
    this.arc(matrix, x + width - radius, y + height - radius, radius, 0, quarter, false)
    this.arc(matrix, x + radius, y + height - radius, radius, quarter, Math.PI, false)
    this.arc(matrix, x + radius, y + radius, radius, Math.PI, 3 * quarter, false)
    this.close()
  }

  #go(part: string): void {
    this.#start = ''
    this.#parts.push(part)
  }
}

function place({ a, b, c, d, e, f }: Matrix, x: number, y: number): string {
  return `${short(a * x + c * y + e)} ${short(b * x + d * y + f)}`
}

/** How far a canvas arc goes round: at most once, and forwards unless it is told otherwise. */
function sweepOf(from: number, to: number, backwards: boolean): number {
  const turn = backwards ? from - to : to - from
  const sweep = turn >= wholeTurn ? wholeTurn : ((turn % wholeTurn) + wholeTurn) % wholeTurn
  return backwards ? -sweep : sweep
}
