import '../styles/picture-givers.css'
import { useEffect, useMemo, useRef } from 'react'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import { giverOf } from '../../src-shared/swarm/piece-givers.ts'
import { useScreenState } from '../screen.tsx'
import { hasPiece } from '../store/has-piece.ts'
import type { PictureHolder } from '../store/picture-holders.ts'
import { isDark } from '../store/theme.ts'
import { giverColour } from './givers.ts'
import type { PictureFeed } from './picture-feed.ts'
import { paintSpine, rgbOf, spinePieces } from './spine.ts'
import { allPieces, greysByDay, greysInTheDark, paintThumbnail, tintThumbnail } from './thumbnail.ts'

/** How large a picture is drawn before its header came. */
export const sizeBeforeItIsKnown = { width: 320, height: 240 }

export interface PictureCopyProps {
  feed: PictureFeed
  torrent: TorrentSummary
  holder: PictureHolder
  /** What the feed's version is: another one paints again. */
  version: number
  /** Lays the colour of its giver over each piece. */
  tinted: boolean
}

/** One peer's copy of a picture, filled in from what it has verified, with a spine that tells by colour who gave each part. */
export function PictureCopy({ feed, torrent, holder, version, tinted }: PictureCopyProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const thumbnail = feed.thumbnail()
  const { width, height } = thumbnail ?? sizeBeforeItIsKnown
  const inTheDark = useScreenState(({ theme }) => isDark(theme))
  const { peer, pieces, haveCount, givers } = holder
  const { name, pieceCount } = torrent
  const look = useMemo(() => {
    const isWhole = haveCount === pieceCount
    const has = (piece: number) => (piece === allPieces ? isWhole : hasPiece(pieces, piece))
    const colourOf = (piece: number) =>
      has(piece) && piece !== allPieces ? giverColour(giverOf(givers, piece), feed.givers()) : undefined
    return { has, colourOf }
  }, [feed, pieces, haveCount, pieceCount, givers])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the thumbnail's pixels or the colours changed
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || thumbnail === undefined) return
    const image = context.createImageData(thumbnail.width, thumbnail.height)
    paintThumbnail(thumbnail, look.has, image.data, inTheDark ? greysInTheDark : greysByDay)
    if (tinted) tintThumbnail(thumbnail, (piece) => rgbIfAny(look.colourOf(piece)), image.data)
    context.putImageData(image, 0, 0)
  }, [thumbnail, look, tinted, version, inTheDark])

  return (
    <div className="picture-copy">
      <Spine feed={feed} height={height} pieceCount={pieceCount} colourOf={look.colourOf} version={version} />
      <canvas
        ref={canvas}
        width={width}
        height={height}
        className={thumbnail === undefined ? 'waiting' : undefined}
        role="img"
        aria-label={`${name} at ${peer.name}: ${haveCount} of ${pieceCount} pieces`}
      />
    </div>
  )
}

interface SpineProps extends Pick<PictureCopyProps, 'feed' | 'version'> {
  height: number
  pieceCount: number
  colourOf: (piece: number) => string | undefined
}

/** The same is said in words under the picture. */
function Spine({ feed, height, pieceCount, colourOf, version }: SpineProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const thumbnail = feed.thumbnail()

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the colours of the givers changed
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const image = context.createImageData(1, height)
    paintSpine(spinePieces(thumbnail, height, pieceCount), colourOf, image.data)
    context.putImageData(image, 0, 0)
  }, [thumbnail, height, pieceCount, colourOf, version])

  return <canvas ref={canvas} className="spine" width={1} height={height} />
}

function rgbIfAny(colour: string | undefined) {
  return colour === undefined ? undefined : rgbOf(colour)
}
