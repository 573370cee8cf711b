import logo from '../logo.svg'
import { useScreenState } from '../screen.tsx'
import { shownSwarmOf } from '../store/shown-swarm.ts'
import { summaryLine } from '../store/summary.ts'
import { viewOfSwarm } from '../store/view-of-swarm.ts'
import { DemoControls } from './demo-controls.tsx'
import { Button } from './parts/button.tsx'

export interface HeaderProps {
  onSettings(): void
}

/** The bar at the top: what this is, the swarm in a line, and what acts on all of it. */
export function Header({ onSettings }: HeaderProps) {
  const summary = useScreenState((state) => summaryLine(viewOfSwarm(state.view, shownSwarmOf(state))))
  const hasSettings = useScreenState(({ view }) => view.settings !== null)
  return (
    <header className="top">
      <h1>
        <img src={logo} alt="" width="26" height="26" />
        Swarmscope
      </h1>
      <p className="summary">{summary}</p>
      <DemoControls />
      <div className="button-row">
        <Button
          icon="settings"
          look="header"
          label="Settings"
          whyNot={hasSettings ? undefined : 'The program is still starting.'}
          onPress={onSettings}
        />
      </div>
    </header>
  )
}
