import { type CSSProperties, useEffect, useState, useSyncExternalStore } from 'react'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import { GiverLegend } from '../picture/giver-legend.tsx'
import { GiversOf } from '../picture/givers-of.tsx'
import { PictureCopy, sizeBeforeItIsKnown } from '../picture/picture-copy.tsx'
import { useScreen, useScreenState, useView } from '../screen.tsx'
import { pictureHolders, pictureTorrents } from '../store/picture-holders.ts'
import { pointAt } from '../store/screen-store.ts'
import { CheckBox } from './parts/check-box.tsx'

/** The shared picture as each local peer has it by now, filled in from the pieces that it has verified. */
export function Picture() {
  const view = useView()
  const torrents = pictureTorrents(view)
  return (
    <section aria-label="Picture" className="pictures">
      {torrents.length === 0 && (
        <p className="empty">
          No picture is shared. Start the demo swarm, or share an uncompressed .bmp, to watch it fill in piece by piece;
          a .png or .jpg appears once it is whole.
        </p>
      )}
      {torrents.map((torrent) => (
        <SharedPicture key={torrent.infoHash} view={view} torrent={torrent} />
      ))}
    </section>
  )
}

function SharedPicture({ view, torrent }: { view: View; torrent: TorrentSummary }) {
  const feed = useScreen().pictureFeed(torrent)
  const version = useSyncExternalStore(feed.subscribe, feed.version)
  const [tinted, setTinted] = useState(false)
  const holders = pictureHolders(view, torrent.infoHash)
  useEffect(() => feed.follow(view), [feed, view])

  if (feed.unreadable())
    return <p className="empty">{torrent.name} cannot be drawn: it is no uncompressed 24-bit BMP, PNG or JPEG.</p>
  if (holders.length === 0) return <p className="empty">No peer on this computer is in the swarm of {torrent.name}.</p>
  const { width, height } = feed.thumbnail() ?? sizeBeforeItIsKnown
  return (
    <>
      <div className="picture-head">
        <GiverLegend view={view} order={feed.givers()} holders={holders} />
        {feed.isReading() && <span>Reading what the peers have…</span>}
        <CheckBox label="Tint the pictures" checked={tinted} onCheck={setTinted} />
      </div>
      <ul
        className="thumbnails"
        aria-label={torrent.name}
        style={{ '--columns': holders.length, '--aspect': width / height } as CSSProperties}
      >
        {holders.map((holder) => (
          <li key={holder.peer.id}>
            <PictureCopy feed={feed} torrent={torrent} holder={holder} version={version} tinted={tinted} />
            <p>
              <SelectPeer peer={holder.peer} />
              <span>
                {holder.haveCount}/{torrent.pieceCount}
              </span>
            </p>
            <GiversOf view={view} torrent={torrent} holder={holder} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** The name under a picture; its button covers the picture too, which would lose its own name inside of a button. */
function SelectPeer({ peer }: { peer: PeerView }) {
  const { store } = useScreen()
  const selected = useScreenState(({ selection }) => selection?.kind === 'peer' && selection.id === peer.id)
  return (
    <button
      type="button"
      className="link-like whole-card"
      aria-pressed={selected}
      onClick={() => pointAt(store, selected ? null : { kind: 'peer', id: peer.id })}
    >
      {peer.name}
    </button>
  )
}
