import { type CSSProperties, memo, useId, useMemo, useState } from 'react'
import type { EventKind } from '../../src-shared/swarm/describe.ts'
import { useView } from '../screen.tsx'
import { createLogLines, hasSeveralSwarms, type LogLine } from '../store/log-lines.ts'
import { Button } from './parts/button.tsx'
import { EmptyState } from './parts/empty-state.tsx'
import { NewestLast } from './parts/newest-last.tsx'
import { StartDemo } from './start-demo.tsx'
import { timeOfDay } from './time-of-day.ts'

const kinds: readonly { kind: EventKind; label: string }[] = [
  { kind: 'connection', label: 'Connections' },
  { kind: 'tracker', label: 'Tracker' },
  { kind: 'pieces', label: 'Pieces' },
  { kind: 'choking', label: 'Choking' },
  { kind: 'problem', label: 'Problems' },
]

/** What happened and who saw it, in the course's words, oldest first; it stays at the newest unless the person scrolled away. */
export function EventLog() {
  const view = useView()
  const [hidden, setHidden] = useState<ReadonlySet<EventKind>>(new Set())
  const [text, setText] = useState('')
  const linesOf = useMemo(createLogLines, [])
  const lines = linesOf(view, { hidden, text })

  return (
    <section aria-label="Event log" className="event-log">
      <Filter hidden={hidden} onHidden={setHidden} text={text} onText={setText} dropped={view.droppedEvents} />
      {lines.length === 0 ? (
        <EmptyState
          icon="search"
          action={
            view.log.length === 0 ? (
              <StartDemo />
            ) : (
              <Button
                label="Show all events"
                onPress={() => {
                  setHidden(new Set())
                  setText('')
                }}
              />
            )
          }
        >
          {view.log.length === 0
            ? 'Nothing happened yet. Add a peer, or start the demo swarm.'
            : 'No event matches. Choose more kinds above, or clear the text.'}
        </EmptyState>
      ) : (
        <Lines lines={lines} several={hasSeveralSwarms(view)} />
      )}
    </section>
  )
}

interface FilterProps {
  hidden: ReadonlySet<EventKind>
  onHidden(hidden: ReadonlySet<EventKind>): void
  text: string
  onText(text: string): void
  dropped: number
}

function Filter({ hidden, onHidden, text, onText, dropped }: FilterProps) {
  const searchId = useId()
  function toggle(kind: EventKind) {
    const next = new Set(hidden)
    if (!next.delete(kind)) next.add(kind)
    onHidden(next)
  }
  return (
    <div className="log-filter">
      {kinds.map(({ kind, label }) => (
        <label key={kind} className="toggle" data-kind={kind}>
          <input type="checkbox" checked={!hidden.has(kind)} onChange={() => toggle(kind)} />
          {label}
        </label>
      ))}
      <label htmlFor={searchId} className="only-read-aloud">
        Filter by text
      </label>
      <input
        id={searchId}
        type="search"
        placeholder="Filter by text"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {dropped > 0 && <span className="hint">{dropped} events were dropped: this screen could not keep up.</span>}
    </div>
  )
}

function Lines({ lines, several }: { lines: readonly LogLine[]; several: boolean }) {
  return (
    <NewestLast label="Events" newest={lines.at(-1)?.event.seq}>
      <ol className="log-lines" style={{ '--observer-width': `${longestObserver(lines)}ch` } as CSSProperties}>
        {lines.map((line) => (
          <Line key={line.event.seq} line={line} several={several} />
        ))}
      </ol>
    </NewestLast>
  )
}

const longestShown = 14

/** How many characters the column of observers is wide: one width for all, so that the sentences stand in line. */
function longestObserver(lines: readonly LogLine[]): number {
  return Math.min(longestShown, Math.max(2, ...lines.map(({ observer }) => observer.length)))
}

const Line = memo(function Line({ line, several }: { line: LogLine; several: boolean }) {
  const { event, kind, observer, byMe, words, mark, swarm } = line
  return (
    <li data-kind={kind}>
      <time>{timeOfDay(event.atMs)}</time>
      <span className={byMe ? 'observer me' : 'observer'} title={`Seen by ${observer}`}>
        {observer}
      </span>
      <span className="words">
        {mark !== null && <strong className="mark">{mark}</strong>}
        {words}
        {several && swarm !== null && <small title={`In the swarm of ${swarm}`}> {swarm}</small>}
      </span>
    </li>
  )
})
