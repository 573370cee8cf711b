import { useScreen, useView } from '../screen.tsx'
import { hasDemo } from '../store/peers.ts'
import { Button } from './parts/button.tsx'

/** Starts the demo from where a panel has nothing to show without a swarm; nothing while the demo runs. */
export function StartDemo() {
  const { run } = useScreen()
  const view = useView()
  if (hasDemo(view)) return null
  return (
    <Button
      icon="start"
      label="Start the demo"
      hint="This peer seeds the course picture, and three more real peers on this computer fetch it."
      whyNot={view.me === null ? 'The program is still starting.' : undefined}
      onPress={() => run('start-demo', {})}
    />
  )
}
