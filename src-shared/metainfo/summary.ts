import type { TorrentSummary } from '../swarm/events.ts'
import type { Metainfo } from './metainfo.ts'

/** What the screen is told of a torrent: names are cleaned for showing. */
export function summaryOf(metainfo: Metainfo): TorrentSummary {
  const { infoHash, name, lengthBytes, pieceLengthBytes, pieceCount, isPrivate } = metainfo
  const files = metainfo.files.map(({ path, lengthBytes }) => ({ path: path.join('/'), lengthBytes }))
  return { infoHash, name, lengthBytes, pieceLengthBytes, pieceCount, files, isPrivate }
}
