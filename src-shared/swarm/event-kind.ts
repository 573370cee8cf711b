import { assertNever } from '../assert-never.ts'
import type { SwarmEvent } from './events.ts'

/** What an event is about: the groups by which the log is filtered. */
export type EventKind = 'connection' | 'tracker' | 'pieces' | 'choking' | 'problem'

/** The group of an event; a link that closed because the remote broke a rule is a problem. */
export function eventKind(event: SwarmEvent): EventKind {
  switch (event.type) {
    case 'peer-started':
    case 'settings-changed':
    case 'server-listening':
    case 'peer-stopped':
    case 'dial-started':
    case 'dial-dismissed':
    case 'link-opened':
    case 'link-identified':
      return 'connection'
    case 'link-closed':
      return event.reason.code === 'protocol-error' ? 'problem' : 'connection'
    case 'tracker-running':
    case 'tracker-broadcast':
    case 'member-joined':
    case 'member-updated':
    case 'member-left':
    case 'swarm-joined':
    case 'swarm-left':
      return 'tracker'
    case 'role-changed':
    case 'link-transferred':
    case 'remote-pieces':
    case 'remote-haves':
    case 'piece-verified':
    case 'download-finished':
      return 'pieces'
    case 'link-flags':
      return 'choking'
    case 'server-failed':
    case 'server-turned-away':
    case 'dial-failed':
    case 'piece-rejected':
    case 'swarm-failed':
    case 'events-dropped':
      return 'problem'
    default:
      return assertNever(event)
  }
}
