import { useMemo } from 'react'
import * as stage from './graph/stage-commands.ts'
import { SwarmGraph } from './graph/swarm-graph.tsx'
import { DemoControls } from './panels/demo-controls.tsx'
import { Drawer } from './panels/drawer.tsx'
import { DropZone } from './panels/drop-zone.tsx'
import { GraphSwarms } from './panels/graph-swarms.tsx'
import { Header } from './panels/header.tsx'
import { ConnectionBanner, Notices } from './panels/notices.tsx'
import { FailureBoundary } from './panels/parts/failure-boundary.tsx'
import { SettingsDialog } from './panels/settings-dialog.tsx'
import { Sidebar } from './panels/sidebar.tsx'
import { Splitter } from './panels/splitter.tsx'
import type { Room } from './presenter/action.ts'
import { ActionButton } from './presenter/action-button.tsx'
import { actions } from './presenter/actions.ts'
import { KeysDialog } from './presenter/keys-dialog.tsx'
import { ToolBar } from './presenter/tool-bar.tsx'
import { useKeys } from './presenter/use-keys.ts'
import { useScreen, useScreenState } from './screen.tsx'
import { graphSwarmOf } from './store/graph-view.ts'
import { offerTab, pointAt, showKeys, showSettings } from './store/screen-store.ts'
import type { Selection } from './store/selection.ts'
import { TakeAlong } from './take-along/take-along.tsx'
import { useMedia } from './use-media.ts'

/** As in styles/layout.css: one part stands under the other. */
const smallWindow = '(max-width: 700px), (max-height: 440px)'

/** What takes the keys of the graph. */
const graphSelector = '[role="application"][aria-label="Swarm graph"]'

/** The whole screen: the graph, and what stands round it. */
export function App() {
  const { store } = useScreen()
  const room = useRoom()
  useKeys(room)
  const chosenSide = useScreenState((state) => state.sidebar.side)
  // With one part under the other, the graph comes first.
  const side = useMedia(smallWindow) ? 'right' : chosenSide
  const drawerOpen = useScreenState((state) => state.drawer.open)
  const sidebar = <Sidebar key="sidebar" />
  const work = (
    <main key="work" className="work" data-focus-home={graphSelector}>
      <GraphSwarms />
      <div className="stage">
        <FailureBoundary what="the graph">
          <Graph />
        </FailureBoundary>
      </div>
      <Notices />
      {drawerOpen && <Splitter />}
      <Drawer />
    </main>
  )
  return (
    <div className="screen">
      <SkipLink />
      <Header
        start={<ActionButton action={actions.sidebar} room={room} look="header" iconOnly />}
        demo={
          <DemoControls>
            <ActionButton action={actions.addDemoPeer} room={room} look="header" shrinks />
            <ActionButton action={actions.removeDemoPeer} room={room} look="header" iconOnly />
          </DemoControls>
        }
        onSettings={() => showSettings(store, true)}
      >
        <ToolBar room={room} />
        <TakeAlong />
      </Header>
      <ConnectionBanner />
      {/* In the order in which they stand, so that Tab goes from one to the next. */}
      <div className="body">{side === 'left' ? [sidebar, work] : [work, sidebar]}</div>
      <Dialogs />
      <DropZone />
    </div>
  )
}

/** The first stop of the Tab key: past all that stands before the graph. */
function SkipLink() {
  return (
    <button
      type="button"
      className="skip-link"
      onClick={() => document.querySelector<HTMLElement>(graphSelector)?.focus()}
    >
      To the graph
    </button>
  )
}

function useRoom(): Room {
  const { store, run } = useScreen()
  return useMemo(() => ({ store, run, stage }), [store, run])
}

function Dialogs() {
  const { store } = useScreen()
  const settingsOpen = useScreenState((state) => state.settingsOpen)
  const keysOpen = useScreenState((state) => state.keysOpen)
  return (
    <>
      {settingsOpen && (
        <FailureBoundary what="the settings">
          <SettingsDialog onClose={() => showSettings(store, false)} />
        </FailureBoundary>
      )}
      {keysOpen && <KeysDialog onClose={() => showKeys(store, false)} />}
    </>
  )
}

function Graph() {
  const { store } = useScreen()
  const view = useScreenState((state) => state.view)
  const swarm = useScreenState(graphSwarmOf)
  const selection = useScreenState((state) => state.selection)
  const theme = useScreenState((state) => state.theme)
  const paused = useScreenState((state) => state.paused)
  const pen = useScreenState((state) => state.pen)
  const spotlight = useScreenState((state) => state.spotlight)
  const layoutName = useScreenState((state) => state.layoutName)
  const connecting = useScreenState((state) => state.connection === 'connecting')
  if (connecting) return <p className="connecting">Connecting to the program…</p>

  function onSelect(next: Selection | null) {
    pointAt(store, next)
    if (next !== null) offerTab(store, 'selected')
  }
  return (
    <SwarmGraph
      view={view}
      swarm={swarm}
      selection={selection}
      onSelect={onSelect}
      theme={theme}
      paused={paused}
      pen={pen}
      spotlight={spotlight}
      layoutName={layoutName}
    />
  )
}
