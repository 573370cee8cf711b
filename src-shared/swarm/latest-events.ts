import type { SwarmEvent } from './events.ts'

/**
 * Events in their order, but of those that only tell how things are by now the latest alone, with the bytes of those before
 * it: the view is the same after them. A screen that is slower than the news gets these instead of the whole view.
 */
export function latestEvents(events: readonly SwarmEvent[]): SwarmEvent[] {
  const places = new Map<string, number>()
  const kept: SwarmEvent[] = []
  for (let index = events.length - 1; index >= 0; index--) {
    const event = events[index]
    if (event === undefined) continue
    const subject = subjectOf(event)
    const place = subject === null ? undefined : places.get(subject)
    const later = place === undefined ? undefined : kept[place]
    if (place !== undefined && later !== undefined) kept[place] = withBytesOf(later, event)
    else {
      if (subject !== null) places.set(subject, kept.length)
      kept.push(event)
    }
  }
  return kept.reverse()
}

/** What an event tells the state of, so that the next of the same supersedes it; null when each is news. */
function subjectOf(event: SwarmEvent): string | null {
  switch (event.type) {
    case 'link-transferred':
      return `link ${event.link}`
    case 'member-updated':
      return `member ${event.observer} ${event.infoHash} ${event.member.id}`
    case 'pieces-in-flight':
      return `pieces ${event.observer} ${event.infoHash}`
    case 'routing-table':
      return `routing ${event.observer}`
    default:
      return null
  }
}

function withBytesOf(later: SwarmEvent, earlier: SwarmEvent): SwarmEvent {
  if (later.type !== 'link-transferred' || earlier.type !== 'link-transferred') return later
  return { ...later, downBytes: later.downBytes + earlier.downBytes, upBytes: later.upBytes + earlier.upBytes }
}
