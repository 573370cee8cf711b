import type { SwarmEvent } from './events.ts'
import { changeMembership, isRunning, patchPeer } from './peer-changes.ts'
import { changeControls } from './reduce-link.ts'
import type { View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/** A local peer's limits: for all it does, for one swarm, or for its end of one link. */
export function limitsChanged(view: View, { observer, scope, limits }: EventOf<'limits-changed'>): View {
  switch (scope.kind) {
    case 'peer':
      return patchPeer(view, observer, { limits })
    case 'swarm':
      return changeMembership(view, observer, scope.infoHash, () => ({ limits }))
    case 'link':
      return changeControls(view, scope.link, { limits })
  }
}

/** How a local peer's upload limit is shared over the files that it uploads: U(P) = Umax / Fn. */
export function uploadShared(view: View, event: EventOf<'upload-shared'>): View {
  const { observer, files, shareBytesPerSec } = event
  if (!isRunning(view, observer)) return view
  return patchPeer(view, observer, { uploadShare: shareBytesPerSec === null ? null : { files, shareBytesPerSec } })
}

/** Trouble on purpose at a local peer: on all its links, or at its end of one. */
export function faultsChanged(view: View, { observer, link, faults }: EventOf<'faults-changed'>): View {
  if (link !== null) return changeControls(view, link, { faults })
  return isRunning(view, observer) ? patchPeer(view, observer, { faults }) : view
}
