import { memo, useEffect, useId, useMemo, useRef, useState } from 'react'
import { type EventKind, eventKind, describe as inWords } from '../../src-shared/swarm/describe.ts'
import type { SwarmEvent } from '../../src-shared/swarm/events.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { useView } from '../screen.tsx'
import { nameOf } from '../store/peers.ts'
import { Button } from './parts/button.tsx'
import { timeOfDay } from './time-of-day.ts'

const kinds: readonly { kind: EventKind; label: string }[] = [
  { kind: 'connection', label: 'Connections' },
  { kind: 'tracker', label: 'Tracker' },
  { kind: 'pieces', label: 'Pieces' },
  { kind: 'choking', label: 'Choking' },
  { kind: 'problem', label: 'Problems' },
]

/** What happened, in the course's words, oldest first; it stays at the newest unless the person scrolled away. */
export function EventLog() {
  const view = useView()
  const [hidden, setHidden] = useState<ReadonlySet<EventKind>>(new Set())
  const [text, setText] = useState('')
  const wordsOf = useWords()
  const wanted = text.trim().toLowerCase()
  const lines = view.log
    .filter((event) => !hidden.has(eventKind(event)))
    .map((event) => ({ event, words: wordsOf(event) }))
    .filter(({ words }) => wanted === '' || words.toLowerCase().includes(wanted))

  return (
    <section aria-label="Event log" className="event-log">
      <Filter hidden={hidden} onHidden={setHidden} text={text} onText={setText} dropped={view.droppedEvents} />
      {lines.length === 0 ? (
        <p className="empty">
          {view.log.length === 0
            ? 'Nothing happened yet. Add a peer, or start the demo swarm.'
            : 'No event matches. Choose more kinds above, or clear the text.'}
        </p>
      ) : (
        <Lines lines={lines} />
      )}
    </section>
  )
}

interface Line {
  readonly event: SwarmEvent
  readonly words: string
}

/** Each event is put into words once: the names that its peers had when it was first shown stay true to that moment. */
function useWords(): (event: SwarmEvent) => string {
  const view = useView()
  const known = useMemo(() => new WeakMap<SwarmEvent, string>(), [])
  return (event) => {
    const before = known.get(event)
    if (before !== undefined) return before
    const words = inWords(event, (id: PeerId) => nameOf(view, id))
    known.set(event, words)
    return words
  }
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

const stickingDistancePx = 24

function Lines({ lines }: { lines: readonly Line[] }) {
  const box = useRef<HTMLDivElement>(null)
  const [sticks, setSticks] = useState(true)
  const newest = lines.at(-1)?.event.seq

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line is why it scrolls
  useEffect(() => {
    if (sticks) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [newest, sticks])

  return (
    <>
      <div
        className="log-lines"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to be reachable by keyboard
        tabIndex={0}
        role="log"
        // Reading out every event would drown everything else.
        aria-live="off"
        aria-label="Events"
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
          setSticks(scrollHeight - scrollTop - clientHeight < stickingDistancePx)
        }}
      >
        <ol>
          {lines.map(({ event, words }) => (
            <LogLine key={event.seq} event={event} words={words} />
          ))}
        </ol>
      </div>
      {!sticks && (
        <div className="to-newest">
          <Button icon="down" label="Newest" onPress={() => setSticks(true)} />
        </div>
      )}
    </>
  )
}

const LogLine = memo(function LogLine({ event, words }: Line) {
  return (
    <li data-kind={eventKind(event)}>
      <time>{timeOfDay(event.atMs)}</time>
      <span>{words}</span>
    </li>
  )
})
