import { type CSSProperties, type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { useScreen, useScreenState } from '../screen.tsx'
import { goBackToTable } from '../store/open-selection.ts'
import { type DrawerTab, showTab, toggleDrawer } from '../store/screen-store.ts'
import { EventLog } from './event-log.tsx'
import { FindingPeers } from './finding-peers.tsx'
import { LinksTable } from './links-table.tsx'
import { Button } from './parts/button.tsx'
import { FailureBoundary } from './parts/failure-boundary.tsx'
import { PeersTable } from './peers-table.tsx'
import { Picture } from './picture.tsx'
import { PieceMap } from './piece-map.tsx'
import { RoutingTable } from './routing-table.tsx'
import { Scoreboard } from './scoreboard.tsx'
import { Selected } from './selected.tsx'

const tabs = [
  { tab: 'peers', label: 'Peers', Body: PeersTable },
  { tab: 'links', label: 'Links', Body: LinksTable },
  { tab: 'pieces', label: 'Pieces', Body: PieceMap },
  { tab: 'unchokes', label: 'Unchokes', Body: Scoreboard },
  { tab: 'routing', label: 'Routing table', Body: RoutingTable },
  { tab: 'picture', label: 'Picture', Body: Picture },
  { tab: 'finding', label: 'Finding peers', Body: FindingPeers },
  { tab: 'log', label: 'Event log', Body: EventLog },
  { tab: 'selected', label: 'Selected', Body: Selected },
] as const satisfies readonly { tab: DrawerTab; label: string; Body: () => unknown }[]

/** The place of the tab that a key leads to from the one at `index`; undefined for any other key. */
function tabByKey(key: string, index: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % tabs.length
  if (key === 'ArrowLeft') return index - 1
  if (key === 'Home') return 0
  return key === 'End' ? -1 : undefined
}

/** The drawer under the graph, with a tab for each of its panels; it folds away to leave the graph all the room. */
export function Drawer() {
  const { store } = useScreen()
  const { open, tab: current } = useScreenState((state) => state.drawer)
  const share = useScreenState((state) => state.drawerShare)
  const shown = tabs.find(({ tab }) => tab === current)
  const body = useRef<HTMLDivElement>(null)
  const scrolled = useRef<Partial<Record<DrawerTab, number>>>({})

  // Each tab is as far down as it was left, whatever another one was scrolled to meanwhile.
  useLayoutEffect(() => {
    if (open) body.current?.scrollTo({ top: scrolled.current[current] ?? 0 })
  }, [open, current])

  function move(event: KeyboardEvent) {
    const next = tabs.at(
      tabByKey(
        event.key,
        tabs.findIndex(({ tab }) => tab === current),
      ) ?? tabs.length,
    )
    if (next === undefined) return
    event.preventDefault()
    showTab(store, next.tab)
    document.getElementById(`tab-${next.tab}`)?.focus()
  }

  function leave(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    const isTyping = event.target instanceof Element && event.target.closest('input, select, textarea') !== null
    if (!isTyping && goBackToTable(store)) event.preventDefault()
  }

  return (
    <div
      id="drawer"
      className={open ? 'drawer' : 'drawer folded'}
      style={{ '--drawer-share': `${100 * share}%` } as CSSProperties}
    >
      <div className="drawer-head">
        <div role="tablist" aria-label="Panels" className="tabs">
          {tabs.map(({ tab, label }) => (
            <button
              key={tab}
              id={`tab-${tab}`}
              type="button"
              role="tab"
              aria-selected={open && tab === current}
              aria-controls="drawer-body"
              tabIndex={tab === current ? 0 : -1}
              onKeyDown={move}
              onClick={() => showTab(store, tab)}
            >
              {label}
            </button>
          ))}
        </div>
        <Button
          icon={open ? 'down' : 'up'}
          look="quiet"
          iconOnly
          label={open ? 'Fold the panels away' : 'Unfold the panels'}
          expanded={open}
          onPress={() => toggleDrawer(store)}
        />
      </div>
      {open && shown !== undefined && (
        <div
          ref={body}
          id="drawer-body"
          role="tabpanel"
          aria-labelledby={`tab-${current}`}
          className="drawer-body"
          onKeyDown={leave}
          onScroll={({ currentTarget }) => {
            scrolled.current[current] = currentTarget.scrollTop
          }}
        >
          <FailureBoundary key={shown.tab} what={`“${shown.label}”`}>
            <shown.Body />
          </FailureBoundary>
        </div>
      )}
    </div>
  )
}
