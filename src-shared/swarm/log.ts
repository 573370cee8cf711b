import { isNotable } from './choke-words.ts'
import type { SwarmEvent, SwarmEventType } from './events.ts'
import type { LinkId } from './ids.ts'
import { findLink } from './reduce-link.ts'
import { maxLog, type View } from './view.ts'

// Sums, and news that comes many times a second: they show in numbers and bars, a line each would bury the rest.
const unlogged: ReadonlySet<SwarmEventType> = new Set([
  'link-transferred',
  'link-identified',
  'member-updated',
  'remote-pieces',
  'remote-haves',
  'dial-dismissed',
  'settings-changed',
  'swarm-checking',
  'check-progressed',
  'upload-shared',
  'routing-table',
  'pieces-in-flight',
  'magnet-progressed',
  'tracker-served',
  'trackers-listed',
  'announce-started',
])

/** The log with the event at its end where it is notable: the latest maxLog events that a student would want to read. */
export function logged(before: View, event: SwarmEvent): View['log'] {
  if (unlogged.has(event.type) || repeats(before, event)) return before.log
  const line = isAtLink(event) ? withRemote(before, event) : event
  if (!line) return before.log
  return before.log.length < maxLog ? [...before.log, line] : [...before.log.slice(1 - maxLog), line]
}

// Interest comes and goes with every piece, lists are sent again for their totals, and free slots are filled between the
// rounds: only a change of choking, told by the end that chokes where that end is here, and of the number of members is
// worth a line.
function repeats(before: View, event: SwarmEvent): boolean {
  if (event.type === 'choke-round') {
    const last = before.peers[event.observer]?.swarms[event.infoHash]?.lastRound
    return !isNotable(event.round, last?.round === event.round.round)
  }
  if (event.type === 'tracker-broadcast') return before.peers[event.observer]?.tracker?.members === event.members
  if (event.type !== 'link-flags') return false
  const found = findLink(before, event.link)
  if (!found) return false
  const { link, end } = found
  const [own, other] =
    end === 'dialler' ? [link.diallerFlags, link.acceptorFlags] : [link.acceptorFlags, link.diallerFlags]
  const otherIsHere = end === 'dialler' ? link.acceptorLink !== null : link.diallerLink !== null
  return own.choking === event.amChoking && (otherIsHere || other.choking === event.peerChoking)
}

type LinkEvent = Extract<SwarmEvent, { type: 'link-flags' | 'link-closed' | 'limits-changed' | 'faults-changed' }>

function isAtLink(event: SwarmEvent): event is LinkEvent {
  return ['link-flags', 'link-closed', 'limits-changed', 'faults-changed'].includes(event.type)
}

// A link is gone once it is closed, so the line must hold who was at the other end.
function withRemote(before: View, event: LinkEvent): LinkEvent | undefined {
  const id = linkOf(event)
  if (id === null) return event
  const found = findLink(before, id)
  // The other end may have taken the link away already, by leaving; how it ended here is still worth a line.
  if (!found) return event.remote === undefined ? undefined : event
  return { ...event, remote: found.end === 'dialler' ? found.link.acceptor : found.link.dialler }
}

function linkOf(event: LinkEvent): LinkId | null {
  if (event.type !== 'limits-changed') return event.link
  return event.scope.kind === 'link' ? event.scope.link : null
}
