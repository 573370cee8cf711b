import { useId } from 'react'
import { formatBytes, formatRate } from '../../src-shared/byte-size.ts'
import type { PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { limitSentence } from '../store/limit-sentence.ts'
import { showSwarm } from '../store/screen-store.ts'
import { swarmLetters } from '../store/swarm-letters.ts'
import { swarmName } from '../store/swarm-name.ts'
import { grouped, type SwarmStatus, statusWords } from '../store/swarm-status.ts'
import { Button } from './parts/button.tsx'
import { Progress } from './parts/progress.tsx'
import { RoleMark } from './parts/role-mark.tsx'
import { SwarmLetter } from './parts/swarm-letter.tsx'
import { useShownSwarm } from './shown-fields.tsx'
import { SwarmActions } from './swarm-actions.tsx'
import { SwarmFiles } from './swarm-files.tsx'

export interface SwarmRowProps {
  me: PeerView
  status: SwarmStatus
  open: boolean
  onToggle(): void
}

/** One swarm of this peer, in two lines; opened, with its files and all that can be done to it. */
export function SwarmRow({ me, status, open, onToggle }: SwarmRowProps) {
  const { store, run } = useScreen()
  const view = useView()
  const shown = useShownSwarm() === status.infoHash
  const detailsId = useId()
  const { infoHash, membership, condition } = status
  const name = swarmName(view, infoHash)
  return (
    <article className={shown ? 'swarm shown' : 'swarm'} aria-label={name}>
      <div className="swarm-head">
        <Button
          icon={open ? 'down' : 'right'}
          look="quiet"
          iconOnly
          label={`Details of ${name}`}
          expanded={open}
          controls={detailsId}
          onPress={onToggle}
        />
        <h3>
          <SwarmLetter letter={swarmLetters(view).get(infoHash)} swarm={name} />
          <button
            type="button"
            className="link-like"
            aria-pressed={shown}
            title={`${name}\nShow it in the panels under the graph`}
            onClick={() => showSwarm(store, infoHash)}
          >
            {name}
          </button>
        </h3>
        <RoleMark role={membership.role} />
      </div>
      <Progress share={status.share} role={membership.role} label={progressLabel(status, name)} />
      <p className="swarm-line">
        {condition === 'active' && (
          <>
            <span title="Received">↓ {formatRate(status.downBytesPerSec)}</span>
            <span title="Sent">↑ {formatRate(status.upBytesPerSec)}</span>
          </>
        )}
        <span className="swarm-words">{statusWords(status)}</span>
      </p>
      {membership.failure !== null && <p className="problem">{membership.failure}</p>}
      {condition === 'failed' && (
        <div className="button-row">
          <Button
            icon="retry"
            label="Try again"
            hint="Open its files afresh and join the swarm again."
            whyNot={me.running ? undefined : 'This peer is stopped.'}
            onPress={() => run('resume-swarm', { peer: me.id, infoHash })}
          />
        </div>
      )}
      <div id={detailsId} className="swarm-details" hidden={!open}>
        {open && <Details me={me} status={status} name={name} />}
      </div>
    </article>
  )
}

function Details({ me, status, name }: { me: PeerView; status: SwarmStatus; name: string }) {
  const view = useView()
  const { infoHash, torrent, membership } = status
  const limited = limitSentence(view, infoHash, membership)
  return (
    <>
      <p className="swarm-line">
        {torrent !== undefined && <span>{formatBytes(torrent.lengthBytes)}</span>}
        <span>
          {grouped(membership.haveCount)} of {grouped(torrent?.pieceCount)} pieces
        </span>
        {torrent?.isPrivate && <span title="Its peers may come from its own tracker only (BEP 27)">private</span>}
      </p>
      {torrent !== undefined && torrent.files.length > 1 && (
        <SwarmFiles me={me} torrent={torrent} membership={membership} />
      )}
      {limited !== null && <p className="hint">{limited}</p>}
      {membership.savedAs !== null && (
        <p className="saved-as">
          Saved as <code>{membership.savedAs}</code>
        </p>
      )}
      <SwarmActions me={me} status={status} name={name} />
    </>
  )
}

function progressLabel({ condition }: SwarmStatus, name: string): string {
  return condition === 'checking' ? `Checked of ${name}` : `Progress of ${name}`
}
