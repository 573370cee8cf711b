import '../styles/tables.css'
import { useDeferredValue, useMemo, useState } from 'react'
import { formatBytes, formatRate } from '../../src-shared/byte-size.ts'
import { encryptionWords } from '../../src-shared/swarm/encryption-words.ts'
import { useScreen, useScreenState, useView } from '../screen.tsx'
import { type LinkRow, linkOrders, linkRows } from '../store/link-rows.ts'
import { openSelection } from '../store/open-selection.ts'
import { MoreRows, rowsAtATime } from './parts/more-rows.tsx'
import { SortHeader } from './parts/sort-header.tsx'
import { moveAlongRows } from './row-keys.ts'
import { useSorted } from './use-sorted.ts'

const keyOf = ({ link }: LinkRow) => link.key

/** Every link of the graph in words: its sockets, what travels each way, who wants what, and who tells of it. */
export function LinksTable() {
  const view = useDeferredValue(useView())
  const links = useMemo(() => linkRows(view), [view])
  const sorted = useSorted(links, keyOf, linkOrders, 'link')
  const [shown, setShown] = useState(rowsAtATime)
  if (links.length === 0)
    return (
      <section aria-label="Links" className="peers">
        <p className="empty">
          No link yet. Start the demo swarm, or add a peer by its IP, and each connection is listed here.
        </p>
      </section>
    )
  return (
    <section aria-label="Links" className="peers">
      <table aria-label="Links">
        <thead>
          <tr>
            <SortHeader column="link" label="Link" hint="Who dialled whom." sorted={sorted} />
            <SortHeader
              column="port"
              label="Client"
              hint="The dialler’s local port: its client’s id."
              sorted={sorted}
            />
            <SortHeader column="sockets" label="Sockets" hint="From which address to which." sorted={sorted} />
            <SortHeader column="rates" label="Rates" sorted={sorted} />
            <SortHeader column="total" label="In all" hint="Payload so far." sorted={sorted} />
            <SortHeader column="asked" label="Asked" hint="Blocks asked for and not yet here." sorted={sorted} />
            <SortHeader column="state" label="Who wants, who chokes" sorted={sorted} />
          </tr>
        </thead>
        <tbody onKeyDown={moveAlongRows}>
          {sorted.rows.slice(0, shown).map((row) => (
            <Row key={row.link.key} row={row} />
          ))}
        </tbody>
      </table>
      <MoreRows shown={shown} all={links.length} what="links" onMore={setShown} />
    </section>
  )
}

function Row({ row }: { row: LinkRow }) {
  const { store } = useScreen()
  const { link, dialler, acceptor } = row
  const selected = useScreenState(({ selection }) => selection?.kind === 'link' && selection.key === link.key)
  const open = () => openSelection(store, { kind: 'link', key: link.key })
  return (
    // The button in the first cell does the same from the keyboard.
    <tr className={selected ? 'selected' : undefined} onClick={open}>
      <th scope="row">
        <button
          type="button"
          className="link-like"
          aria-current={selected ? 'true' : undefined}
          onClick={(event) => {
            event.stopPropagation()
            open()
          }}
        >
          {dialler} → {acceptor}
        </button>
        <small>{row.reported ?? row.swarm}</small>
      </th>
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
    </tr>
  )
}

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
