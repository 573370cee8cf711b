import '../styles/graph.css'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { LinkKey } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import type { Selection } from '../store/selection.ts'
import type { LayoutName, ThemeName } from '../store/theme.ts'
import { viewOfSwarm } from '../store/view-of-swarm.ts'
import type { Point, Size } from './camera.ts'
import { GraphSummary } from './graph-summary.tsx'
import { GraphTools } from './graph-tools.tsx'
import { HoverCard } from './hover-card.tsx'
import { arrowTarget, isArrow, tabTarget } from './keyboard.ts'
import { createLayers } from './layers.ts'
import { Legend } from './legend.tsx'
import { LinkCloseUp } from './link-close-up.tsx'
import type { ShownSwarms } from './model.ts'
import { palettes } from './palette.ts'
import { createRateHistory } from './rate-history.ts'
import { createStage, type Stage } from './stage.ts'
import { mountStage } from './stage-commands.ts'
import { useReducedMotion } from './use-reduced-motion.ts'
import { watchSize } from './watch-size.ts'

interface Props {
  readonly view: View
  /** All swarms unless given. */
  readonly swarm?: ShownSwarms
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection | null) => void
  /** What the system asks for, when not given. */
  readonly reducedMotion?: boolean
  readonly theme?: ThemeName
  /** The motion stands still; the truth goes on. */
  readonly paused?: boolean
  /** The pointer draws over the picture. */
  readonly pen?: boolean
  /** All but the selected peer and those linked to it all but disappears. */
  readonly spotlight?: boolean
  readonly layoutName?: LayoutName
}

/** What is under the pointer, where that is, and what the very mark there means. */
interface Hovered {
  readonly subject: Selection
  readonly at: Point
  readonly mark: string | null
}

const zoomStep = 1.3

/** The live picture of the swarm, with its legend, its hover card, its zoom buttons, and the same in words. */
export function SwarmGraph({ view: whole, swarm = 'all', selection, onSelect, reducedMotion, ...look }: Props) {
  const view = useMemo(() => (swarm === 'all' ? whole : viewOfSwarm(whole, swarm)), [whole, swarm])
  const { theme = 'light', paused = false, pen = false, spotlight = false, layoutName = 'force' } = look
  const frame = useRef<HTMLDivElement>(null)
  const stage = useRef<Stage | null>(null)
  const select = useRef(onSelect)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const [hover, setHover] = useState<Hovered | null>(null)
  const [isFollowing, setFollowing] = useState(false)
  const [closeUp, setCloseUp] = useState<LinkKey | null>(null)
  const [isDrawable, setDrawable] = useState(true)
  const [history] = useState(createRateHistory)
  const systemReduces = useReducedMotion()
  const still = reducedMotion ?? systemReduces
  const keysId = useId()
  select.current = onSelect

  useLayoutEffect(() => {
    if (frame.current === null) return
    const layers = createLayers(frame.current)
    if (layers === null) return setDrawable(false)
    const made = createStage(layers, {
      onSelect: (next) => select.current(next),
      onHover: (subject, at, mark) => setHover(subject && { subject, at, mark }),
      onFollow: (what) => setFollowing(what === 'selected'),
      onCloseUp: setCloseUp,
    })
    stage.current = made
    const unmount = mountStage(made)
    const stopWatching = watchSize(frame.current, (next, pixelRatio) => {
      setSize(next)
      made.resize(next, pixelRatio)
    })
    return () => {
      unmount()
      stopWatching()
      made.destroy()
      stage.current = null
    }
  }, [])
  useEffect(
    () => stage.current?.look({ theme, paused, still, pen, spotlight, layoutName }),
    [theme, paused, still, pen, spotlight, layoutName],
  )
  useEffect(() => {
    history.note(whole)
    stage.current?.show(whole, swarm)
  }, [whole, swarm, history])
  useEffect(() => stage.current?.select(selection), [selection])

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') setHover(null)
    if (stage.current && actOnKey(event, stage.current, selection, onSelect)) event.preventDefault()
  }

  const link = closeUp === null ? undefined : view.links[closeUp]
  return (
    <section className="swarm-graph" aria-label="Swarm graph" style={{ background: palettes[theme].paper }}>
      <div
        ref={frame}
        className="graph-frame"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: role application takes the keys that move the selection.
        tabIndex={0}
        aria-label="Swarm graph"
        aria-describedby={keysId}
        onKeyDown={onKeyDown}
      />
      <p id={keysId} className="only-read-aloud">
        Arrow keys choose a peer, Tab the next one, Escape none. I and O zoom, F shows all, M finds this window’s peer,
        and a question mark lists all keys. The list that follows says the same in words.
      </p>
      {isDrawable ? (
        <EmptyHint view={view} />
      ) : (
        <div className="graph-empty graph-empty-middle">This browser draws no pictures. The tables tell the same.</div>
      )}
      {hover && !link && <HoverCard {...hover} stage={size} view={view} />}
      {link && <LinkCloseUp link={link} view={view} history={history} theme={theme} />}
      <Legend theme={theme} />
      <GraphTools
        selection={selection}
        onFind={(text) => stage.current?.find(text) ?? 0}
        onLeave={() => frame.current?.focus()}
        isFollowing={isFollowing}
        onFollow={(isOn) => stage.current?.follow(isOn)}
        onPin={(isPinned) => stage.current?.pin(isPinned)}
      />
      <div className="graph-zoom">
        <button type="button" aria-label="Zoom in" title="Zoom in (I)" onClick={() => stage.current?.zoomBy(zoomStep)}>
          +
        </button>
        <button
          type="button"
          aria-label="Zoom out"
          title="Zoom out (O)"
          onClick={() => stage.current?.zoomBy(1 / zoomStep)}
        >
          −
        </button>
        <button type="button" title="Show everything (F)" onClick={() => stage.current?.fit()}>
          Fit
        </button>
      </div>
      {/* Another swarm is no news of the one before. */}
      <GraphSummary key={swarm} view={view} selection={selection} />
    </section>
  )
}

/** What to do next, while there is nobody to be seen but this peer. */
function EmptyHint({ view }: { view: View }) {
  const alone = Object.keys(view.peers).length <= 1 && Object.keys(view.dials).length === 0
  if (!alone) return null
  return (
    <div className={view.me === null ? 'graph-empty graph-empty-middle' : 'graph-empty'}>
      <strong>{view.me === null ? 'No peers yet.' : 'Only this peer so far.'}</strong> Start the demo swarm, add a peer
      by its IP, or share a file.
    </div>
  )
}

/** Does what a key asks for; false when the key means nothing here. */
function actOnKey(
  { key, shiftKey }: KeyboardEvent,
  stage: Stage,
  selection: Selection | null,
  onSelect: (selection: Selection | null) => void,
): boolean {
  if (isArrow(key)) onSelect(arrowTarget(stage.peers(), selection, key))
  else if (key === 'Tab') {
    const next = tabTarget(stage.peers(), selection, shiftKey)
    if (next === null) return false
    onSelect(next)
  } else if (key === 'Escape' && selection !== null) onSelect(null)
  else return false
  return true
}
