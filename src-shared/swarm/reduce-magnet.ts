import type { SwarmEvent } from './events.ts'
import { drop, patch, put } from './patch.ts'
import { isRunning } from './peer-changes.ts'
import type { View } from './view.ts'

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { type: Type }>

/** This window's peer fetches the torrent that a magnet link names (BEP 9). */
export function magnetOpened(view: View, { observer, infoHash, name }: EventOf<'magnet-opened'>): View {
  if (observer !== view.me || !isRunning(view, observer)) return view
  const magnet = { infoHash, name, receivedBytes: 0, totalBytes: null, from: null, failure: null }
  const opened = patch(view.magnets[infoHash] ?? magnet, magnet)
  return patch(view, { magnets: put(view.magnets, infoHash, opened) })
}

/** More of a magnet link's torrent is here, or its size is known. */
export function magnetProgressed(view: View, event: EventOf<'magnet-progressed'>): View {
  const { observer, infoHash, receivedBytes, totalBytes, from } = event
  const magnet = view.magnets[infoHash]
  if (!magnet || observer !== view.me) return view
  const progressed = patch(magnet, { receivedBytes, totalBytes, from })
  return patch(view, { magnets: put(view.magnets, infoHash, progressed) })
}

/** A magnet link is done with; one that came to nothing stays, with the reason. */
export function magnetEnded(view: View, { observer, infoHash, detail: failure }: EventOf<'magnet-ended'>): View {
  const magnet = view.magnets[infoHash]
  if (!magnet || observer !== view.me) return view
  if (failure === null) return patch(view, { magnets: drop(view.magnets, infoHash) })
  return patch(view, { magnets: put(view.magnets, infoHash, patch(magnet, { failure })) })
}
