import { useRef, useState } from 'react'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { MagnetView } from '../../src-shared/swarm/view.ts'
import { useScreenState, useView } from '../screen.tsx'
import { meOf } from '../store/peers.ts'
import { type SwarmStatus, swarmStatuses } from '../store/swarm-status.ts'
import { AddSwarm } from './add-swarm.tsx'
import { MagnetRow } from './magnet-row.tsx'
import { EmptyState } from './parts/empty-state.tsx'
import { MoreRows, rowsAtATime } from './parts/more-rows.tsx'
import { Panel } from './parts/panel.tsx'
import { StartDemo } from './start-demo.tsx'
import { SwarmRow } from './swarm-row.tsx'

/** What this peer shares and downloads, and the ways to share and open more. */
export function Swarms() {
  const view = useView()
  const sharing = useScreenState((state) => state.sharing)
  const [opened, setOpened] = useState<Readonly<Record<InfoHash, boolean>>>({})
  const [shown, setShown] = useState(2 * rowsAtATime)
  const me = meOf(view)
  const statuses = me === undefined ? [] : swarmStatuses(view, me)
  const magnets = Object.values<MagnetView>(view.magnets)
  // The one just added is open, until a person opens and closes as they like.
  const newest = useNewest(statuses)
  const whyNot = me?.running === true ? undefined : 'This peer does not run.'
  return (
    <Panel name="Swarms">
      {me?.running === false && (
        <p className="empty">This peer is stopped. Start it again, and it is back in its swarms.</p>
      )}
      {me?.running !== false && statuses.length + magnets.length + sharing.length === 0 && (
        <EmptyState icon="share" action={<StartDemo />}>
          Nothing is shared yet. Share a file or a folder, open a .torrent or a magnet link, or drop any of them onto
          this window. To watch first, start the demo swarm.
        </EmptyState>
      )}
      <AddSwarm whyNot={whyNot} />
      <div className="swarms">
        {/* The ones that came last are the ones that are looked for. */}
        <MoreRows shown={shown} all={statuses.length} what="swarms" onMore={setShown} />
        {me !== undefined &&
          statuses.slice(-shown).map((status) => {
            const { infoHash } = status
            const open = opened[infoHash] ?? infoHash === newest
            const toggle = () => setOpened({ ...opened, [infoHash]: !open })
            return <SwarmRow key={infoHash} me={me} status={status} open={open} onToggle={toggle} />
          })}
        {magnets.map((magnet) => (
          <MagnetRow key={magnet.infoHash} magnet={magnet} />
        ))}
        {sharing.map((name) => (
          <p key={name} className="sharing" role="status">
            <span className="spinner" aria-hidden="true" />
            Making the torrent of {name}…
          </p>
        ))}
      </div>
    </Panel>
  )
}

/** The swarm joined last of all that were ever listed: when it is removed, no other one opens in its place. */
function useNewest(statuses: readonly SwarmStatus[]): InfoHash | undefined {
  const newest = useRef<SwarmStatus>(undefined)
  const last = statuses.at(-1)
  if (last !== undefined && last.membership.joinedAtMs >= (newest.current?.membership.joinedAtMs ?? 0))
    newest.current = last
  return newest.current?.infoHash
}
