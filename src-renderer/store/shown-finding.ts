import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MagnetView, MembershipView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { meOf } from './peers.ts'
import type { ScreenState } from './screen-store.ts'
import { shownPeerOf } from './shown-peer.ts'

/** A local peer that looks for others in a swarm, or by a magnet link, and what else could be shown. */
export interface ShownFinding {
  readonly infoHash: InfoHash
  readonly peer: PeerView
  /** Null for a magnet link, which is no swarm yet. */
  readonly membership: MembershipView | null
  readonly peers: readonly PeerView[]
  readonly swarms: readonly InfoHash[]
}

/** Whose search for peers the drawer shows: that of a magnet link where one was pointed at last, or where there is no swarm. */
export function shownFindingOf(state: Pick<ScreenState, 'view' | 'pointedSwarms' | 'shownPeer'>): ShownFinding | null {
  // Me before one that downloads: who downloads has found its peers.
  const shown = shownPeerOf(state, state.view.me)
  const joined = shown?.swarms ?? []
  const magnets = fetchedMagnets(state.view).filter((infoHash) => !joined.includes(infoHash))
  const swarms = [...joined, ...magnets]
  const pointed = state.pointedSwarms.filter((infoHash) => swarms.includes(infoHash)).at(-1)
  const magnet = magnets.find((infoHash) => infoHash === pointed) ?? (shown === null ? magnets.at(-1) : undefined)
  const me = meOf(state.view)
  if (magnet !== undefined && me !== undefined)
    return { infoHash: magnet, peer: me, membership: null, peers: [me], swarms }
  return shown && { ...shown, swarms }
}

function fetchedMagnets(view: View): InfoHash[] {
  return Object.values<MagnetView>(view.magnets)
    .filter(({ failure }) => failure === null)
    .map(({ infoHash }) => infoHash)
}
