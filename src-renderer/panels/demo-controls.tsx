import type { ReactNode } from 'react'
import { useScreen, useView } from '../screen.tsx'
import { hasDemo, isDemoOver } from '../store/peers.ts'
import { Button } from './parts/button.tsx'

/** Starts and ends the demo swarm on this computer, and starts it over once it is over; `children` make it grow and shrink. */
export function DemoControls({ children }: { children: ReactNode }) {
  const { run } = useScreen()
  const view = useView()
  const running = hasDemo(view)

  async function showAgain() {
    const ended = await run('end-demo', {})
    if (ended.ok) await run('start-demo', {})
  }

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
      {isDemoOver(view) && (
        <Button
          icon="retry"
          look="header"
          shrinks
          label="Show it again"
          hint="Everybody has the whole picture: ends the demo and starts it from the beginning."
          onPress={showAgain}
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
