import { assertNever } from '../assert-never.ts'
import { formatBytes, formatRate } from '../byte-size.ts'
import { courseForm, endpointOf, parseAddress } from './address.ts'
import { announceSentence, shownUrl } from './announce-words.ts'
import { chokeRoundSentence } from './choke-words.ts'
import { chokingProfiles } from './choking.ts'
import { faultWords, limitWords } from './control-words.ts'
import { type DisconnectReason, reasonSentence } from './disconnect-reason.ts'
import { encryptionWords } from './encryption-words.ts'
import type { SwarmEvent, SwarmEventType } from './events.ts'
import { guestOf } from './guests.ts'
import type { PeerId } from './ids.ts'
import { listenFailureSentence } from './listen-failure.ts'
import { pickingRules } from './picking.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/** What an event is about: the groups by which the log is filtered. */
export type EventKind = 'connection' | 'tracker' | 'pieces' | 'choking' | 'problem'

const kinds: Readonly<Record<SwarmEventType, EventKind>> = {
  'peer-started': 'connection',
  'settings-changed': 'connection',
  'server-listening': 'connection',
  'peer-stopped': 'connection',
  'dial-started': 'connection',
  'dial-dismissed': 'connection',
  'link-opened': 'connection',
  'link-identified': 'connection',
  'link-closed': 'connection',
  'links-reported': 'connection',
  'limits-changed': 'connection',
  'upload-shared': 'connection',
  'tracker-running': 'tracker',
  'tracker-broadcast': 'tracker',
  'member-joined': 'tracker',
  'member-updated': 'tracker',
  'member-left': 'tracker',
  'peers-exchanged': 'tracker',
  'utp-refused': 'connection',
  'tracker-udp-failed': 'problem',
  'tracker-served': 'tracker',
  'trackers-listed': 'tracker',
  'announce-started': 'tracker',
  'announce-ended': 'tracker',
  'discovery-changed': 'tracker',
  'peers-found': 'tracker',
  'swarm-joined': 'tracker',
  'swarm-left': 'tracker',
  'swarm-paused': 'tracker',
  'swarm-checking': 'pieces',
  'check-progressed': 'pieces',
  'files-chosen': 'pieces',
  'role-changed': 'pieces',
  'link-transferred': 'pieces',
  'remote-pieces': 'pieces',
  'remote-haves': 'pieces',
  'routing-table': 'pieces',
  'pieces-in-flight': 'pieces',
  'piece-verified': 'pieces',
  'download-finished': 'pieces',
  'magnet-opened': 'pieces',
  'magnet-progressed': 'pieces',
  'magnet-ended': 'pieces',
  'link-flags': 'choking',
  'choke-round': 'choking',
  'strategy-changed': 'choking',
  'server-failed': 'problem',
  'server-turned-away': 'problem',
  'dial-failed': 'problem',
  'piece-rejected': 'problem',
  'peer-banned': 'problem',
  'faults-changed': 'problem',
  'block-corrupted': 'problem',
  'events-dropped': 'problem',
}

const udpFailureWords = {
  'port-in-use': 'another program holds UDP at',
  'port-forbidden': 'the system forbids UDP at',
  'no-such-address': 'this computer has no address for',
  other: 'UDP could not be opened at',
} as const

const findingWords = { tracker: 'a tracker', local: 'local discovery (BEP 14)', dht: 'the DHT (BEP 5)' } as const

// A piece may have thousands.
const mostBlocks = 8

const problems: ReadonlySet<DisconnectReason['code']> = new Set(['protocol-error', 'sent-bad-data'])

/** The group of an event; what ended because something went wrong is a problem. */
export function eventKind(event: SwarmEvent): EventKind {
  if (event.type === 'link-closed' && problems.has(event.reason.code)) return 'problem'
  if (event.type === 'announce-ended' && !event.outcome.ok) return 'problem'
  if (isStray(event)) return 'connection'
  if ((event.type === 'swarm-paused' || event.type === 'magnet-ended') && event.detail !== null) return 'problem'
  return kinds[event.type]
}

