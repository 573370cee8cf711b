import type { Brush } from './brush.ts'
import type { Palette } from './palette.ts'
import { eachDot, type SceneStream } from './scene-streams.ts'

/** How far the dots of a stream have come, in px at scale 1. */
export type Travelled = (stream: string) => number

/** More streams than this and dots are built of two rectangles each: a tenth of the work, and hardly to be told from round ones. */
const mostRound = 60
/** Below this radius in px a dot is one little square. */
const smallestCross = 1.7

/** Data on its way: dots in the giver's colour, moving from giver to taker. */
export function paintDots(
  brush: Brush,
  streams: readonly SceneStream[],
  { roleColour }: Palette,
  travelled: Travelled,
): void {
  const paint = streams.length > mostRound ? paintSquare : paintRound
  let giver: SceneStream['giver'] | null = null
  let alpha = -1
  for (const stream of streams) {
    if (stream.giver !== giver) brush.fillStyle = roleColour[stream.giver]
    if (stream.alpha !== alpha) brush.globalAlpha = stream.alpha
    giver = stream.giver
    alpha = stream.alpha
    paint(brush, stream, travelled(stream.name))
  }
}

function paintRound(brush: Brush, stream: SceneStream, travelledPx: number): void {
  const { radius } = stream
  brush.beginPath()
  eachDot(stream, travelledPx, (x, y) => {
    brush.moveTo(x + radius, y)
    brush.arc(x, y, radius, 0, 2 * Math.PI)
  })
  brush.fill()
}

function paintSquare(brush: Brush, stream: SceneStream, travelledPx: number): void {
  const { radius } = stream
  if (radius < smallestCross) {
    const side = 1.8 * radius
    eachDot(stream, travelledPx, (x, y) => brush.fillRect(x - side / 2, y - side / 2, side, side))
    return
  }
  const long = 2 * radius
  const short = 1.15 * radius
  eachDot(stream, travelledPx, (x, y) => {
    brush.fillRect(x - long / 2, y - short / 2, long, short)
    brush.fillRect(x - short / 2, y - long / 2, short, long)
  })
}
