import type { DialId, InfoHash, LinkKey, PeerId } from '../../src-shared/swarm/ids.ts'
import type { DialView, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { valuesOf } from './values.ts'

/**
 * What of a view belongs to one swarm: its links, its dials and its peers, each with its part in that swarm alone; a peer that
 * is in no swarm yet, and the peer of this window, belong to each. What stays the same in the view stays the same here.
 */
export function viewOfSwarm(view: View, infoHash: InfoHash): View {
  const known = viewsOfSwarms.get(view)
  if (known?.infoHash === infoHash) return known.part
  const part = {
    ...view,
    peers: peersOf(view, infoHash),
    links: linksOf(view, infoHash),
    dials: dialsOf(view, infoHash),
  }
  viewsOfSwarms.set(view, { infoHash, part })
  return part
}

/** The latest part of each view that is still in use, for all who ask for it. */
const viewsOfSwarms = new WeakMap<View, { readonly infoHash: InfoHash; readonly part: View }>()
const peersOfSwarms = new WeakMap<PeerView, { readonly infoHash: InfoHash; readonly part: PeerView }>()

function peersOf(view: View, infoHash: InfoHash): View['peers'] {
  const peers: Record<PeerId, PeerView> = {}
  for (const peer of valuesOf<PeerView>(view.peers)) {
    const isElsewhere = peer.swarms[infoHash] === undefined && Object.keys(peer.swarms).length > 0
    if (!isElsewhere || peer.id === view.me) peers[peer.id] = partOf(peer, infoHash)
  }
  return peers
}

function partOf(peer: PeerView, infoHash: InfoHash): PeerView {
  const membership = peer.swarms[infoHash]
  if (Object.keys(peer.swarms).length === (membership === undefined ? 0 : 1)) return peer
  const known = peersOfSwarms.get(peer)
  if (known?.infoHash === infoHash) return known.part
  const part = { ...peer, swarms: membership === undefined ? {} : { [infoHash]: membership } }
  peersOfSwarms.set(peer, { infoHash, part })
  return part
}

function linksOf(view: View, infoHash: InfoHash): View['links'] {
  const links: Record<LinkKey, LinkView> = {}
  for (const link of valuesOf<LinkView>(view.links)) if (link.infoHash === infoHash) links[link.key] = link
  return links
}

function dialsOf(view: View, infoHash: InfoHash): View['dials'] {
  const dials: Record<DialId, DialView> = {}
  for (const dial of Object.values<DialView>(view.dials))
    if (dial.infoHash === null || dial.infoHash === infoHash) dials[dial.id] = dial
  return dials
}
