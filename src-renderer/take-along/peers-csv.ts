import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { type PeerRow, peerOrders, peerRows } from '../store/peer-rows.ts'
import { isStopped, nameOf, swarmsOf } from '../store/peers.ts'
import { swarmName } from '../store/swarm-name.ts'
import { type CsvCell, csvOf } from './csv.ts'

const heading = [
  'Peer',
  'Where',
  'Server',
  'Program',
  'Swarm',
  'Role',
  'State',
  'Pieces',
  'Of pieces',
  'Downloaded bytes',
  'Uploaded bytes',
  'Down bytes/s',
  'Up bytes/s',
  'Client ports in use',
  'Last reason',
]

/** The table of peers as CSV: a row for each part that a peer has in a swarm; rates are the peer's over all its swarms. */
export function peersCsv(view: View): string {
  const rows = peerRows(view, null).sort(peerOrders.peer.compare)
  return csvOf(
    heading,
    rows.flatMap((row) => rowsOf(row, view)),
  )
}

function rowsOf(row: PeerRow, view: View): CsvCell[][] {
  const { peer } = row
  const who: CsvCell[] = [
    { said: nameOf(view, peer.id) },
    row.isMe ? 'this window' : peer.local ? 'this program' : 'elsewhere',
    { said: peer.server ?? '' },
    { said: peer.agent },
  ]
  const now: CsvCell[] = [
    row.downBytesPerSec,
    row.upBytesPerSec,
    row.clients.map(({ clientId }) => clientId).join(' '),
    { said: peer.lastReason === null ? '' : reasonSentence(peer.lastReason) },
  ].map((cell) => (typeof cell === 'number' ? Math.round(cell) : cell))
  const parts = swarmsOf(peer).map(({ infoHash, membership }): CsvCell[] => [
    { said: swarmName(view, infoHash) },
    membership.role,
    isStopped(peer) ? 'stopped' : membership.state,
    membership.haveCount,
    view.torrents[infoHash]?.pieceCount ?? '',
    membership.downloadedBytes,
    membership.uploadedBytes,
  ])
  const inNone: CsvCell[][] = [['', '', isStopped(peer) ? 'stopped' : '', '', '', '', '']]
  return (parts.length === 0 ? inNone : parts).map((part) => [...who, ...part, ...now])
}
