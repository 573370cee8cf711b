import { memo } from 'react'
import { useView } from '../screen.tsx'
import { type RoutingRow, routingCount, routingRows } from '../store/routing-rows.ts'
import type { ShownPeer } from '../store/shown-peer.ts'
import { EmptyState } from './parts/empty-state.tsx'
import { NewestLast } from './parts/newest-last.tsx'
import { ShownFields, useShownPeer } from './shown-fields.tsx'
import { StartDemo } from './start-demo.tsx'

/** The lab's routing table of a local peer: the blocks that have arrived and whose pieces are not validated yet. */
export function RoutingTable() {
  const shown = useShownPeer()
  return (
    <section aria-label="Routing table" className="routing">
      {shown === null ? (
        <EmptyState icon="peers" action={<StartDemo />}>
          No peer on this computer is in a swarm. Start the demo swarm, or open a .torrent.
        </EmptyState>
      ) : (
        <Table shown={shown} />
      )}
    </section>
  )
}

function Table({ shown }: { shown: ShownPeer }) {
  const view = useView()
  const rows = routingRows(view, shown.peer)
  return (
    <>
      <div className="routing-head">
        <ShownFields shown={shown} />
        <p>
          <strong>{routingCount(shown.peer)}.</strong> Blocks wait until their piece is whole and its SHA-1 is right;
          then it is in the file, and their entries go.
        </p>
      </div>
      <NewestLast label="Entries" newest={rows.at(-1)?.key}>
        <table className="grid-table" aria-label="Routing table">
          <thead>
            <tr>
              <th scope="col">Info hash</th>
              <th scope="col">Peer id</th>
              <th scope="col">Piece index</th>
              <th scope="col">Block index</th>
              <th scope="col" title="In which file the block belongs, at which offset in bytes">
                Pointer
              </th>
              <th scope="col" title="1 for the last block of its piece">
                Flag
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.key} row={row} />
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={6} className="empty">
                  {emptyWords(shown)}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </NewestLast>
    </>
  )
}

function emptyWords({ peer, membership }: ShownPeer): string {
  if (!peer.running) return `${peer.name} is stopped: what it had not validated is fetched again.`
  if (membership.role === 'seeder')
    return `${peer.name} has every piece of this swarm, so no block arrives. Choose a peer that still downloads.`
  return `${peer.name} holds no block of an unfinished piece now. A row appears for each block of 16 KiB that arrives while it downloads.`
}

const Row = memo(
  function Row({ row: { entry, swarm, peerName, pointer } }: { row: RoutingRow }) {
    return (
      <tr className={entry.flag === 1 ? 'last-block' : undefined}>
        <td title={`${entry.infoHash} ${swarm}`}>
          <code>{entry.infoHash.slice(0, 8)}…</code> {swarm}
        </td>
        <td title={`${entry.peer} ${peerName}`}>
          <code>…{entry.peer.slice(-8)}</code> {peerName}
        </td>
        <td>{entry.piece}</td>
        <td>{entry.block}</td>
        <td className="pointer" title={pointer}>
          <span>
            <code>{entry.pointer.file}</code> <code>@ {entry.pointer.offset}</code>
          </span>
        </td>
        <td>{entry.flag}</td>
      </tr>
    )
  },
  (before, now) => before.row.entry === now.row.entry && before.row.peerName === now.row.peerName,
)
