import { useState } from 'react'
import type { PeerView } from '../../src-shared/swarm/view.ts'
import { bytesOfBase64 } from '../base64.ts'
import { useScreen } from '../screen.tsx'
import type { SwarmStatus } from '../store/swarm-status.ts'
import { copyAndTell } from './copy-text.ts'
import { Button } from './parts/button.tsx'
import { RemoveSwarm } from './remove-swarm.tsx'
import { saveFile } from './save-file.ts'

/** What can be done to a swarm of this peer. */
export function SwarmActions({ me, status, name }: { me: PeerView; status: SwarmStatus; name: string }) {
  const { run } = useScreen()
  const [removing, setRemoving] = useState(false)
  const { infoHash, condition } = status
  const which = { peer: me.id, infoHash }
  const stopped = me.running ? undefined : 'This peer is stopped. Start it again first.'
  const checking = condition === 'checking' ? 'It is being checked. Wait until that is done.' : undefined
  return (
    <div className="button-row">
      {condition === 'paused' && (
        <Button
          icon="start"
          label="Resume"
          hint="Come back, and dial the peers that were known there."
          whyNot={stopped}
          onPress={() => run('resume-swarm', which)}
        />
      )}
      {(condition === 'active' || condition === 'checking') && (
        <Button
          icon="pause"
          label="Pause"
          hint="Leave this swarm politely and keep what is here. The server goes on."
          whyNot={stopped ?? checking}
          onPress={() => run('pause-swarm', which)}
        />
      )}
      <Button
        icon="retry"
        label="Recheck"
        hint="Hash everything on disk again, and keep what is right."
        whyNot={stopped ?? checking}
        onPress={() => run('recheck-swarm', which)}
      />
      <Button label="Remove…" look="danger" whyNot={stopped} onPress={() => setRemoving(true)} />
      <HandOut status={status} name={name} />
      {removing && <RemoveSwarm me={me} status={status} name={name} onClose={() => setRemoving(false)} />}
    </div>
  )
}

/** The two ways to tell others of a swarm. */
function HandOut({ status: { infoHash }, name }: { status: SwarmStatus; name: string }) {
  const { run, store } = useScreen()

  async function save() {
    const result = await run('read-torrent', { infoHash })
    if (result.ok) saveFile(result.value.fileName, bytesOfBase64(result.value.base64), 'application/x-bittorrent')
  }

  async function copy() {
    const result = await run('read-magnet', { infoHash })
    if (!result.ok) return
    await copyAndTell(store, `The magnet link of ${name}`, result.value.uri)
  }

  return (
    <>
      <Button icon="save" label="Save .torrent" hint="Save its .torrent, for others to open." onPress={save} />
      <Button label="Copy magnet link" hint="It holds this peer’s address, so that others find it." onPress={copy} />
    </>
  )
}
