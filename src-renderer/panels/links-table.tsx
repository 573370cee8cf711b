import { memo, useMemo } from 'react'
import { formatBytes, formatRate } from '../../src-shared/byte-size.ts'
import { encryptionWords } from '../../src-shared/swarm/encryption-words.ts'
import { useView } from '../screen.tsx'
import { type LinkColumn, type LinkRow, linkOrders, linkRows } from '../store/link-rows.ts'
import { EmptyState } from './parts/empty-state.tsx'
import { OpenableRow } from './parts/openable-row.tsx'
import { currentRow, SortedTable, type TableColumn } from './parts/sorted-table.tsx'
import { StartDemo } from './start-demo.tsx'

const keyOf = ({ link }: LinkRow) => link.key

const columns: readonly TableColumn<LinkColumn>[] = [
  { label: 'Link', order: 'link', hint: 'Who dialled whom.' },
  { label: 'Client', order: 'port', hint: 'The dialler’s local port: its client’s id.' },
  { label: 'Sockets', order: 'sockets', hint: 'From which address to which.' },
  { label: 'Rates', order: 'rates' },
  { label: 'In all', order: 'total', hint: 'Payload so far.' },
  { label: 'Asked', order: 'asked', hint: 'Blocks asked for and not yet here.' },
  { label: 'Who wants, who chokes', order: 'state' },
]

/** Every link of the graph in words: its sockets, what travels each way, who wants what, and who tells of it. */
export function LinksTable() {
  const view = useView()
  const rows = useMemo(() => linkRows(view), [view])
  return (
    <section aria-label="Links" className="peers" data-focus-home={currentRow}>
      {rows.length === 0 ? (
        <EmptyState icon="peers" action={<StartDemo />}>
          No link yet. Start the demo swarm, or add a peer by its IP, and each connection is listed here.
        </EmptyState>
      ) : (
        <SortedTable
          name="Links"
          what="links"
          columns={columns}
          rows={rows}
          keyOf={keyOf}
          orders={linkOrders}
          first="link"
        >
          {(row) => <Row key={row.link.key} row={row} />}
        </SortedTable>
      )}
    </section>
  )
}

const Row = memo(function Row({ row }: { row: LinkRow }) {
  const { link, dialler, acceptor } = row
  return (
    <OpenableRow
      of={{ kind: 'link', key: link.key }}
      name={`${dialler} → ${acceptor}`}
      beside={<small>{row.reported ?? row.swarm}</small>}
    >
      <td>{link.clientId}</td>
      <td>
        <code>{link.diallerAddress}</code>
        <small>
          <code>→ {link.acceptorAddress}</code>
          {link.encryption !== 'none' && `, ${encryptionWords[link.encryption].short}`}
        </small>
      </td>
      <td className="rates">
        <BothWays
          row={row}
          toDialler={formatRate(link.toDiallerBytesPerSec)}
          toAcceptor={formatRate(link.toAcceptorBytesPerSec)}
        />
      </td>
      <td className="rates">
        {row.reported === undefined ? (
          <BothWays
            row={row}
            toDialler={formatBytes(link.toDiallerBytes)}
            toAcceptor={formatBytes(link.toAcceptorBytes)}
          />
        ) : (
          <span className="none">not told</span>
        )}
      </td>
      <td className="rates">
        {row.reported === undefined ? (
          <BothWays row={row} toDialler={`${link.diallerRequested}`} toAcceptor={`${link.acceptorRequested}`} />
        ) : (
          <span className="none">not told</span>
        )}
      </td>
      <td className="link-state">
        <span>{row.diallerState}</span>
        <span>{row.acceptorState}</span>
      </td>
    </OpenableRow>
  )
})

/** Two numbers, each with the end that it comes to. */
function BothWays({ row, toDialler, toAcceptor }: { row: LinkRow; toDialler: string; toAcceptor: string }) {
  return (
    <>
      <span>
        {toDialler} <small>to {row.dialler}</small>
      </span>
      <span>
        {toAcceptor} <small>to {row.acceptor}</small>
      </span>
    </>
  )
}
