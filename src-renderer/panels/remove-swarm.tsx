import type { PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { isElsewhere } from '../store/saved-as.ts'
import type { SwarmStatus } from '../store/swarm-status.ts'
import { Button } from './parts/button.tsx'
import { Dialog } from './parts/dialog.tsx'

export interface RemoveSwarmProps {
  me: PeerView
  status: SwarmStatus
  name: string
  onClose(): void
}

/** Asks how to remove a swarm: from the list only, or with its files. */
export function RemoveSwarm({ me, status: { infoHash, membership }, name, onClose }: RemoveSwarmProps) {
  const { run } = useScreen()
  const { dataFolder } = useView()
  const { savedAs } = membership
  const nothingToDelete =
    savedAs === null
      ? 'Nothing of it is on disk.'
      : isElsewhere(dataFolder, savedAs)
        ? 'Its files are shared from their own place. They are never deleted.'
        : undefined
  return (
    <Dialog name={`Remove ${name}?`} onClose={onClose}>
      {(close) => {
        async function remove(deleteFiles: boolean) {
          close()
          await run('remove-swarm', { peer: me.id, infoHash, deleteFiles })
        }
        return (
          <>
            <p>This peer leaves the swarm for good and forgets it.</p>
            {savedAs !== null && (
              <p>
                Its files are at <code>{savedAs}</code>.
              </p>
            )}
            <p className="hint">What was shared from its own place is never deleted, only what was downloaded.</p>
            <div className="button-row end">
              <Button label="Cancel" onPress={close} />
              <Button
                look="danger"
                label="Remove and delete its files"
                whyNot={nothingToDelete}
                onPress={() => remove(true)}
              />
              <Button look="primary" label="Remove from the list" onPress={() => remove(false)} />
            </div>
          </>
        )
      }}
    </Dialog>
  )
}
