// What others get of a torrent: its .torrent or its magnet link, with a tracker in it. The tracker of the peer that hands it
// out goes in only then, because that peer's address may change.

import type { Address } from '../swarm/ids.ts'
import { writeMagnet } from './magnet.ts'
import { type Metainfo, withTrackers } from './metainfo.ts'
import { announceUrlOf, type TrackerTiers } from './tracker-url.ts'

/** The trackers of a torrent as others hear of them: its own, or where it names none that of the peer at `address`. */
export function trackersToHandOut({ trackers }: Pick<Metainfo, 'trackers'>, address: Address | null): TrackerTiers {
  return trackers.length > 0 || address === null ? trackers : [[announceUrlOf(address)]]
}

/** The .torrent for others: as it is when it names a tracker, else with that of the peer at `address`. */
export function torrentToHandOut(torrent: Uint8Array, metainfo: Metainfo, address: Address | null): Uint8Array {
  const trackers = trackersToHandOut(metainfo, address)
  return trackers === metainfo.trackers ? torrent : withTrackers(torrent, trackers)
}

/** The magnet link for others, with the address of the peer that hands it out. */
export function magnetToHandOut(metainfo: Metainfo, address: Address | null): string {
  const { infoHash, name } = metainfo
  const trackers = trackersToHandOut(metainfo, address).flat()
  return writeMagnet({ infoHash, name, trackers, peers: address === null ? [] : [address] })
}
