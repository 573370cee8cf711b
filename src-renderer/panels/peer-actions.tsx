import type { PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen } from '../screen.tsx'
import { swarmsOf } from '../store/peers.ts'
import { Button } from './parts/button.tsx'

/** What can be done to a local peer: pause or resume, stop, stop abruptly, start again. */
export function PeerActions({ peer, iconOnly = false }: { peer: PeerView; iconOnly?: boolean }) {
  const { run } = useScreen()
  if (!peer.local) return null
  if (!peer.running)
    return (
      <div className="button-row">
        <Button icon="start" label="Start again" onPress={() => run('restart-peer', { peer: peer.id })} />
      </div>
    )
  const paused = swarmsOf(peer).filter(({ membership }) => membership.state === 'paused')
  const active = swarmsOf(peer).filter(({ membership }) => membership.state === 'active')
  const inEach = async (command: 'pause-swarm' | 'resume-swarm', of: typeof active) => {
    for (const { infoHash } of of) await run(command, { peer: peer.id, infoHash })
  }
  return (
    <div className="button-row">
      {active.length === 0 && paused.length > 0 ? (
        <Button
          icon="start"
          label="Resume"
          iconOnly={iconOnly}
          hint="Resume: come back to each swarm in which it is paused."
          onPress={() => inEach('resume-swarm', paused)}
        />
      ) : (
        <Button
          icon="pause"
          label="Pause"
          iconOnly={iconOnly}
          hint="Pause: leave each of its swarms politely and keep what it has. Its server goes on."
          whyNot={active.length === 0 ? 'It is active in no swarm.' : undefined}
          onPress={() => inEach('pause-swarm', active)}
        />
      )}
      <Button
        icon="stop"
        label="Stop"
        iconOnly={iconOnly}
        hint="Stop: leave every swarm politely and close the server."
        onPress={() => run('stop-peer', { peer: peer.id })}
      />
      <Button
        icon="abrupt"
        look="danger"
        label="Stop abruptly"
        iconOnly={iconOnly}
        hint="Stop abruptly: reset every connection without a word, as a crash would."
        onPress={() => run('kill-peer', { peer: peer.id })}
      />
    </div>
  )
}
