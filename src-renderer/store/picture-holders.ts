import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { Hex, InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { peersInOrder } from './peers.ts'

/** The shared files that look like a picture that this program can draw: an uncompressed BMP. */
export function pictureTorrents(view: View): TorrentSummary[] {
  return Object.values<TorrentSummary>(view.torrents).filter((torrent) => /\.bmp$/i.test(torrent.name))
}

/** The running local peers in a swarm, with the pieces that each has verified; me first. */
export function pictureHolders(view: View, infoHash: InfoHash): { peer: PeerView; pieces: Hex; haveCount: number }[] {
  return peersInOrder(view).flatMap((peer) => {
    const membership = peer.swarms[infoHash]
    if (!peer.local || !peer.running || membership === undefined) return []
    return [{ peer, pieces: membership.pieces, haveCount: membership.haveCount }]
  })
}
