import { useScreen, useView } from '../screen.tsx'
import { hasDemo } from '../store/peers.ts'
import { Button } from './parts/button.tsx'

/** Starts, grows and ends the demo swarm on this computer. */
export function DemoControls() {
  const { run } = useScreen()
  const view = useView()
  const running = hasDemo(view)
  const starting = view.me === null ? 'The program is still starting.' : undefined
  const noDemo = running ? undefined : 'No demo swarm runs. Start it first.'
  return (
    <fieldset className="button-row demo-controls" aria-label="Demo swarm">
      {!running && (
        <Button
          icon="start"
          look="header"
          label="Start demo swarm"
          hint="This peer seeds the course picture, and three more real peers on this computer fetch it."
          whyNot={starting}
          onPress={() => run('start-demo', {})}
        />
      )}
      <Button
        icon="plus"
        look="header"
        label="Add demo peer"
        hint="One more real peer in this program, with nothing yet, joins the demo through this peer."
        whyNot={starting ?? noDemo}
        onPress={() => run('add-demo-peer', {})}
      />
      <Button
        icon="close"
        look="header"
        label="End demo"
        hint="Stops and forgets the other demo peers, and what they downloaded."
        whyNot={starting ?? noDemo}
        onPress={() => run('end-demo', {})}
      />
    </fieldset>
  )
}
