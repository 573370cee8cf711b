/** Cells of one size, row by row, each for one piece or for several that follow one another. */
export interface PieceGrid {
  readonly pieceCount: number
  readonly piecesPerCell: number
  readonly cells: number
  readonly columns: number
  /** From one cell to the next, the gap between them included. */
  readonly pitchPx: number
}

const largestPitchPx = 30
const smallestPitchPx = 7

/** The largest cells with which all pieces fit; where not even the smallest do, several pieces share one. */
export function pieceGrid(pieceCount: number, widthPx: number, heightPx: number): PieceGrid {
  for (let pitchPx = largestPitchPx; pitchPx > smallestPitchPx; pitchPx--) {
    if (roomFor(pitchPx, widthPx, heightPx) >= pieceCount) return gridOf(pieceCount, 1, pitchPx, widthPx)
  }
  const room = Math.max(1, roomFor(smallestPitchPx, widthPx, heightPx))
  return gridOf(pieceCount, Math.max(1, Math.ceil(pieceCount / room)), smallestPitchPx, widthPx)
}

function roomFor(pitchPx: number, widthPx: number, heightPx: number): number {
  return Math.floor(widthPx / pitchPx) * Math.floor(heightPx / pitchPx)
}

function gridOf(pieceCount: number, piecesPerCell: number, pitchPx: number, widthPx: number): PieceGrid {
  return {
    pieceCount,
    piecesPerCell,
    cells: Math.ceil(pieceCount / piecesPerCell),
    columns: Math.max(1, Math.floor(widthPx / pitchPx)),
    pitchPx,
  }
}

/** The pieces of a cell, from `first` to before `end`. */
export function piecesOfCell({ pieceCount, piecesPerCell }: PieceGrid, cell: number): { first: number; end: number } {
  const first = cell * piecesPerCell
  return { first, end: Math.min(pieceCount, first + piecesPerCell) }
}

/** The cell at a point of the map; undefined beside them all. */
export function cellAt({ columns, cells, pitchPx }: PieceGrid, x: number, y: number): number | undefined {
  const column = Math.floor(x / pitchPx)
  const cell = Math.floor(y / pitchPx) * columns + column
  return column >= 0 && column < columns && cell >= 0 && cell < cells ? cell : undefined
}

/** The cell that a key leads to; undefined for a key that leads nowhere. */
export function cellByKey({ columns, cells }: PieceGrid, cell: number, key: string): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -cell,
    End: cells - 1 - cell,
  }
  const step = steps[key]
  if (step === undefined) return undefined
  const next = cell + step
  return next >= 0 && next < cells ? next : cell
}