/** True for a handshake for a swarm that is not here, which is normal. */
export function isStray(event: SwarmEvent): boolean {
  return (
    (event.type === 'server-turned-away' || event.type === 'dial-failed') && event.reason.code === 'wrong-info-hash'
  )
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
      return `${observer}'s tracker ${broadcastWords(event)}.`
    case 'tracker-udp-failed':
      return `${observer}'s tracker answers by HTTP alone, not by UDP: ${udpFailureWords[event.failure]} ${courseForm(event.requested)}.`
    case 'utp-refused':
      return `${courseForm(event.from)} tried to connect to ${observer} by uTP, which is TCP’s work over UDP (BEP 29). That is not spoken here, and it was told so: now it comes by TCP, or is dialled.`
    case 'tracker-served':
      return `${observer}'s tracker answered ${counted(event.http, 'announce')} by HTTP and ${event.udp} by UDP, and refused ${counted(event.refused, 'request')}.`
    case 'trackers-listed':
      return `${observer} asks ${counted(event.trackers.filter(({ own }) => !own).length, 'tracker')} for peers, beside its own.`
    case 'announce-started':
      return `${observer} asks the tracker ${shownUrl(event.url)} for peers …`
    case 'announce-ended':
      return announceSentence(event, observer)
    case 'discovery-changed':
      return discoveryChanged(event, observer)
    case 'peers-found':
      return `${observer} found ${counted(event.addresses, 'new address', 'es')} by ${findingWords[event.way]}, told by ${shownUrl(event.from)}.`
    case 'peer-stopped':
      return `${observer} stopped. ${reasonSentence(event.reason)}`
    case 'swarm-joined':
      return `${observer} joined the swarm of ${event.torrent.name} as a ${event.role}.`
    case 'swarm-left':
      return event.abruptly ? `${observer} reset all its connections in the swarm.` : `${observer} left the swarm.`
    case 'swarm-paused':
      return swarmPaused(event, observer)
    case 'swarm-checking':
      return `${observer} checks what it has of ${event.torrent.name}.`
    case 'check-progressed':
      return `${observer} has checked ${counted(event.checked, 'piece')}.`
    case 'files-chosen':
      return event.unwanted.length === 0
        ? `${observer} wants all files.`
        : `${observer} wants all files but ${event.unwanted.length}.`
    case 'strategy-changed':
      return `${observer} now chokes by “${chokingProfiles[event.choking].title}” and picks pieces by “${pickingRules[event.picking].title}”.`
    case 'limits-changed':
      return `${observer}'s limits${limited(event, names)}: ${limitWords(event.limits)}.`
    case 'upload-shared':
      return uploadShared(event, observer)
    case 'choke-round':
      return chokeRoundSentence(event.round, observer, names)
    case 'routing-table':
      return `${observer}'s routing table holds ${counted(event.count, 'block')}.`
    case 'pieces-in-flight':
      return `${observer} is fetching ${counted(event.pieces.length, 'piece')}.`
    case 'faults-changed':
      return `${observer}, ${event.link === null ? 'on all links' : `on its link with ${remoteName(event, names)}`}: ${faultWords(event.faults) || 'no more trouble on purpose'}.`
    case 'block-corrupted':
      return `On purpose, ${observer} spoilt block ${event.block} of piece ${event.piece} as it sent it to ${names(event.remote)}.`
    case 'magnet-opened':
      return `${observer} opened a magnet link: the torrent of ${event.name || event.infoHash} is fetched from peers (BEP 9).`
    case 'magnet-progressed':
      return `${formatBytes(event.receivedBytes)} of the magnet link's torrent are here.`
    case 'magnet-ended':
      return event.detail === null
        ? 'The magnet link is done with.'
        : `The magnet link came to nothing. ${event.detail}`
    case 'peers-exchanged':
      return `${names(event.from)} told ${observer} of ${counted(event.added, 'new address', 'es')} of peers and ${event.dropped} that went (BEP 11).`
    case 'links-reported':
      return `${names(event.from)} reported links of its own to ${observer}: ${event.opened.length} new, ${event.told.length} changed, ${event.gone.length} closed.`
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
      return `${names(event.remote.id)} says it is ${event.remote.name} (${guestOf(event.remote.agent).badge}).`
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
      return `All that ${observer} wants is here${event.savedAs === null ? '' : `: ${event.savedAs}`}.`
    case 'peer-banned':
      return `${names(event.peer)} ${wrongBlocks(event)}, so ${observer} does not speak with it again in this session.`
    case 'events-dropped':
      return `${counted(event.count, 'event')} could not be shown: too much happened at once.`
    default:
      return assertNever(event)
  }
}

