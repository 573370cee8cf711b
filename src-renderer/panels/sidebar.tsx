import { HeldView, useScreen, useScreenState } from '../screen.tsx'
import { moveSidebar } from '../store/screen-store.ts'
import { AddPeer } from './add-peer.tsx'
import { Button } from './parts/button.tsx'
import { FailureBoundary } from './parts/failure-boundary.tsx'
import { Swarms } from './swarms.tsx'
import { ThisPeer } from './this-peer.tsx'
import { Welcome } from './welcome.tsx'

const panels = [
  { what: '“Add peer by IP”', Panel: AddPeer },
  { what: '“Swarms”', Panel: Swarms },
  { what: '“This peer”', Panel: ThisPeer },
]

/** What this peer is and does, at one side of the graph; folded away, it keeps what was typed in it. */
export function Sidebar() {
  const { store } = useScreen()
  const { open, side } = useScreenState((state) => state.sidebar)
  return (
    <aside className="sidebar" aria-label="Side bar" hidden={!open}>
      <Welcome />
      <HeldView hidden={!open}>
        {panels.map(({ what, Panel }) => (
          <FailureBoundary key={what} what={what}>
            <Panel />
          </FailureBoundary>
        ))}
      </HeldView>
      <div className="sidebar-foot">
        <Button
          icon="swap"
          look="quiet"
          label={side === 'left' ? 'Move to the right' : 'Move to the left'}
          hint="Puts the side bar on the other side of the graph."
          onPress={() => moveSidebar(store)}
        />
      </div>
    </aside>
  )
}
