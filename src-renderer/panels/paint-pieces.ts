import type { Availability } from '../store/piece-availability.ts'
import { fewestCopies, type PieceState, type PieceStates } from '../store/piece-states.ts'
import type { PieceColours } from './piece-colours.ts'
import { type PieceGrid, piecesOfCell } from './piece-grid.ts'

/** What a map of pieces shows. */
export interface PieceMapPicture {
  readonly colours: PieceColours
  readonly grid: PieceGrid
  readonly pieces: PieceStates
  readonly availability: Availability
  /** The cell that the keyboard or the pointer is at. */
  readonly cursor: number | undefined
}

const gapPx = 2
const numberedFromPx = 20
/** In smaller cells the number would hide how far the piece has come. */
const flyingNumberedFromPx = 25

/** Paints the cells: each state has a shape of its own beside its colour. */
export function paintPieces(context: CanvasRenderingContext2D, picture: PieceMapPicture): void {
  const { grid, cursor, colours } = picture
  for (let cell = 0; cell < grid.cells; cell++) {
    const side = grid.pitchPx - (grid.pitchPx > 8 ? gapPx : 1)
    const box = boxOf(grid, cell, side)
    const { first, end } = piecesOfCell(grid, cell)
    if (end - first === 1) paintPiece(context, box, picture, first)
    else paintSeveral(context, box, picture, first, end)
    if (cell === cursor) frame(context, { x: box.x - 1, y: box.y - 1, side: side + 2 }, colours.ink, 2)
  }
}

interface Box {
  readonly x: number
  readonly y: number
  readonly side: number
}

function boxOf({ columns, pitchPx }: PieceGrid, cell: number, side: number): Box {
  return { x: (cell % columns) * pitchPx + 1, y: Math.floor(cell / columns) * pitchPx + 1, side }
}

function paintPiece(context: CanvasRenderingContext2D, box: Box, picture: PieceMapPicture, piece: number): void {
  const { pieces, availability, colours } = picture
  const state = pieces.states[piece] ?? 'missing'
  const fetched = pieces.inFlight.get(piece)
  if (state === 'in-flight' && fetched !== undefined)
    paintInFlight(context, box, colours, fetched.arrived / fetched.blocks, fetched.requested / fetched.blocks)
  else paintState(context, box, state, colours)
  if (picture.grid.pitchPx < (state === 'in-flight' ? flyingNumberedFromPx : numberedFromPx)) return
  context.font = `600 11px ${colours.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const [x, y] = [box.x + box.side / 2, box.y + box.side / 2 + 1]
  if (state === 'in-flight') {
    context.fillStyle = colours.paper
    context.fillRect(x - 6, y - 7, 12, 13)
  }
  context.fillStyle = state === 'have' ? colours.onHere : colours.ink
  context.fillText(`${availability.copies[piece] ?? 0}`, x, y)
}

/** One state of a piece, as in the map and its legend. */
export function paintState(
  context: CanvasRenderingContext2D,
  box: Box,
  state: PieceState,
  colours: PieceColours,
): void {
  switch (state) {
    case 'have':
      return fill(context, box, colours.here)
    case 'in-flight':
      return paintInFlight(context, box, colours, 0.5, 0.25)
    case 'missing':
      fill(context, box, colours.paper)
      return frame(context, box, colours.absent, 1)
    case 'unwanted':
      fill(context, box, colours.sunken)
      return slash(context, box, colours.absent)
  }
}

/** Filled from below by what has arrived; striped above that by what is asked for. */
function paintInFlight(
  context: CanvasRenderingContext2D,
  box: Box,
  { flying, flyingSoft }: PieceColours,
  arrived: number,
  requested: number,
): void {
  const { x, y, side } = box
  fill(context, box, flyingSoft)
  const arrivedPx = side * Math.min(1, arrived)
  const requestedPx = side * Math.min(1 - Math.min(1, arrived), requested)
  context.fillStyle = flying
  context.fillRect(x, y + side - arrivedPx, side, arrivedPx)
  for (let up = 1; up < requestedPx; up += 3) context.fillRect(x, y + side - arrivedPx - up - 1, side, 1)
  frame(context, box, flying, side > 8 ? 2 : 1)
}

/** Filled from below by the share that is here, with a notch while some of it is in flight. */
function paintSeveral(
  context: CanvasRenderingContext2D,
  box: Box,
  picture: PieceMapPicture,
  first: number,
  end: number,
) {
  const count = { have: 0, 'in-flight': 0, missing: 0, unwanted: 0 }
  for (let piece = first; piece < end; piece++) count[picture.pieces.states[piece] ?? 'missing']++
  const { x, y, side } = box
  const { here, absent, flying, paper } = picture.colours
  if (count.unwanted === end - first) return paintState(context, box, 'unwanted', picture.colours)
  fill(context, box, paper)
  const herePx = (side * count.have) / (end - first)
  context.fillStyle = here
  context.fillRect(x, y + side - herePx, side, herePx)
  frame(context, box, count.have === end - first ? here : absent, 1)
  if (count['in-flight'] === 0) return
  context.fillStyle = flying
  context.fillRect(x, y, side, Math.max(2, side / 3))
}

function fill(context: CanvasRenderingContext2D, { x, y, side }: Box, colour: string): void {
  context.fillStyle = colour
  context.fillRect(x, y, side, side)
}

function frame(context: CanvasRenderingContext2D, { x, y, side }: Box, colour: string, width: number): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.strokeRect(x + width / 2, y + width / 2, side - width, side - width)
}

function slash(context: CanvasRenderingContext2D, { x, y, side }: Box, colour: string): void {
  context.strokeStyle = colour
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x, y + side)
  context.lineTo(x + side, y)
  context.stroke()
}

/** Paints how many copies there are along the torrent: a full bar where every linked peer has the piece. */
export function paintCopies(
  context: CanvasRenderingContext2D,
  { grid, availability, cursor, colours }: PieceMapPicture,
  widthPx: number,
  heightPx: number,
): void {
  const { pieceCount } = grid
  context.fillStyle = colours.sunken
  context.fillRect(0, 0, widthPx, heightPx)
  const bars = Math.min(pieceCount, Math.floor(widthPx))
  const pieceOf = (bar: number) => Math.floor((bar * pieceCount) / bars)
  for (let bar = 0; bar < bars; bar++) {
    const fewest = fewestCopies(availability, pieceOf(bar), Math.max(pieceOf(bar) + 1, pieceOf(bar + 1)))
    const height = (heightPx * fewest) / Math.max(1, availability.linkedPeers)
    const left = Math.round((bar * widthPx) / bars)
    const gap = widthPx / bars > 4 ? 1 : 0
    context.fillStyle = colours.copies
    context.fillRect(left, heightPx - height, Math.round(((bar + 1) * widthPx) / bars) - left - gap, height)
  }
  if (cursor === undefined) return
  const { first, end } = piecesOfCell(grid, cursor)
  const left = (first * widthPx) / pieceCount
  context.strokeStyle = colours.ink
  context.lineWidth = 2
  context.strokeRect(left, 1, Math.max(3, ((end - first) * widthPx) / pieceCount) - 1, heightPx - 2)
}
