import { endpointOf } from './address.ts'
import type { SwarmEvent } from './events.ts'
import { removeListingsOf } from './listings.ts'
import { dropWhere, patch } from './patch.ts'
import {
  dropLinks,
  isLocal,
  isRunning,
  linksOf,
  patchPeer,
  putPeer,
  remotePeer,
  settle,
  settleAll,
} from './peer-changes.ts'
import { withoutReports } from './reduce-report.ts'
import {
  type BannedView,
  type MembershipView,
  maxBanned,
  noDiscovery,
  noFaults,
  noRouting,
  type PeerView,
  type View,
} from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/**
 * A local peer starts, or starts again: who lists it is kept, and what was set for it or rests; the swarms that it joins
 * come with their own events.
 */
export function peerStarted(view: View, event: EventOf<'peer-started'>): View {
  const { observer: id, uuid, name, agent, clientPorts } = event
  const known = view.peers[id]
  const fresh = remotePeer({ id, uuid, name, agent, server: null, lab: true })
  const peer = {
    ...fresh,
    ...(known && keptFrom(known)),
    local: true,
    running: true,
    clientPorts,
  }
  const reported = linksOf(view, id).filter((link) => link.reported !== null)
  return patch(putPeer(dropLinks(view, reported), peer), { me: event.me ? id : view.me })
}

function keptFrom({ listedBy, introducedBy, limits, banned, swarms }: PeerView): Partial<PeerView> {
  return { listedBy, introducedBy, limits, banned, swarms: dropWhere(swarms, ({ state }) => state !== 'paused') }
}

/** A local peer stops: its server, links, dials and lists end with it. */
export function peerStopped(view: View, event: EventOf<'peer-stopped'>): View {
  const id = event.observer
  const peer = view.peers[id]
  if (!peer?.local) return view
  // Who leaves for good is listed with the address that it had.
  const server = id === view.me ? null : peer.server
  const silenced = patchPeer(view, id, { ...stopped(peer), server, lastReason: event.reason })
  const alone = withoutReports(dropLinks(silenced, linksOf(silenced, id)), id)
  const silent = patch(alone, {
    dials: dropWhere(alone.dials, (dial) => dial.from === id),
    magnets: id === view.me ? dropWhere(alone.magnets, (magnet) => magnet.failure === null) : alone.magnets,
  })
  return settleAll(settle(removeListingsOf(silent, id), id, event.reason, event.atMs), event.atMs)
}

// What it was doing ends: nothing is fetched, checked, choked or spoilt by a peer that does not run.
function stopped({ swarms }: PeerView): Partial<PeerView> {
  const rested = Object.entries<MembershipView>(swarms).map(([infoHash, membership]) => {
    const state = membership.state === 'checking' ? 'paused' : membership.state
    return [infoHash, { ...membership, state, checkedPieces: 0, lastRound: null, inFlight: [] }]
  })
  const ended = {
    serverFailure: null,
    tracker: null,
    trackers: {},
    discovery: noDiscovery,
    found: {},
    uploadShare: null,
    routing: noRouting,
    faults: noFaults,
  }
  return { ...ended, running: false, swarms: Object.fromEntries(rested) }
}

/** This peer's settings, which also name it. */
export function settingsChanged(view: View, event: EventOf<'settings-changed'>): View {
  const { settings, dataFolder, observer } = event
  const { name, clientPorts } = settings
  const changed = patchPeer(patch(view, { settings, dataFolder }), observer, { name, clientPorts })
  const server = view.peers[observer]?.server
  const asWanted = server && endpointOf(server).port === settings.serverPort
  return asWanted ? patchPeer(changed, observer, { serverFailure: null }) : changed
}

/** The server listens; where that is another port than the one it failed at, the failure is still worth telling. */
export function serverListening(view: View, event: EventOf<'server-listening'>): View {
  const failed = view.peers[event.observer]?.serverFailure ?? null
  const elsewhere = failed && endpointOf(failed.requested).port !== endpointOf(event.address).port
  return patchPeer(view, event.observer, { server: event.address, serverFailure: elsewhere ? failed : null })
}

/** The server could not listen where it was asked to: it listens nowhere until it says so. */
export function serverFailed(view: View, event: EventOf<'server-failed'>): View {
  const { requested, failure, nextFreePort } = event
  return patchPeer(view, event.observer, { server: null, serverFailure: { requested, failure, nextFreePort } })
}

/** One more connection that the server closed at once. */
export function serverTurnedAway(view: View, { observer, reason }: EventOf<'server-turned-away'>): View {
  const peer = view.peers[observer]
  if (!peer) return view
  const strays = peer.strays + Number(reason.code === 'wrong-info-hash')
  return patchPeer(view, observer, { turnedAway: peer.turnedAway + 1, strays })
}

/** What a local peer's routing table holds: blocks that have arrived and whose pieces are not validated yet. */
export function routingTable(view: View, { observer, count, entries }: EventOf<'routing-table'>): View {
  return isRunning(view, observer) ? patchPeer(view, observer, { routing: { count, entries } }) : view
}

/** A local peer is sure that another sent it wrong blocks. */
export function peerBanned(view: View, event: EventOf<'peer-banned'>): View {
  const { observer, peer: id, infoHash, piece, blocks, atMs } = event
  const before = view.peers[observer]?.banned
  if (!before) return view
  const name = view.peers[id]?.name ?? view.departed.find((departed) => departed.id === id)?.name ?? ''
  const banned: BannedView = { id, name, infoHash, piece, blocks, atMs }
  const others = before.filter((other) => other.id !== id || other.infoHash !== infoHash)
  const told = patchPeer(view, observer, { banned: [banned, ...others].slice(0, maxBanned) })
  const isOver = isLocal(view, id) && !isRunning(view, id)
  return isOver ? told : patchPeer(told, id, { lastReason: { code: 'sent-bad-data' } })
}
