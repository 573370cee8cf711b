import { type CSSProperties, useEffect, useRef, useSyncExternalStore } from 'react'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { Hex } from '../../src-shared/swarm/ids.ts'
import type { PeerView, View } from '../../src-shared/swarm/view.ts'
import type { PictureFeed } from '../picture/picture-feed.ts'
import { paintThumbnail } from '../picture/thumbnail.ts'
import { useScreen, useScreenState, useView } from '../screen.tsx'
import { hasPiece } from '../store/has-piece.ts'
import { pictureHolders, pictureTorrents } from '../store/picture-holders.ts'
import { pointAt } from '../store/screen-store.ts'

/** The shared picture as each local peer has it by now, filled in from the pieces that it has verified. */
export function Picture() {
  const view = useView()
  const torrents = pictureTorrents(view)
  return (
    <section aria-label="Picture" className="pictures">
      {torrents.length === 0 && (
        <p className="empty">
          No picture is shared. Start the demo swarm, or share an uncompressed .bmp, to watch it fill in piece by piece.
        </p>
      )}
      {torrents.map((torrent) => (
        <SharedPicture key={torrent.infoHash} view={view} torrent={torrent} />
      ))}
    </section>
  )
}

const sizeBeforeItIsKnown = { width: 320, height: 240 }

function SharedPicture({ view, torrent }: { view: View; torrent: TorrentSummary }) {
  const feed = useScreen().pictureFeed(torrent)
  const version = useSyncExternalStore(feed.subscribe, feed.version)
  const holders = pictureHolders(view, torrent.infoHash)
  useEffect(() => feed.follow(view), [feed, view])

  if (feed.unreadable())
    return <p className="empty">{torrent.name} cannot be drawn: it is not an uncompressed 24-bit BMP.</p>
  if (holders.length === 0) return <p className="empty">No peer on this computer is in the swarm of {torrent.name}.</p>
  const { width, height } = feed.thumbnail() ?? sizeBeforeItIsKnown
  return (
    <ul
      className="thumbnails"
      aria-label={torrent.name}
      style={{ '--columns': holders.length, '--aspect': width / height } as CSSProperties}
    >
      {holders.map(({ peer, pieces, haveCount }) => (
        <li key={peer.id}>
          <Canvas
            feed={feed}
            pieces={pieces}
            version={version}
            label={`${torrent.name} at ${peer.name}: ${haveCount} of ${torrent.pieceCount} pieces`}
          />
          <p>
            <SelectPeer peer={peer} />
            <span>
              {haveCount}/{torrent.pieceCount}
            </span>
          </p>
        </li>
      ))}
    </ul>
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

/** One peer's copy; it is painted again when the peer's pieces changed or more of the picture was read. */
function Canvas(props: { feed: PictureFeed; pieces: Hex; version: number; label: string }) {
  const { feed, pieces, version, label } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const thumbnail = feed.thumbnail()

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the thumbnail's pixels changed
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || thumbnail === undefined) return
    const image = context.createImageData(thumbnail.width, thumbnail.height)
    paintThumbnail(thumbnail, (piece) => hasPiece(pieces, piece), image.data)
    context.putImageData(image, 0, 0)
  }, [thumbnail, pieces, version])

  return (
    <canvas
      ref={canvas}
      width={thumbnail?.width ?? sizeBeforeItIsKnown.width}
      height={thumbnail?.height ?? sizeBeforeItIsKnown.height}
      className={thumbnail === undefined ? 'waiting' : undefined}
      role="img"
      aria-label={label}
    />
  )
}
