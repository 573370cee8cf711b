import { useEffect, useSyncExternalStore } from 'react'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { useScreen } from '../screen.tsx'
import { type PictureHolder, pictureHolders, pictureTorrents } from '../store/picture-holders.ts'
import { GiversOf } from './givers-of.tsx'
import { PictureCopy } from './picture-copy.tsx'

/** The pictures that a peer of this computer has or is getting, on its card. */
export function PicturesOfPeer({ view, peer }: { view: View; peer: PeerView }) {
  return pictureTorrents(view).map((torrent) => {
    const holder = pictureHolders(view, torrent.infoHash).find((one) => one.peer.id === peer.id)
    return holder && <OnePicture key={torrent.infoHash} view={view} torrent={torrent} holder={holder} />
  })
}

function OnePicture({ view, torrent, holder }: { view: View; torrent: TorrentSummary; holder: PictureHolder }) {
  const feed = useScreen().pictureFeed(torrent)
  const version = useSyncExternalStore(feed.subscribe, feed.version)
  useEffect(() => feed.follow(view), [feed, view])
  if (feed.unreadable()) return null
  return (
    <figure className="picture-of-peer">
      <PictureCopy feed={feed} torrent={torrent} holder={holder} version={version} tinted={false} />
      <figcaption>
        {torrent.name}
        <GiversOf view={view} torrent={torrent} holder={holder} />
      </figcaption>
    </figure>
  )
}