function discoveryChanged({ way, on, detail }: EventOf<'discovery-changed'>, observer: string): string {
  const name = way === 'local' ? 'Local discovery' : 'The DHT'
  return `${name} is ${on ? 'on' : 'off'} at ${observer}.${detail === null ? '' : ` ${detail}`}`
}

// The whole list goes once to each, and from then on what has changed: the line says which of it this was.
function broadcastWords({ members, changes, totals, newcomers, others }: EventOf<'tracker-broadcast'>): string {
  const list = `its list of ${counted(members, 'peer')}`
  if (newcomers + others === 0) return `keeps ${list}, and has nobody to send it to`
  const what = changes > 0 ? counted(changes, 'change') : counted(totals, 'new total')
  const parts = [
    ...(others > 0 ? [`${what} to ${others} of them`] : []),
    ...(newcomers > 0 ? [`all of it to ${counted(newcomers, 'newcomer')}`] : []),
  ]
  return `broadcast ${list}: ${parts.join(', ')}`
}

function memberJoined(event: EventOf<'member-joined'>, names: (id: PeerId) => string): string {
  const { member, introducedBy, observer } = event
  const by = introducedBy === null ? '' : `, introduced by ${names(introducedBy)}`
  return `${names(member.id)} was added to the swarm by ${names(observer)}'s tracker as a ${member.role}${by}.`
}

function swarmPaused({ torrent, detail }: EventOf<'swarm-paused'>, observer: string): string {
  return `${observer}'s part in the swarm of ${torrent.name} is paused.${detail === null ? '' : ` ${detail}`}`
}

function limited({ scope, remote }: EventOf<'limits-changed'>, names: (id: PeerId) => string): string {
  if (scope.kind === 'peer') return ''
  return scope.kind === 'swarm' ? ' in the swarm' : ` on its link with ${remoteName(remote ? { remote } : {}, names)}`
}

// The course's rule.
function uploadShared({ files, shareBytesPerSec }: EventOf<'upload-shared'>, observer: string): string {
  const uploads = `${observer} uploads ${counted(files, 'file')}`
  return shareBytesPerSec === null ? `${uploads}.` : `${uploads}: U(P) = Umax / Fn = ${formatRate(shareBytesPerSec)}.`
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
  const hidden = event.encryption === 'none' ? '' : `, ${encryptionWords[event.encryption].short}`
  return event.dialled
    ? `Client id ${clientId} connected to peer ${courseForm(event.acceptor)}${hidden}`
    : `Server at ${courseForm(event.acceptor)} accepted ${names(event.remote.id)}'s client id ${clientId}${hidden}`
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

function counted(count: number, noun: string, ending = 's'): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}${ending}`
}

function wrongBlocks({ piece, blocks }: { piece: number; blocks: readonly number[] }): string {
  if (blocks.length === 0) return `sent all of piece ${piece}, whose SHA-1 was wrong`
  const more = blocks.length - mostBlocks
  const shown = blocks.slice(0, mostBlocks).join(', ')
  return `sent wrong blocks (${more > 0 ? `${shown} and ${more} more` : shown} of piece ${piece})`
}
