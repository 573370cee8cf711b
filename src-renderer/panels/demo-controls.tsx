import type { ReactNode } from 'react'
import { useScreen, useView } from '../screen.tsx'
import { hasDemo } from '../store/peers.ts'
import { Button } from './parts/button.tsx'

/** Starts and ends the demo swarm on this computer; `children` make it grow and shrink. */
export function DemoControls({ children }: { children: ReactNode }) {
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
          shrinks
          label="Start demo swarm"
          hint="This peer seeds the course picture, and three more real peers on this computer fetch it."
          whyNot={starting}
          onPress={() => run('start-demo', {})}
        />
      )}
      {children}
      <Button
        icon="close"
        look="header"
        shrinks
        label="End demo"
        hint="Stops and forgets the other demo peers, and what they downloaded."
        whyNot={starting ?? noDemo}
        onPress={() => run('end-demo', {})}
      />
    </fieldset>
  )
}
