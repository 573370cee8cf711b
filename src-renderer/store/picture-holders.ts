import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { Hex, InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PieceGivers } from '../../src-shared/swarm/piece-givers.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { peersInOrder } from './peers.ts'

/** A running local peer in the swarm of a picture, with the pieces that it has verified. */
export interface PictureHolder {
  readonly peer: PeerView
  readonly pieces: Hex
  readonly haveCount: number
  readonly givers: PieceGivers
}

/** The shared single files that are called like a picture which this program can draw: a BMP, PNG or JPEG. */
export function pictureTorrents(view: View): TorrentSummary[] {
  return Object.values<TorrentSummary>(view.torrents).filter(
    ({ name, files }) => files.length === 1 && /\.(?:bmp|png|jpe?g)$/i.test(name),
  )
}

/** The running local peers in a swarm; me first. */
export function pictureHolders(view: View, infoHash: InfoHash): PictureHolder[] {
  return peersInOrder(view).flatMap((peer) => {
    const membership = peer.swarms[infoHash]
    if (!peer.local || !peer.running || membership === undefined) return []
    const { pieces, haveCount, givers } = membership
    return [{ peer, pieces, haveCount, givers }]
  })
}
