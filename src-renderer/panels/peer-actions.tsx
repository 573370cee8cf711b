import type { PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { swarmsOf } from '../store/peers.ts'
import { swarmsLeft } from '../store/swarm-status.ts'
import { Button } from './parts/button.tsx'

/** What can be done to a local peer: leave or rejoin, stop, stop abruptly, start again. */
export function PeerActions({ peer, iconOnly = false }: { peer: PeerView; iconOnly?: boolean }) {
  const { run } = useScreen()
  const view = useView()
  if (!peer.local) return null
  if (!peer.running)
    return (
      <div className="button-row">
        <Button icon="start" label="Start again" onPress={() => run('restart-peer', { peer: peer.id })} />
      </div>
    )
  const swarms = swarmsOf(peer)
  const left = swarmsLeft(view, peer)
  const inEach = async (
    command: 'leave-swarm' | 'rejoin-swarm',
    of: readonly { infoHash: (typeof left)[number]['infoHash'] }[],
  ) => {
    for (const { infoHash } of of) await run(command, { peer: peer.id, infoHash })
  }
  return (
    <div className="button-row">
      {swarms.length === 0 && left.length > 0 ? (
        <Button
          icon="retry"
          label="Rejoin"
          iconOnly={iconOnly}
          hint="Rejoin the swarm that it left."
          onPress={() => inEach('rejoin-swarm', left)}
        />
      ) : (
        <Button
          icon="leave"
          label="Leave"
          iconOnly={iconOnly}
          hint="Leave the swarm politely. Its server goes on."
          whyNot={swarms.length === 0 ? 'It is in no swarm.' : undefined}
          onPress={() => inEach('leave-swarm', swarms)}
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
