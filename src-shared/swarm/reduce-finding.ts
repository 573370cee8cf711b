// How a local peer finds others: the trackers that it asks, local discovery, peer exchange and the DHT.

import type { FindingWay, SwarmEvent } from './events.ts'
import type { InfoHash, PeerId } from './ids.ts'
import { drop, patch, put } from './patch.ts'
import { isRunning, patchPeer, takesPart } from './peer-changes.ts'
import { nothingFound, type TrackerContact, type View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/** The trackers of a swarm, each with what it last answered where it was asked before. */
export function trackersListed(view: View, { observer, infoHash, trackers }: EventOf<'trackers-listed'>): View {
  const peer = view.peers[observer]
  if (!peer || !takesPart(view, observer, infoHash)) return view
  if (trackers.length === 0) return foundNoMore(view, observer, infoHash)
  const before = peer.trackers[infoHash] ?? []
  const contacts = trackers.map((listed): TrackerContact => {
    const known = before.find(({ url }) => url === listed.url)
    return { asking: false, outcome: null, answeredAtMs: null, nextAtMs: null, ...known, ...listed }
  })
  return patchPeer(view, observer, { trackers: put(peer.trackers, infoHash, contacts) })
}

/** A tracker is being asked. */
export function announceStarted(view: View, { observer, infoHash, url }: EventOf<'announce-started'>): View {
  return changeContact(view, observer, infoHash, url, { asking: true, nextAtMs: null })
}

/** A tracker has answered, or not; one that was told that the peer leaves is as one that was never asked. */
export function announceEnded(view: View, event: EventOf<'announce-ended'>): View {
  const { observer, infoHash, url, outcome, nextInMs, atMs } = event
  if (event.event === 'stopped') {
    const left = { asking: false, outcome: null, answeredAtMs: null, nextAtMs: null }
    return changeContact(view, observer, infoHash, url, left)
  }
  const nextAtMs = nextInMs === null ? null : atMs + nextInMs
  return changeContact(view, observer, infoHash, url, { asking: false, outcome, answeredAtMs: atMs, nextAtMs })
}

function changeContact(
  view: View,
  id: PeerId,
  infoHash: InfoHash,
  url: string,
  changes: Partial<TrackerContact>,
): View {
  const trackers = view.peers[id]?.trackers
  const contacts = trackers?.[infoHash]
  if (!trackers || !contacts) return view
  const changed = contacts.map((contact) => (contact.url === url ? patch(contact, changes) : contact))
  return patchPeer(view, id, { trackers: put(trackers, infoHash, changed) })
}

/** Local discovery or the DHT was switched on or off, or cannot work. */
export function discoveryChanged(view: View, { observer, way, on, detail }: EventOf<'discovery-changed'>): View {
  const peer = view.peers[observer]
  if (!peer || !isRunning(view, observer)) return view
  const state = patch(peer.discovery[way], { on, detail })
  return patchPeer(view, observer, { discovery: patch(peer.discovery, { [way]: state }) })
}

/** Somebody told a local peer of addresses. */
export function peersFound(view: View, { observer, infoHash, way, addresses }: EventOf<'peers-found'>): View {
  return foundMore(view, observer, infoHash, way, addresses)
}

/** Another client passed addresses on. */
export function peersExchanged(view: View, { observer, infoHash, added }: EventOf<'peers-exchanged'>): View {
  return foundMore(view, observer, infoHash, 'exchange', added)
}

function foundMore(view: View, id: PeerId, infoHash: InfoHash, way: FindingWay, addresses: number): View {
  const found = view.peers[id]?.found
  if (!found || addresses === 0 || !takesPart(view, id, infoHash)) return view
  const before = found[infoHash] ?? nothingFound
  const counts = { ...before, [way]: before[way] + addresses }
  return patchPeer(view, id, { found: put(found, infoHash, counts) })
}

/** The view once a local peer no longer looks for peers of a swarm. */
export function foundNoMore(view: View, id: PeerId, infoHash: InfoHash): View {
  const peer = view.peers[id]
  if (!peer) return view
  return patchPeer(view, id, { trackers: drop(peer.trackers, infoHash), found: drop(peer.found, infoHash) })
}
