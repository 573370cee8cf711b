import { memo, useMemo } from 'react'
import { formatRate } from '../../src-shared/byte-size.ts'
import { type DisconnectReason, reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import { guestOf } from '../../src-shared/swarm/guests.ts'
import type { DepartedView } from '../../src-shared/swarm/view.ts'
import { useView } from '../screen.tsx'
import { guestOfPeer } from '../store/guest.ts'
import type { PeerPart } from '../store/peer-part.ts'
import { type PeerColumn, type PeerRow, peerOrders, peerRows } from '../store/peer-rows.ts'
import { isStopped } from '../store/peers.ts'
import { counted } from '../store/summary.ts'
import { Flags } from './parts/flags.tsx'
import { OpenableRow } from './parts/openable-row.tsx'
import { Progress } from './parts/progress.tsx'
import { RoleMark } from './parts/role-mark.tsx'
import { currentRow, SortedTable, type TableColumn } from './parts/sorted-table.tsx'
import { SwarmLetter } from './parts/swarm-letter.tsx'
import { PeerActions } from './peer-actions.tsx'
import { useShownSwarm } from './shown-fields.tsx'
import { timeOfDay } from './time-of-day.ts'

const keyOf = ({ peer }: PeerRow) => peer.id

const columns: readonly TableColumn<PeerColumn>[] = [
  { label: 'Peer', order: 'peer' },
  { label: 'Role and pieces', order: 'pieces' },
  { label: 'Address', order: 'address', hint: 'Where its server listens, and its tracker.' },
  { label: 'Client ports', hint: 'The local port of each of its clients, and whom it dialled from there' },
  { label: 'Flags', hint: 'The links between this peer and it, in the letters of BitTorrent clients' },
  { label: 'Rates', order: 'rates' },
  { label: 'Last reason', hint: 'Why its latest link or dial ended' },
  { label: 'Actions', isReadAloud: true },
]

/** The graph in words: every peer with its role, ports, flags, rates and pieces, and who left lately. */
export function PeersTable() {
  const view = useView()
  const shown = useShownSwarm()
  const rows = useMemo(() => peerRows(view, shown), [view, shown])
  return (
    <section aria-label="Peers" className="peers" data-focus-home={currentRow}>
      <SortedTable
        name="Peers"
        what="peers"
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        orders={peerOrders}
        first="peer"
      >
        {(row) => <Row key={row.peer.id} row={row} />}
      </SortedTable>
      <Departed departed={view.departed} />
    </section>
  )
}

const Row = memo(function Row({ row }: { row: PeerRow }) {
  const { peer } = row
  const guest = guestOfPeer(peer)
  return (
    <OpenableRow
      of={{ kind: 'peer', id: peer.id }}
      {...(isStopped(peer) && { className: 'stopped' })}
      name={<span title={peer.name}>{peer.name || peer.id.slice(0, 8)}</span>}
      beside={
        <>
          {row.isMe && <span className="badge">you</span>}
          {!peer.local && <span className="badge away">{guest === null ? 'remote' : 'guest'}</span>}
          {isStopped(peer) && <span className="badge off">stopped</span>}
          {guest?.badge !== guestOf(peer.name).badge && <small>{guest?.badge ?? peer.agent}</small>}
        </>
      }
    >
      <td>
        <Pieces name={row.peer.name} part={row.part} />
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
    </OpenableRow>
  )
})

function LastReason({ reason }: { reason: DisconnectReason | null }) {
  if (reason === null) return <span className="none">–</span>
  const sentence = reasonSentence(reason)
  return <span title={sentence}>{sentence}</span>
}

/** Its role and progress in the shown swarm where it is in it, else in the one that it joined last. */
function Pieces({ name, part }: { name: string; part: PeerPart | null }) {
  if (part === null) return <span className="none">in no swarm</span>
  const { swarm, letter, role, haveCount, pieceCount, share, condition, others } = part
  const words = [
    ...(condition === 'active' ? [] : [condition]),
    ...(others.length === 0 ? [] : [counted(others.length, 'more swarm')]),
  ]
  return (
    <div className="pieces" title={swarm}>
      <RoleMark role={role} />
      <span>
        <SwarmLetter letter={letter} swarm={swarm} /> {haveCount}/{pieceCount ?? '?'}
      </span>
      <Progress share={share} role={role} label={`Pieces of ${name}`} />
      {words.length > 0 && (
        <small title={others.length === 0 ? undefined : `Also in ${others.join(', ')}`}>{words.join(', ')}</small>
      )}
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
