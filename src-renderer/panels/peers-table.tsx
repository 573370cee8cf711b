import '../styles/tables.css'
import { useDeferredValue, useMemo, useState } from 'react'
import { formatRate } from '../../src-shared/byte-size.ts'
import { type DisconnectReason, reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import { guestOf } from '../../src-shared/swarm/guests.ts'
import type { DepartedView, View } from '../../src-shared/swarm/view.ts'
import { useScreen, useScreenState, useView } from '../screen.tsx'
import { guestOfPeer } from '../store/guest.ts'
import { openSelection } from '../store/open-selection.ts'
import { type PeerRow, peerOrders, peerRows } from '../store/peer-rows.ts'
import { currentSwarmOf, isStopped } from '../store/peers.ts'
import { shownSwarmOf } from '../store/shown-swarm.ts'
import { counted } from '../store/summary.ts'
import { swarmName } from '../store/swarm-name.ts'
import { swarmStatuses } from '../store/swarm-status.ts'
import { Flags } from './parts/flags.tsx'
import { MoreRows, rowsAtATime } from './parts/more-rows.tsx'
import { Progress } from './parts/progress.tsx'
import { RoleMark } from './parts/role-mark.tsx'
import { SortHeader } from './parts/sort-header.tsx'
import { PeerActions } from './peer-actions.tsx'
import { moveAlongRows } from './row-keys.ts'
import { timeOfDay } from './time-of-day.ts'
import { useSorted } from './use-sorted.ts'

const keyOf = ({ peer }: PeerRow) => peer.id

/** The graph in words: every peer with its role, ports, flags, rates and pieces, and who left lately. */
export function PeersTable() {
  // Many rows may lag a frame or two behind the graph; the graph may not.
  const view = useDeferredValue(useView())
  const rows = useMemo(() => peerRows(view), [view])
  const sorted = useSorted(rows, keyOf, peerOrders, 'peer')
  const [shown, setShown] = useState(rowsAtATime)
  return (
    <section aria-label="Peers" className="peers">
      <table aria-label="Peers">
        <thead>
          <tr>
            <SortHeader column="peer" label="Peer" sorted={sorted} />
            <SortHeader column="pieces" label="Role and pieces" sorted={sorted} />
            <SortHeader
              column="address"
              label="Address"
              hint="Where its server listens, and its tracker."
              sorted={sorted}
            />
            <th scope="col" title="The local port of each of its clients, and whom it dialled from there">
              Client ports
            </th>
            <th scope="col" title="The links between this peer and it, in the letters of BitTorrent clients">
              Flags
            </th>
            <SortHeader column="rates" label="Rates" sorted={sorted} />
            <th scope="col" title="Why its latest link or dial ended">
              Last reason
            </th>
            <th scope="col">
              <span className="only-read-aloud">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={moveAlongRows}>
          {sorted.rows.slice(0, shown).map((row) => (
            <Row key={row.peer.id} row={row} view={view} />
          ))}
        </tbody>
      </table>
      <MoreRows shown={shown} all={rows.length} what="peers" onMore={setShown} />
      <Departed departed={view.departed} />
    </section>
  )
}

function Row({ row, view }: { row: PeerRow; view: View }) {
  const { store } = useScreen()
  const { peer } = row
  const guest = guestOfPeer(peer)
  const selected = useScreenState(({ selection }) => selection?.kind === 'peer' && selection.id === peer.id)
  const open = () => openSelection(store, { kind: 'peer', id: peer.id })
  return (
    // The button in the first cell does the same from the keyboard.
    <tr className={rowClass(row, selected)} onClick={open}>
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
          <span title={peer.name}>{peer.name || peer.id.slice(0, 8)}</span>
        </button>
        {row.isMe && <span className="badge">you</span>}
        {!peer.local && <span className="badge away">{guest === null ? 'remote' : 'guest'}</span>}
        {isStopped(peer) && <span className="badge off">stopped</span>}
        {guest?.badge !== guestOf(peer.name).badge && <small>{guest?.badge ?? peer.agent}</small>}
      </th>
      <td>
        <Pieces row={row} view={view} />
      </td>
      <td>
        <code>{peer.server ?? (peer.serverFailure === null ? 'not known' : 'not listening')}</code>
        <small>{serverWords(row)}</small>
      </td>
      <td>
        <Clients row={row} />
      </td>
      <td>
        <Flags flags={row.flags} />
      </td>
      <td className="rates">
        <span title="Received by it">↓ {formatRate(row.downBytesPerSec)}</span>
        <span title="Sent by it">↑ {formatRate(row.upBytesPerSec)}</span>
      </td>
      <td className="reason">
        <LastReason reason={peer.lastReason} />
      </td>
      <td>
        {/* Pressing a button here is not choosing the row. */}
        {/* biome-ignore lint/a11y: only stops the click, acts on nothing */}
        <div onClick={(event) => event.stopPropagation()}>
          <PeerActions peer={peer} iconOnly />
        </div>
      </td>
    </tr>
  )
}

function LastReason({ reason }: { reason: DisconnectReason | null }) {
  if (reason === null) return <span className="none">–</span>
  const sentence = reasonSentence(reason)
  return <span title={sentence}>{sentence}</span>
}

function rowClass({ peer }: PeerRow, selected: boolean): string {
  return [selected ? 'selected' : '', isStopped(peer) ? 'stopped' : ''].join(' ').trim()
}

/** How it stands in the shown swarm, or in its current one; of the others only how many they are, so that each row stays low. */
function Pieces({ row, view }: { row: PeerRow; view: View }) {
  const shown = useScreenState(shownSwarmOf)
  const statuses = swarmStatuses(view, row.peer)
  const current = (shown && row.peer.swarms[shown]) ?? currentSwarmOf(row.peer)?.membership
  const status = statuses.find(({ membership }) => membership === current)
  if (status === undefined) return <span className="none">in no swarm</span>
  const { infoHash, torrent, membership, share, condition } = status
  const names = statuses.filter((other) => other !== status).map((other) => swarmName(view, other.infoHash))
  const others = names.length === 0 ? undefined : `Also in ${names.join(', ')}`
  const words = [
    ...(condition === 'active' ? [] : [condition]),
    ...(names.length === 0 ? [] : [counted(names.length, 'more swarm')]),
  ]
  return (
    <div className="pieces" title={swarmName(view, infoHash)}>
      <RoleMark role={membership.role} />
      <span>
        {membership.haveCount}/{torrent?.pieceCount ?? '?'}
      </span>
      <Progress share={share} role={membership.role} label={`Pieces of ${row.peer.name}`} />
      {words.length > 0 && <small title={others}>{words.join(', ')}</small>}
    </div>
  )
}

function Clients({ row }: { row: PeerRow }) {
  if (row.clients.length === 0) return <span className="none">no clients</span>
  return (
    <ul className="clients">
      {row.clients.map(({ clientId, whom }) => (
        <li key={`${clientId} ${whom}`} title={`Client ${clientId} dialled ${whom}`}>
          {clientId} → {whom}
        </li>
      ))}
    </ul>
  )
}

/** What stands on its server: its tracker's list, and the remote clients it serves. */
function serverWords({ peer, served }: PeerRow): string {
  const lists = peer.tracker === null ? [] : [`tracker lists ${peer.tracker.members}`]
  const serves = served === 0 ? [] : [`serves ${served}`]
  return [...lists, ...serves].join(', ')
}

function Departed({ departed }: { departed: readonly DepartedView[] }) {
  if (departed.length === 0) return null
  return (
    <>
      <h3>Recently left</h3>
      <ul className="departed" aria-label="Recently left">
        {departed.map((left) => (
          <li key={`${left.id} ${left.atMs}`}>
            <time>{timeOfDay(left.atMs)}</time>
            <strong>{left.name || left.id.slice(0, 8)}</strong>
            {left.server !== null && <code>{left.server}</code>}
            <span>{reasonSentence(left.reason)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
