import { endpointOf } from './address.ts'
import { isNotable } from './choke-words.ts'
import type { SwarmEvent, SwarmEventType } from './events.ts'
import type { LinkId } from './ids.ts'
import { append } from './patch.ts'
import { findLink } from './reduce-link.ts'
import { maxLog, type View } from './view.ts'

// Sums, and news that comes many times a second: they show in numbers and bars, a line each would bury the rest.
const unlogged: ReadonlySet<SwarmEventType> = new Set([
  'link-transferred',
  'link-identified',
  'links-reported',
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
  return append(before.log, line, maxLog)
}

type EventOf<Type extends SwarmEventType> = Extract<SwarmEvent, { type: Type }>

// What comes again and again is worth a line only where it says something new.
function repeats(before: View, event: SwarmEvent): boolean {
  switch (event.type) {
    case 'choke-round': {
      // Free slots are filled between the rounds.
      const last = before.peers[event.observer]?.swarms[event.infoHash]?.lastRound
      return !isNotable(event.round, last?.round === event.round.round)
    }
    case 'tracker-broadcast':
      // Totals come again and again, and whoever comes back has the list sent once more.
      return event.changes === 0
    case 'dial-started':
      return event.own === true
    case 'dial-failed':
      return event.own === true && repeatsFailure(before, event)
    case 'announce-ended':
      return repeatsAnswer(before, event)
    case 'discovery-changed':
      return repeatsDiscovery(before, event)
    case 'server-turned-away':
      return repeatsStray(before, event)
    case 'link-flags':
      return repeatsChoking(before, event)
    default:
      return false
  }
}

// A tracker is asked for hours: its first answer, another outcome, and what an announce tells it beside the numbers are news.
function repeatsAnswer(before: View, { observer, infoHash, url, event, outcome }: EventOf<'announce-ended'>): boolean {
  const last = before.peers[observer]?.trackers[infoHash]?.find((contact) => contact.url === url)?.outcome
  if (!last || last.ok !== outcome.ok) return false
  if (!outcome.ok) return !last.ok && last.detail === outcome.detail
  return event === null && last.ok && last.warning === outcome.warning
}

// That a demo peer does not look for others is what the same of this window's peer says already.
function repeatsDiscovery(before: View, { observer, way, on, detail }: EventOf<'discovery-changed'>): boolean {
  const last = before.peers[observer]?.discovery[way]
  return last?.on === on && (last.detail === detail || observer !== before.me)
}

// A peer dials whom it knows of again and again: that an address fails as it did before is no news.
function repeatsFailure(before: View, { observer, remote, reason }: EventOf<'dial-failed'>): boolean {
  const earlier = before.log.filter(
    (line): line is EventOf<'dial-failed'> =>
      line.type === 'dial-failed' && line.observer === observer && line.remote === remote,
  )
  return earlier.at(-1)?.reason.code === reason.code
}

// Who tries every peer for each of its torrents comes again and again.
function repeatsStray(before: View, { observer, remote, reason }: EventOf<'server-turned-away'>): boolean {
  if (reason.code !== 'wrong-info-hash') return false
  const { host } = endpointOf(remote)
  return before.log.some(
    (line) =>
      line.type === 'server-turned-away' &&
      line.reason.code === 'wrong-info-hash' &&
      line.observer === observer &&
      endpointOf(line.remote).host === host,
  )
}

// Interest comes and goes with every piece: only a change of choking counts, told by the end that chokes where that end is here.
function repeatsChoking(before: View, event: EventOf<'link-flags'>): boolean {
  const found = findLink(before, event.link)
  if (!found) return false
  const { link, end } = found
  const [own, other] =
    end === 'dialler' ? [link.diallerFlags, link.acceptorFlags] : [link.acceptorFlags, link.diallerFlags]
  const otherIsHere = end === 'dialler' ? link.acceptorLink !== null : link.diallerLink !== null
  return own.choking === event.amChoking && (otherIsHere || other.choking === event.peerChoking)
}

type LinkEvent = EventOf<'link-flags' | 'link-closed' | 'limits-changed' | 'faults-changed'>

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
