import { useCallback, useId, useMemo, useRef, useState } from 'react'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import { useView } from '../screen.tsx'
import { type Availability, createAvailability } from '../store/piece-availability.ts'
import {
  cellSentence,
  type PieceState,
  type PieceStates,
  pieceStatesOf,
  piecesSentence,
} from '../store/piece-states.ts'
import type { ShownPeer } from '../store/shown-peer.ts'
import { paintCopies, paintPieces, paintState } from './paint-pieces.ts'
import { EmptyState } from './parts/empty-state.tsx'
import { Painted } from './parts/painted.tsx'
import { usePieceColours } from './piece-colours.ts'
import { cellAt, cellByKey, type PieceGrid, pieceGrid, piecesOfCell } from './piece-grid.ts'
import { ShownFields, useShownPeer } from './shown-fields.tsx'
import { StartDemo } from './start-demo.tsx'
import { PickingChoice } from './strategy.tsx'
import { useSize } from './use-size.ts'

/** Every piece of the shown swarm as one local peer has it, and how many of its links' other ends have each. */
export function PieceMap() {
  const view = useView()
  const shown = useShownPeer()
  const torrent = shown === null ? undefined : view.torrents[shown.infoHash]
  return (
    <section aria-label="Pieces" className="split">
      {shown === null || torrent === undefined ? (
        <EmptyState icon="peers" action={<StartDemo />}>
          No peer on this computer is in a swarm. Start the demo swarm, or open a .torrent.
        </EmptyState>
      ) : (
        <>
          <div className="split-side">
            <ShownFields shown={shown} />
            <PickingChoice shown={shown} />
          </div>
          <Pieces shown={shown} torrent={torrent} />
        </>
      )}
    </section>
  )
}

function Pieces({ shown: { peer, infoHash, membership }, torrent }: { shown: ShownPeer; torrent: TorrentSummary }) {
  const availability = useMemo(createAvailability, [])(useView(), peer.id, infoHash)
  const { pieces, unwanted, inFlight } = membership
  const states = useMemo(
    () => pieceStatesOf(torrent, { pieces, unwanted, inFlight }),
    [torrent, pieces, unwanted, inFlight],
  )
  const sentence = useMemo(() => piecesSentence(states, availability), [states, availability])
  const sentenceId = useId()
  return (
    <div className="split-main piece-map">
      <p id={sentenceId} className="pieces-words">
        <strong>{peer.name}:</strong> {sentence}
      </p>
      <Cells label={`Pieces of ${peer.name}`} describedBy={sentenceId} pieces={states} availability={availability} />
    </div>
  )
}

interface CellsProps {
  label: string
  describedBy: string
  pieces: PieceStates
  availability: Availability
}

function Cells({ label, describedBy, pieces, availability }: CellsProps) {
  const map = useRef<HTMLDivElement>(null)
  const strip = useRef<HTMLDivElement>(null)
  const size = useSize(map)
  const stripSize = useSize(strip)
  const [focused, setFocused] = useState(false)
  const [chosen, setChosen] = useState(0)
  const [hovered, setHovered] = useState<number>()
  const pieceCount = pieces.states.length
  const grid = useMemo(() => pieceGrid(pieceCount, size.width, size.height), [pieceCount, size])
  const cell = hovered ?? (focused ? Math.min(chosen, grid.cells - 1) : undefined)
  const cursor = cell !== undefined && cell < grid.cells ? cell : undefined
  const colours = usePieceColours()
  const picture = useMemo(
    () => ({ grid, pieces, availability, cursor, colours }),
    [grid, pieces, availability, cursor, colours],
  )
  const paintMap = useCallback((context: CanvasRenderingContext2D) => paintPieces(context, picture), [picture])
  const paintStrip = useCallback(
    (context: CanvasRenderingContext2D) => paintCopies(context, picture, stripSize.width, stripSize.height),
    [picture, stripSize],
  )

  return (
    <>
      <div
        ref={map}
        className="piece-cells"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: role application takes the keys that move from cell to cell.
        tabIndex={0}
        aria-label={label}
        aria-describedby={describedBy}
        title="Arrow keys move from cell to cell."
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={(event) => {
          const next = cellByKey(grid, Math.min(chosen, grid.cells - 1), event.key)
          if (next === undefined) return
          event.preventDefault()
          setHovered(undefined)
          setChosen(next)
        }}
        onPointerMove={({ nativeEvent }) => setHovered(cellAt(grid, nativeEvent.offsetX, nativeEvent.offsetY))}
        onPointerLeave={() => setHovered(undefined)}
        onPointerDown={() => setChosen(hovered ?? chosen)}
      >
        <Painted size={size} paint={paintMap} />
      </div>
      <div className="copies">
        <span
          className="hint"
          title="How many of the linked peers have each piece, from the first to the last; a full bar: all of them"
        >
          Copies
        </span>
        <div ref={strip} className="copies-strip">
          <Painted size={stripSize} paint={paintStrip} />
        </div>
      </div>
      <p className="cell-words" aria-live="polite">
        {cursor !== undefined && cellWords(grid, pieces, availability, cursor)}
      </p>
      {cursor === undefined && <Legend piecesPerCell={grid.piecesPerCell} />}
    </>
  )
}

function cellWords(grid: PieceGrid, pieces: PieceStates, availability: Availability, cell: number): string {
  const { first, end } = piecesOfCell(grid, cell)
  return cellSentence(pieces, availability, first, end)
}

const legend: readonly { state: PieceState; words: string }[] = [
  { state: 'have', words: 'here' },
  { state: 'in-flight', words: 'in flight: solid as blocks come, striped where asked for' },
  { state: 'missing', words: 'missing' },
  { state: 'unwanted', words: 'not wanted' },
]

const markSize = { width: 14, height: 14, pixelRatio: 2 }

function Legend({ piecesPerCell }: { piecesPerCell: number }) {
  return (
    <ul className="piece-legend" aria-label="Legend">
      {legend.map(({ state, words }) => (
        <li key={state}>
          <Mark state={state} />
          {words}
        </li>
      ))}
      <li>{piecesPerCell === 1 ? 'number: copies' : `${piecesPerCell} pieces a cell, brown top: some in flight`}</li>
    </ul>
  )
}

function Mark({ state }: { state: PieceState }) {
  const colours = usePieceColours()
  const paint = useCallback(
    (context: CanvasRenderingContext2D) => paintState(context, { x: 1, y: 1, side: 12 }, state, colours),
    [state, colours],
  )
  return <Painted size={markSize} paint={paint} />
}
