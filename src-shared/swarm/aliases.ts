// A client of another make may have another peer id on each connection, as libtorrent does (BEP 3 does not forbid it). Who
// listens at one address is one program: the view knows it by the id that it was met under first.

import type { RemoteIdentity, SwarmEvent } from './events.ts'
import type { PeerId } from './ids.ts'
import { drop, patch, put } from './patch.ts'
import { dropPeer, linksOf, patchPeer, peersAt, putLink } from './peer-changes.ts'
import type { View } from './view.ts'

const maxAliases = 500

/** The view once the event's other client is known by one id, and the event with that id in place of its others. */
export function underOneId(view: View, event: SwarmEvent): { readonly view: View; readonly event: SwarmEvent } {
  const identity = identityIn(event)
  const noted = identity ? noteAlias(view, identity) : view
  const named = Object.keys(noted.aliases).length === 0 ? event : renamed(event, (id) => noted.aliases[id] ?? id)
  return { view: noted, event: named }
}

function identityIn(event: SwarmEvent): RemoteIdentity | undefined {
  if (event.type === 'link-opened' || event.type === 'link-identified') return event.remote
  return event.type === 'member-joined' || event.type === 'member-updated' ? event.member : undefined
}

function noteAlias(view: View, { id, uuid, server }: RemoteIdentity): View {
  if (uuid !== null || server === null || view.aliases[id] || view.peers[id]?.local) return view
  const others = peersAt(view, server).filter((peer) => peer.id !== id)
  const [same] = others
  if (!same || others.some((peer) => peer.local || peer.uuid !== null)) return view
  const [oldest] = Object.keys(view.aliases) as PeerId[]
  const isFull = Object.keys(view.aliases).length >= maxAliases && oldest !== undefined
  const aliases = put(isFull ? drop(view.aliases, oldest) : view.aliases, id, same.id)
  return merged(patch(view, { aliases }), id, same.id)
}

// It had a node of its own until its server was known.
function merged(view: View, from: PeerId, to: PeerId): View {
  const peer = view.peers[from]
  if (!peer) return view
  const end = (id: PeerId) => (id === from ? to : id)
  const moved = linksOf(view, from).reduce((rest, link) => {
    return putLink(rest, patch(link, { dialler: end(link.dialler), acceptor: end(link.acceptor) }))
  }, view)
  const swarms = { ...moved.peers[to]?.swarms, ...peer.swarms }
  return dropPeer(patchPeer(moved, to, { swarms, agent: peer.agent }), from)
}

function renamed(event: SwarmEvent, as: (id: PeerId) => PeerId): SwarmEvent {
  switch (event.type) {
    case 'link-opened':
    case 'link-identified':
      return { ...event, remote: { ...event.remote, id: as(event.remote.id) } }
    case 'member-joined':
    case 'member-updated':
      return { ...event, member: { ...event.member, id: as(event.member.id) } }
    case 'member-left':
    case 'remote-pieces':
    case 'remote-haves':
    case 'peer-banned':
      return { ...event, peer: as(event.peer) }
    case 'peers-exchanged':
      return { ...event, from: as(event.from) }
    case 'links-reported':
      return { ...event, opened: event.opened.map((report) => ({ ...report, remote: as(report.remote) })) }
    case 'piece-verified':
    case 'piece-rejected':
      return { ...event, from: event.from.map(as) }
    case 'choke-round':
      return {
        ...event,
        round: { ...event.round, lines: event.round.lines.map((line) => ({ ...line, peer: as(line.peer) })) },
      }
    case 'routing-table':
      return { ...event, entries: event.entries.map((entry) => ({ ...entry, peer: as(entry.peer) })) }
    default:
      return event
  }
}
