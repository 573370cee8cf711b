import type { PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { isElsewhere } from '../store/saved-as.ts'
import { notify } from '../store/screen-store.ts'
import type { SwarmStatus } from '../store/swarm-status.ts'
import { Button } from './parts/button.tsx'
import { Dialog } from './parts/dialog.tsx'
import { putBackOf } from './put-back.ts'

export interface RemoveSwarmProps {
  me: PeerView
  status: SwarmStatus
  name: string
  onClose(): void
}

/** Asks how to remove a swarm: from the list only, or with its files. */
export function RemoveSwarm({ me, status, name, onClose }: RemoveSwarmProps) {
  const screen = useScreen()
  const { dataFolder } = useView()
  const { infoHash, membership } = status
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
          const putBack = deleteFiles ? undefined : await putBackOf(screen, me, status, dataFolder)
          const result = await screen.run('remove-swarm', { peer: me.id, infoHash, deleteFiles })
          if (result.ok && putBack !== undefined) notify(screen.store, 'done', `${name} is off the list.`, putBack)
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
