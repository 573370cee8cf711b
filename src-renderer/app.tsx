import { useMemo } from 'react'
import { SwarmGraph } from './graph/swarm-graph.tsx'
import { AddPeer } from './panels/add-peer.tsx'
import { Drawer } from './panels/drawer.tsx'
import { DropZone } from './panels/drop-zone.tsx'
import { Header } from './panels/header.tsx'
import { ConnectionBanner, Notices } from './panels/notices.tsx'
import { FailureBoundary } from './panels/parts/failure-boundary.tsx'
import { SettingsDialog } from './panels/settings-dialog.tsx'
import { Swarms } from './panels/swarms.tsx'
import { ThisPeer } from './panels/this-peer.tsx'
import { useScreen, useScreenState } from './screen.tsx'
import { pointAt, showSettings, showTab } from './store/screen-store.ts'
import type { Selection } from './store/selection.ts'
import { shownSwarmOf } from './store/shown-swarm.ts'
import { viewOfSwarm } from './store/view-of-swarm.ts'

const sidePanels = [
  { what: '“Add peer by IP”', SidePanel: AddPeer },
  { what: '“Swarms”', SidePanel: Swarms },
  { what: '“This peer”', SidePanel: ThisPeer },
]

/** The whole screen: the graph, and what stands round it. */
export function App() {
  const { store } = useScreen()
  const settingsOpen = useScreenState((state) => state.settingsOpen)
  return (
    <div className="screen">
      <Header onSettings={() => showSettings(store, true)} />
      <ConnectionBanner />
      <div className="sidebar">
        {sidePanels.map(({ what, SidePanel }) => (
          <FailureBoundary key={what} what={what}>
            <SidePanel />
          </FailureBoundary>
        ))}
      </div>
      <main className="stage">
        <FailureBoundary what="the graph">
          <Graph />
        </FailureBoundary>
        <Notices />
      </main>
      <Drawer />
      {settingsOpen && (
        <FailureBoundary what="the settings">
          <SettingsDialog onClose={() => showSettings(store, false)} />
        </FailureBoundary>
      )}
      <DropZone />
    </div>
  )
}

function Graph() {
  const { store } = useScreen()
  const view = useScreenState((state) => state.view)
  const selection = useScreenState((state) => state.selection)
  const shown = useScreenState(shownSwarmOf)
  // The roles in the graph are those in the shown swarm, as in the header and the table of peers.
  const drawn = useMemo(() => viewOfSwarm(view, shown), [view, shown])
  const connecting = useScreenState((state) => state.connection === 'connecting')
  if (connecting) return <p className="connecting">Connecting to the program…</p>

  function onSelect(next: Selection | null) {
    pointAt(store, next)
    if (next !== null) showTab(store, 'selected')
  }
  return <SwarmGraph view={drawn} selection={selection} onSelect={onSelect} />
}
