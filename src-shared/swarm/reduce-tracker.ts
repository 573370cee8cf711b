// The tracker that a local peer runs itself: the lists that it broadcasts, and what it answers.

import type { SwarmEvent } from './events.ts'
import type { InfoHash, PeerId } from './ids.ts'
import { drop, patch, put } from './patch.ts'
import { patchPeer } from './peer-changes.ts'
import { nothingServed, type TrackerView, type View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

const idleTracker: TrackerView = {
  broadcasts: 0,
  lists: {},
  members: 0,
  lastBroadcastAtMs: null,
  served: nothingServed,
}

/** The tracker runs and has sent nothing yet. */
export function trackerRunning(view: View, { observer }: EventOf<'tracker-running'>): View {
  return view.peers[observer]?.tracker ? view : patchPeer(view, observer, { tracker: idleTracker })
}

/** One more list sent to everybody in its swarm. */
export function trackerBroadcast(view: View, event: EventOf<'tracker-broadcast'>): View {
  const { observer, infoHash, members, atMs } = event
  const before = view.peers[observer]?.tracker ?? idleTracker
  const tracker = {
    ...before,
    broadcasts: before.broadcasts + 1,
    members: before.members - (before.lists[infoHash] ?? 0) + members,
    lists: put(before.lists, infoHash, members),
    lastBroadcastAtMs: atMs,
  }
  return patchPeer(view, observer, { tracker })
}

/** It has answered more requests. */
export function trackerServed(view: View, { observer, http, udp, refused }: EventOf<'tracker-served'>): View {
  const tracker = view.peers[observer]?.tracker
  if (!tracker) return view
  const before = tracker.served
  const served = { http: before.http + http, udp: before.udp + udp, refused: before.refused + refused }
  return patchPeer(view, observer, { tracker: patch(tracker, { served }) })
}

/** The view once a local peer's tracker keeps no list of a swarm any more. */
export function listEnded(view: View, id: PeerId, infoHash: InfoHash): View {
  const tracker = view.peers[id]?.tracker
  if (!tracker) return view
  const members = tracker.members - (tracker.lists[infoHash] ?? 0)
  return patchPeer(view, id, { tracker: patch(tracker, { members, lists: drop(tracker.lists, infoHash) }) })
}
