import { useMemo } from 'react'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { hasPiece } from '../store/has-piece.ts'
import { nameOf } from '../store/peers.ts'
import type { PictureHolder } from '../store/picture-holders.ts'
import { countedGivers, giverWords } from './givers.ts'

/** From whom one peer has its pieces, in words. */
export function GiversOf({ view, torrent, holder }: { view: View; torrent: TorrentSummary; holder: PictureHolder }) {
  const { givers, pieces } = holder
  const counted = useMemo(
    () => countedGivers(givers, (piece) => hasPiece(pieces, piece), torrent.pieceCount),
    [givers, pieces, torrent.pieceCount],
  )
  const words = giverWords(counted, (id) => nameOf(view, id))
  return (
    <p className="giver-words" title={words}>
      {words}
    </p>
  )
}
