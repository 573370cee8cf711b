import type { ReactNode } from 'react'
import logo from '../logo.svg'
import { useScreenState, useView } from '../screen.tsx'
import { graphViewOf } from '../store/graph-view.ts'
import { summaryLine } from '../store/summary.ts'
import { Button } from './parts/button.tsx'

export interface HeaderProps {
  /** What stands before the name. */
  start: ReactNode
  /** What makes the demo grow and shrink. */
  demo: ReactNode
  /** What acts on all of the screen, before the settings. */
  children: ReactNode
  onSettings(): void
}

/** The bar at the top: what this is, the swarm in a line, and what acts on all of it. */
export function Header({ start, demo, children, onSettings }: HeaderProps) {
  const view = useView()
  const pointedSwarms = useScreenState((state) => state.pointedSwarms)
  const graphSwarms = useScreenState((state) => state.graphSwarms)
  const summary = summaryLine(graphViewOf({ view, pointedSwarms, graphSwarms }))
  const hasSettings = view.settings !== null
  return (
    <header className="top">
      {start}
      <h1>
        <img src={logo} alt="" width="26" height="26" />
        <span>Swarmscope</span>
      </h1>
      <p className="summary">{summary}</p>
      {demo}
      {/* Where they do not fit into the line, they go to the next one together. */}
      <div className="top-tools">
        {children}
        <Button
          icon="settings"
          look="header"
          shrinks
          label="Settings"
          hint="The settings of this peer"
          whyNot={hasSettings ? undefined : 'The program is still starting.'}
          onPress={onSettings}
        />
      </div>
    </header>
  )
}
