import type { DialResult } from '../../../src-shared/bridge.ts'
import { formatBytes, formatDuration, formatRate } from '../../../src-shared/byte-size.ts'
import type { TrackerTiers } from '../../../src-shared/metainfo/tracker-url.ts'
import { courseForm, parseAddress } from '../../../src-shared/swarm/address.ts'
import { reasonSentence } from '../../../src-shared/swarm/disconnect-reason.ts'
import type { TorrentSummary } from '../../../src-shared/swarm/events.ts'
import type { InfoHash, PeerId } from '../../../src-shared/swarm/ids.ts'
import type { View } from '../../../src-shared/swarm/view.ts'

/** The line of one address after connecting: the course's own when it worked, the reason when not. */
export function dialLine(result: DialResult): string {
  const address = typed(result.address)
  if (result.ok) return `Client id ${result.clientId} connected to peer ${address}`
  return `No connection to peer ${address}: ${reasonSentence(result.reason)}`
}

/** How far one swarm is: role, pieces, rates, and the time left while something comes. */
export function progressLine(view: View, me: PeerId, infoHash: InfoHash): string | undefined {
  const torrent = view.torrents[infoHash]
  const mine = view.peers[me]?.swarms[infoHash]
  if (!torrent || !mine) return undefined
  const { down, up, links } = ratesOf(view, me, infoHash)
  const pieces = `${mine.haveCount} of ${torrent.pieceCount} pieces`
  const left = timeLeft(torrent, mine.haveCount, down)
  return `${torrent.name} (${formatBytes(torrent.lengthBytes)}): ${mine.role}, ${pieces}, down ${formatRate(down)}, up ${formatRate(up)}, ${links} ${links === 1 ? 'link' : 'links'}${left}`
}

/** Where the peers of a torrent announce themselves. */
export function announceLine(trackers: TrackerTiers): string {
  const urls = trackers.flat()
  if (urls.length === 0) return 'It has no announce URL, because nothing listens here.'
  return urls.length === 1 ? `Its announce URL is ${urls[0]}` : `Its announce URLs are ${urls.join(', ')}`
}

function typed(address: string): string {
  const parsed = parseAddress(address)
  return parsed.ok ? courseForm(parsed.address) : address
}

function timeLeft(torrent: TorrentSummary, haveCount: number, bytesPerSec: number): string {
  const missing = (torrent.pieceCount - haveCount) * torrent.pieceLengthBytes
  return missing > 0 && bytesPerSec > 0 ? `, ${formatDuration(Math.ceil(missing / bytesPerSec))} left` : ''
}

function ratesOf(view: View, me: PeerId, infoHash: InfoHash) {
  let down = 0
  let up = 0
  let links = 0
  for (const link of Object.values(view.links)) {
    if (link.infoHash !== infoHash || (link.dialler !== me && link.acceptor !== me)) continue
    links++
    const isDialler = link.dialler === me
    down += isDialler ? link.toDiallerBytesPerSec : link.toAcceptorBytesPerSec
    up += isDialler ? link.toAcceptorBytesPerSec : link.toDiallerBytesPerSec
  }
  return { down, up, links }
}
