// One TCP connection, two ends: either or both may be local peers and report it. An end that reports itself is believed
// over what the other end says of it, so flags never flicker and no byte counts twice.

import { isOwnDoing } from './disconnect-reason.ts'
import type { RemoteIdentity, SwarmEvent } from './events.ts'
import { type LinkId, linkKey } from './ids.ts'
import { linkAtFirst } from './link-at-first.ts'
import { drop, patch, put } from './patch.ts'
import {
  changeMembership,
  dropLinks,
  identify,
  isLocal,
  isRunning,
  patchPeer,
  putLink,
  settle,
  takesPart,
} from './peer-changes.ts'
import { dialConnected } from './reduce-dial.ts'
import type { EndControls, LinkView, View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>
type End = 'dialler' | 'acceptor'

/** The handshake is done as one end saw it; the other end's report completes the same link. */
export function linkOpened(view: View, event: EventOf<'link-opened'>): View {
  const { observer, remote, dial, dialled, acceptor } = event
  if (!takesPart(view, observer, event.infoHash) || remote.id === observer) return view
  const met = patchPeer(meet(view, remote), remote.id, { lastReason: null })
  const connected = dialConnected(met, dial, observer, dialled ? acceptor : remote.server)
  const opened = newLink(event)
  const known = connected.links[opened.key]
  if (!known) return openLink(connected, event.link, opened)
  const end = endOfReporter(event)
  if (isSameLink(known, opened, end)) return openLink(connected, event.link, completed(known, opened, end))
  const replaced = openLink(dropLinks(connected, [known]), event.link, opened)
  return [known.dialler, known.acceptor].reduce(
    (rest, id) => settle(rest, id, { code: 'closed' }, event.atMs),
    replaced,
  )
}

// A handshake alone tells less of a peer than may be known of it: its name is then guessed from its peer id (BEP 20).
function meet(view: View, remote: RemoteIdentity): View {
  const isKnown = (view.peers[remote.id]?.uuid ?? null) !== null
  return isKnown && remote.uuid === null ? view : identify(view, remote)
}

function openLink(view: View, id: LinkId, link: LinkView): View {
  return patch(putLink(view, link), { linkKeys: put(view.linkKeys, id, link.key) })
}

function endOfReporter(event: EventOf<'link-opened'>): End {
  return event.dialled ? 'dialler' : 'acceptor'
}

function newLink(event: EventOf<'link-opened'>): LinkView {
  const { observer, remote, dialled, dialler, acceptor, infoHash, encryption, atMs } = event
  const link = linkAtFirst({
    key: linkKey(dialler, acceptor),
    infoHash,
    diallerAddress: dialler,
    acceptorAddress: acceptor,
    encryption,
    dialler: dialled ? observer : remote.id,
    acceptor: dialled ? remote.id : observer,
    openedAtMs: atMs,
  })
  return { ...link, ...(dialled ? { diallerLink: event.link } : { acceptorLink: event.link }) }
}

// Ports are used again: a second link between the same two addresses is told from a second report by its ends.
function isSameLink(known: LinkView, opened: LinkView, end: End): boolean {
  const isFree = end === 'dialler' ? known.diallerLink === null : known.acceptorLink === null
  return (
    isFree &&
    known.dialler === opened.dialler &&
    known.acceptor === opened.acceptor &&
    known.infoHash === opened.infoHash
  )
}

// From here on this end tells of itself, so what the other end said of it goes.
function completed(known: LinkView, opened: LinkView, end: End): LinkView {
  const openedAtMs = Math.min(known.openedAtMs, opened.openedAtMs)
  const { diallerLink, diallerFlags, toDiallerBytes, toDiallerBytesPerSec } = opened
  const { acceptorLink, acceptorFlags, toAcceptorBytes, toAcceptorBytesPerSec } = opened
  return end === 'dialler'
    ? { ...known, openedAtMs, diallerLink, diallerFlags, toDiallerBytes, toDiallerBytesPerSec }
    : { ...known, openedAtMs, acceptorLink, acceptorFlags, toAcceptorBytes, toAcceptorBytesPerSec }
}

/** The open link that a link id is an end of, and which end; undefined when that link is gone. */
export function findLink(view: View, id: LinkId): { link: LinkView; end: End } | undefined {
  const key = view.linkKeys[id]
  const link = key && view.links[key]
  return link && { link, end: link.diallerLink === id ? 'dialler' : 'acceptor' }
}

/** The view with some of the controls changed that the end with this link id has set. */
export function changeControls(view: View, id: LinkId, changes: Partial<EndControls>): View {
  const found = findLink(view, id)
  if (!found) return view
  const { link, end } = found
  return end === 'dialler'
    ? putLink(view, patch(link, { diallerControls: patch(link.diallerControls, changes) }))
    : putLink(view, patch(link, { acceptorControls: patch(link.acceptorControls, changes) }))
}

/** The remote said more of itself, in the extension handshake (BEP 10). */
export function linkIdentified(view: View, event: EventOf<'link-identified'>): View {
  return view.peers[event.remote.id] ? identify(view, event.remote) : view
}

/** The four flags as one end sees them. */
export function linkFlags(view: View, event: EventOf<'link-flags'>): View {
  const found = findLink(view, event.link)
  if (!found) return view
  const { link, end } = found
  const own = { choking: event.amChoking, interested: event.amInterested }
  const other = { choking: event.peerChoking, interested: event.peerInterested }
  const isDialler = end === 'dialler'
  const isOtherTold = (isDialler ? link.acceptorLink : link.diallerLink) === null
  const diallerFlags = isDialler ? own : isOtherTold ? other : link.diallerFlags
  const acceptorFlags = !isDialler ? own : isOtherTold ? other : link.acceptorFlags
  return putLink(view, patch(link, { diallerFlags, acceptorFlags }))
}

/** Bytes since the last such event at one end: what the receiving end counts is what counts, where it reports. */
export function linkTransferred(view: View, event: EventOf<'link-transferred'>): View {
  const found = findLink(view, event.link)
  if (!found) return view
  const { link, end } = found
  const changes = end === 'dialler' ? transferredAtDialler(link, event) : transferredAtAcceptor(link, event)
  return changeMembership(putLink(view, patch(link, changes)), event.observer, link.infoHash, (membership) => ({
    downloadedBytes: membership.downloadedBytes + event.downBytes,
    uploadedBytes: membership.uploadedBytes + event.upBytes,
  }))
}

function transferredAtDialler(link: LinkView, event: EventOf<'link-transferred'>): Partial<LinkView> {
  const received = {
    toDiallerBytes: link.toDiallerBytes + event.downBytes,
    toDiallerBytesPerSec: event.downBytesPerSec,
    diallerRequested: event.requested,
  }
  if (link.acceptorLink !== null) return received
  const toAcceptorBytes = link.toAcceptorBytes + event.upBytes
  return { ...received, toAcceptorBytes, toAcceptorBytesPerSec: event.upBytesPerSec }
}

function transferredAtAcceptor(link: LinkView, event: EventOf<'link-transferred'>): Partial<LinkView> {
  const received = {
    toAcceptorBytes: link.toAcceptorBytes + event.downBytes,
    toAcceptorBytesPerSec: event.downBytesPerSec,
    acceptorRequested: event.requested,
  }
  if (link.diallerLink !== null) return received
  const toDiallerBytes = link.toDiallerBytes + event.upBytes
  return { ...received, toDiallerBytes, toDiallerBytesPerSec: event.upBytesPerSec }
}

/** Either end closed the link: it is gone, and the end that ended it keeps the reason. */
export function linkClosed(view: View, event: EventOf<'link-closed'>): View {
  const found = findLink(view, event.link)
  if (!found) return patch(view, { linkKeys: drop(view.linkKeys, event.link) })
  const { link, end } = found
  const remote = end === 'dialler' ? link.acceptor : link.dialler
  // Who ended it by wish says so of itself; every other reason is about the remote.
  const whose = isOwnDoing(event.reason) ? event.observer : remote
  const told =
    isLocal(view, whose) && !isRunning(view, whose) ? view : patchPeer(view, whose, { lastReason: event.reason })
  return settle(dropLinks(told, [link]), remote, event.reason, event.atMs)
}
