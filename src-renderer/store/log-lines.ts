import { describe, type EventKind, eventKind } from '../../src-shared/swarm/describe.ts'
import type { SwarmEvent, SwarmEventType } from '../../src-shared/swarm/events.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'
import { swarmName } from './swarm-name.ts'

/** One line of the event log: what happened in words, and the name of the local peer that saw it. */
export interface LogLine {
  readonly event: SwarmEvent
  readonly kind: EventKind
  readonly observer: string
  readonly byMe: boolean
  readonly words: string
  /** What makes it stand out from the others, in a word or two. */
  readonly mark: string | null
  /** The name of the swarm that it happened in, where its words do not say so. */
  readonly swarm: string | null
}

/** Which lines are wanted: kinds that are not hidden, with a text in their words or their observer's name. */
export interface LogFilter {
  readonly hidden: ReadonlySet<EventKind>
  readonly text: string
}

const marks: Partial<Record<SwarmEventType, string>> = {
  'peer-banned': 'Banned',
  'piece-rejected': 'Wrong SHA-1',
  'block-corrupted': 'Spoilt on purpose',
}

/** Makes lines; each event is put into words once, so that names stay true to the moment it was first shown. */
export function createLogLines(): (view: View, filter: LogFilter) => LogLine[] {
  const known = new WeakMap<SwarmEvent, LogLine>()

  function lineOf(view: View, event: SwarmEvent): LogLine {
    const before = known.get(event)
    if (before !== undefined) return before
    const line = {
      event,
      kind: eventKind(event),
      observer: event.type === 'peer-started' ? event.name : nameOf(view, event.observer),
      byMe: event.observer === view.me,
      words: describe(event, (id) => nameOf(view, id)),
      mark: marks[event.type] ?? null,
      swarm: swarmOf(view, event),
    }
    known.set(event, line)
    return line
  }

  return (view, { hidden, text }) => {
    const wanted = text.trim().toLowerCase()
    const several = hasSeveralSwarms(view)
    return view.log
      .map((event) => lineOf(view, event))
      .filter(({ kind }) => !hidden.has(kind))
      .filter(({ observer, words, mark, swarm }) => {
        const shown = `${observer} ${words} ${mark ?? ''} ${several ? (swarm ?? '') : ''}`
        return shown.toLowerCase().includes(wanted)
      })
  }
}

/** Whether there is more than one swarm, so that a line has to say which one it is of. */
export function hasSeveralSwarms({ torrents, magnets }: Pick<View, 'torrents' | 'magnets'>): boolean {
  return new Set([...Object.keys(torrents), ...Object.keys(magnets)]).size > 1
}

function swarmOf(view: View, event: SwarmEvent): string | null {
  if (!('infoHash' in event) || event.infoHash === null || event.type === 'magnet-opened') return null
  return swarmName(view, event.infoHash)
}
