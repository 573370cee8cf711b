import type { InfoHash, PeerId } from './ids.ts'
import { drop, put } from './patch.ts'
import { patchPeer } from './peer-changes.ts'
import type { View } from './view.ts'

type ListingsOfPeer = View['listings'][PeerId]

/** The view in which `observer` lists a peer in a swarm. */
export function addListing(view: View, observer: PeerId, infoHash: InfoHash, id: PeerId): View {
  const listings = view.listings[id] ?? {}
  const observers = listings[infoHash] ?? []
  return observers.includes(observer) ? view : setListings(view, id, put(listings, infoHash, [...observers, observer]))
}

/** The view in which `observer` no longer lists a peer in a swarm; a remote peer that nobody lists there is no member. */
export function removeListing(view: View, observer: PeerId, infoHash: InfoHash, id: PeerId): View {
  const listings = view.listings[id]
  const observers = listings?.[infoHash]
  if (!listings || !observers?.includes(observer)) return view
  const left = observers.filter((other) => other !== observer)
  if (left.length > 0) return setListings(view, id, put(listings, infoHash, left))
  const unlisted = setListings(view, id, drop(listings, infoHash))
  const peer = unlisted.peers[id]
  return !peer || peer.local ? unlisted : patchPeer(unlisted, id, { swarms: drop(peer.swarms, infoHash) })
}

/** The view in which `observer` lists nobody any more, in one swarm or in all. */
export function removeListingsOf(view: View, observer: PeerId, infoHash?: InfoHash): View {
  let changed = view
  for (const [id, listings] of Object.entries(view.listings) as [PeerId, ListingsOfPeer][])
    for (const swarm of Object.keys(listings) as InfoHash[])
      if (infoHash === undefined || swarm === infoHash) changed = removeListing(changed, observer, swarm, id)
  return changed
}

function setListings(view: View, id: PeerId, listings: ListingsOfPeer): View {
  const listed = Object.keys(listings).length > 0
  const changed = { ...view, listings: listed ? put(view.listings, id, listings) : drop(view.listings, id) }
  const listedBy = [...new Set(Object.values(listings).flat())]
  const isNews = listedBy.join() !== changed.peers[id]?.listedBy.join()
  return isNews ? patchPeer(changed, id, { listedBy }) : changed
}
