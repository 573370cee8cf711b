// Small changes to one peer or link of the view, which the reducers are made of.

import type { DisconnectReason } from './disconnect-reason.ts'
import type { RemoteIdentity, Role } from './events.ts'
import { spelledIdentity } from './guests.ts'
import type { Address, InfoHash, LinkKey, PeerId } from './ids.ts'
import { Lookup } from './lookup.ts'
import { drop, patch, put } from './patch.ts'
import { noGivers } from './piece-givers.ts'
import {
  type DepartedView,
  type LinkView,
  type MembershipView,
  maxDeparted,
  noDiscovery,
  noFaults,
  noLimits,
  noRouting,
  type PeerView,
  type View,
} from './view.ts'

const peersByServer = new Lookup<PeerId, PeerView, Address>(({ server }) => (server === null ? [] : [server]))
const linksByEnd = new Lookup<LinkKey, LinkView, PeerId>(({ dialler, acceptor }) => [dialler, acceptor])

/** The peers whose server is known to listen there. */
export function peersAt(view: View, server: Address): PeerView[] {
  return peersByServer.find(view.peers, server).flatMap((id) => view.peers[id] ?? [])
}

/** The links of which a peer is an end. */
export function linksOf(view: View, id: PeerId): LinkView[] {
  return linksByEnd.find(view.links, id).flatMap((key) => view.links[key] ?? [])
}

/** True when the id names a local peer that runs: only such a peer can see anything happen. */
export function isRunning(view: View, id: PeerId): boolean {
  return view.peers[id]?.running === true
}

/** True when the id names a peer inside this app, running or stopped: it tells of itself, so others' word does not count. */
export function isLocal(view: View, id: PeerId): boolean {
  return view.peers[id]?.local === true
}

/** The view with some fields of one peer changed; the same view when that peer is not in it. */
export function patchPeer(view: View, id: PeerId, changes: Partial<PeerView>): View {
  const peer = view.peers[id]
  return peer ? patch(view, { peers: peersByServer.put(view.peers, id, patch(peer, changes)) }) : view
}

/** The view with a peer added, or replaced; it is no longer among the departed. */
export function putPeer(view: View, peer: PeerView): View {
  const wasDeparted = view.departed.some((departed) => departed.id === peer.id)
  return patch(view, {
    peers: peersByServer.put(view.peers, peer.id, peer),
    departed: wasDeparted ? view.departed.filter((departed) => departed.id !== peer.id) : view.departed,
  })
}

/** A remote peer of which nothing but its identity is known. */
export function remotePeer(identity: RemoteIdentity): PeerView {
  return {
    id: identity.id,
    uuid: identity.uuid,
    name: identity.name,
    agent: identity.agent,
    local: false,
    running: false,
    lab: identity.lab,
    server: identity.server,
    serverFailure: null,
    clientPorts: null,
    turnedAway: 0,
    strays: 0,
    tracker: null,
    swarms: {},
    trackers: {},
    discovery: noDiscovery,
    found: {},
    listedBy: [],
    introducedBy: null,
    lastReason: null,
    limits: noLimits,
    uploadShare: null,
    routing: noRouting,
    faults: noFaults,
    banned: [],
  }
}

/** True when a local peer can see something happen in a swarm: it runs, and its part there does not rest. */
export function takesPart(view: View, id: PeerId, infoHash: InfoHash): boolean {
  const state = view.peers[id]?.swarms[infoHash]?.state ?? 'active'
  return isRunning(view, id) && state === 'active'
}

/** The view with what a remote peer says of itself; creates its node, and changes nothing for a local peer. */
export function identify(view: View, said: RemoteIdentity): View {
  const identity = spelledIdentity(said)
  const peer = view.peers[identity.id]
  if (!peer) return putPeer(view, remotePeer(identity))
  if (peer.local) return view
  return patchPeer(view, identity.id, {
    uuid: identity.uuid ?? peer.uuid,
    name: identity.name || peer.name,
    agent: identity.agent || peer.agent,
    lab: identity.lab,
    server: identity.server ?? peer.server,
  })
}

/** A membership that starts now, with nothing known of its pieces. */
export function newMembership(role: Role, atMs: number): MembershipView {
  return {
    state: 'active',
    role,
    haveCount: 0,
    pieces: '',
    uploadedBytes: 0,
    downloadedBytes: 0,
    savedAs: null,
    joinedAtMs: atMs,
    finishedAtMs: null,
    failure: null,
    checkedPieces: 0,
    limits: noLimits,
    choking: 'lab',
    picking: 'rarest-first',
    unwanted: [],
    lastRound: null,
    inFlight: [],
    givers: noGivers,
  }
}

/** The view with one membership of one peer changed, created when `orElse` is given; the same view otherwise. */
export function changeMembership(
  view: View,
  id: PeerId,
  infoHash: InfoHash,
  change: (membership: MembershipView) => Partial<MembershipView>,
  orElse?: MembershipView,
): View {
  const swarms = view.peers[id]?.swarms
  const membership = swarms?.[infoHash] ?? orElse
  if (!swarms || !membership) return view
  return patchPeer(view, id, { swarms: put(swarms, infoHash, patch(membership, change(membership))) })
}

/** The change to a role; a membership that becomes a seeder's was finished at this moment. */
export function withRole(membership: MembershipView, role: Role, atMs: number): Partial<MembershipView> {
  const finished = role === 'seeder' && membership.role !== 'seeder'
  return { role, finishedAtMs: finished ? atMs : membership.finishedAtMs }
}

/** The view without one peer. */
export function dropPeer(view: View, id: PeerId): View {
  return patch(view, { peers: peersByServer.drop(view.peers, id) })
}

/** The view with a link added, or changed. */
export function putLink(view: View, link: LinkView): View {
  return patch(view, { links: linksByEnd.put(view.links, link.key, link) })
}

/** The view without these links, and without their link ids. */
export function dropLinks(view: View, links: readonly LinkView[]): View {
  return links.reduce((left, { key, diallerLink, acceptorLink, reported }) => {
    const ids = [diallerLink, acceptorLink, reported?.dialler ?? null, reported?.acceptor ?? null]
    const unkeyed = ids.reduce((keys, id) => (id === null ? keys : drop(keys, id)), left.linkKeys)
    return patch(left, { links: linksByEnd.drop(left.links, key), linkKeys: unkeyed })
  }, view)
}

/** Moves a peer to the departed when it neither runs here, nor is listed, nor has a link with a local peer; `me` always stays. */
export function settle(view: View, id: PeerId, reason: DisconnectReason, atMs: number): View {
  const peer = view.peers[id]
  if (!peer || peer.running || id === view.me || peer.listedBy.length > 0) return view
  const links = linksOf(view, id)
  if (links.some(({ reported }) => reported === null)) return view
  const departed: DepartedView = { id, name: peer.name, server: peer.server, reason, atMs }
  return patch(dropPeer(dropLinks(view, links), id), {
    listings: drop(view.listings, id),
    departed: [departed, ...view.departed.filter((other) => other.id !== id)].slice(0, maxDeparted),
  })
}

/** Settles every peer after a local peer's list ended: who was on no other list has left the view. */
export function settleAll(view: View, atMs: number): View {
  return Object.values(view.peers).reduce(
    (settled, peer) => settle(settled, peer.id, { code: 'no-longer-listed' }, atMs),
    view,
  )
}
