import { mayRetry } from './disconnect-reason.ts'
import type { SwarmEvent } from './events.ts'
import type { Address, DialId, PeerId } from './ids.ts'
import { drop, dropWhere, patch, put } from './patch.ts'
import { isLocal, isRunning, patchPeer, peersAt } from './peer-changes.ts'
import { type DialView, maxFailedDials, type PeerView, type View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/** A dial is under way; it takes the place of an earlier one to the same address that failed. */
export function dialStarted(view: View, event: EventOf<'dial-started'>): View {
  const { dial: id, observer: from, infoHash, remote, clientId, own = false, atMs } = event
  if (!isRunning(view, from)) return view
  return putDial(view, { id, from, infoHash, remote, clientId, own, startedAtMs: atMs, reason: null })
}

/** A dial failed; one that never started, such as a bad address, is shown from here on. */
export function dialFailed(view: View, event: EventOf<'dial-failed'>): View {
  const { dial: id, observer: from, infoHash, remote, clientId, reason, own = false, atMs } = event
  if (!isRunning(view, from)) return view
  // Of an address that the peer tried by itself nothing is kept, unless it is a member's.
  if (own && membersAt(view, remote).length === 0) return patch(view, { dials: drop(view.dials, id) })
  const started = view.dials[id]
  const dial: DialView = started
    ? { ...started, clientId: clientId ?? started.clientId, reason }
    : { id, from, infoHash, remote, clientId, own, startedAtMs: atMs, reason }
  return capFailedDials(putDial(tellDialledPeers(view, event), dial))
}

/** A failed dial was dismissed. */
export function dialDismissed(view: View, event: EventOf<'dial-dismissed'>): View {
  return patch(view, { dials: drop(view.dials, event.dial) })
}

/** The view after a dial connected: without it, and without the same peer's failed dials to that address. */
export function dialConnected(view: View, dial: DialId | null, from: PeerId, remote: string | null): View {
  const rest = dial === null ? view.dials : drop(view.dials, dial)
  return patch(view, { dials: withoutFailed(rest, from, remote) })
}

function putDial(view: View, dial: DialView): View {
  return patch(view, { dials: put(withoutFailed(view.dials, dial.from, dial.remote), dial.id, dial) })
}

function withoutFailed(dials: View['dials'], from: PeerId, remote: string | null): View['dials'] {
  return dropWhere(dials, (dial) => dial.reason !== null && dial.from === from && dial.remote === remote)
}

function capFailedDials(view: View): View {
  const failed = Object.values(view.dials).filter((dial) => dial.reason !== null)
  if (failed.length <= maxFailedDials) return view
  const oldest = failed.reduce((old, dial) => (dial.startedAtMs < old.startedAtMs ? dial : old))
  return patch(view, { dials: drop(view.dials, oldest.id) })
}

function membersAt(view: View, server: string): PeerView[] {
  return peersAt(view, server as Address)
}

// All of them: one that stopped and another that took its port may be listed side by side.
function tellDialledPeers(view: View, event: EventOf<'dial-failed'>): View {
  if (!mayRetry(event.reason)) return view
  const remotes = membersAt(view, event.remote).filter(({ id }) => !isLocal(view, id))
  return remotes.reduce((told, { id }) => patchPeer(told, id, { lastReason: event.reason }), view)
}
