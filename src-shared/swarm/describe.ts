import { assertNever } from '../assert-never.ts'
import { formatBytes, formatRate } from '../byte-size.ts'
import { courseForm, endpointOf, parseAddress } from './address.ts'
import { reasonSentence } from './disconnect-reason.ts'
import type { SwarmEvent } from './events.ts'
import type { PeerId } from './ids.ts'
import { listenFailureSentence } from './listen-failure.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

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

/** One sentence about an event, in the course's words, as its observer would say it; `names` gives each peer's name. */
export function describe(event: SwarmEvent, names: (id: PeerId) => string): string {
  const observer = names(event.observer)
  switch (event.type) {
    case 'peer-started':
      return `${event.name} started: peer ${event.uuid}.`
    case 'settings-changed':
      return `${observer}'s settings changed.`
    case 'server-listening':
      return `Listening for new peers at ${courseForm(event.address)}`
    case 'server-failed':
      return listenFailureSentence(event)
    case 'server-turned-away':
      return `${observer}'s server turned ${courseForm(event.remote)} away. ${reasonSentence(event.reason)}`
    case 'tracker-running':
      return `${observer}'s tracker is running.`
    case 'tracker-broadcast':
      return `${observer}'s tracker broadcast its list of ${counted(event.members, 'peer')} to ${event.recipients} of them.`
    case 'peer-stopped':
      return `${observer} stopped. ${reasonSentence(event.reason)}`
    case 'swarm-joined':
      return `${observer} joined the swarm of ${event.torrent.name} as a ${event.role}.`
    case 'swarm-left':
      return event.abruptly ? `${observer} reset all its connections in the swarm.` : `${observer} left the swarm.`
    case 'role-changed':
      return `${observer} is now a ${event.role}.`
    case 'member-joined':
      return memberJoined(event, names)
    case 'member-updated':
      return `${names(event.member.id)} has ${counted(event.member.haveCount, 'piece')} and is a ${event.member.role}.`
    case 'member-left':
      return `${names(event.peer)} was removed from the swarm by ${observer}'s tracker. ${reasonSentence(event.reason)}`
    case 'dial-started':
      return `Client id ${event.clientId} is dialling ${courseForm(event.remote)} …`
    case 'dial-failed':
      return dialFailed(event)
    case 'dial-dismissed':
      return 'A failed dial was dismissed.'
    case 'link-opened':
      return linkOpened(event, names)
    case 'link-identified':
      return `${names(event.remote.id)} says it is ${event.remote.name} (${event.remote.agent}).`
    case 'link-flags':
      return `${flagsOf(observer, event.amChoking, event.amInterested, remoteName(event, names))}; ${flagsOf(remoteName(event, names), event.peerChoking, event.peerInterested, observer)}.`
    case 'link-transferred':
      return `${formatBytes(event.downBytes)} came at ${formatRate(event.downBytesPerSec)}, ${formatBytes(event.upBytes)} went at ${formatRate(event.upBytesPerSec)}.`
    case 'link-closed':
      return `The connection with ${remoteName(event, names)} ended. ${reasonSentence(event.reason)}`
    case 'remote-pieces':
      return `${names(event.peer)} told ${observer} all the pieces it has.`
    case 'remote-haves':
      return `${names(event.peer)} has ${counted(event.indices.length, 'more piece')}.`
    case 'piece-verified':
      return `Piece ${event.piece} verified, blocks from ${listed(event.from, names)}.`
    case 'piece-rejected':
      return `Piece ${event.piece} failed its SHA-1 check and is fetched again, blocks from ${listed(event.from, names)}.`
    case 'download-finished':
      return event.savedAs === null ? `${observer} has the whole file.` : `The whole file is at ${event.savedAs}`
    case 'swarm-failed':
      return `${observer}'s swarm stopped: ${event.detail}`
    case 'events-dropped':
      return `${counted(event.count, 'event')} could not be shown: too much happened at once.`
    default:
      return assertNever(event)
  }
}

function memberJoined(event: EventOf<'member-joined'>, names: (id: PeerId) => string): string {
  const { member, introducedBy, observer } = event
  const by = introducedBy === null ? '' : `, introduced by ${names(introducedBy)}`
  return `${names(member.id)} was added to the swarm by ${names(observer)}'s tracker as a ${member.role}${by}.`
}

function dialFailed(event: EventOf<'dial-failed'>): string {
  const typed = parseAddress(event.remote)
  const remote = typed.ok ? courseForm(typed.address) : event.remote
  const client = event.clientId === null ? 'No client' : `Client id ${event.clientId}`
  const failed = event.clientId === null ? 'connected' : 'could not connect'
  return `${client} ${failed} to peer ${remote}. ${reasonSentence(event.reason)}`
}

function linkOpened(event: EventOf<'link-opened'>, names: (id: PeerId) => string): string {
  const clientId = endpointOf(event.dialler).port
  return event.dialled
    ? `Client id ${clientId} connected to peer ${courseForm(event.acceptor)}`
    : `Server at ${courseForm(event.acceptor)} accepted ${names(event.remote.id)}'s client id ${clientId}`
}

function flagsOf(from: string, choking: boolean, interested: boolean, to: string): string {
  return `${from} ${choking ? 'chokes' : 'unchokes'} ${to} and is ${interested ? '' : 'not '}interested`
}

function remoteName(event: { readonly remote?: PeerId }, names: (id: PeerId) => string): string {
  return event.remote === undefined ? 'a remote peer' : names(event.remote)
}

function listed(ids: readonly PeerId[], names: (id: PeerId) => string): string {
  return ids.length === 0 ? 'nobody' : ids.map(names).join(', ')
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
